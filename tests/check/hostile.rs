//! Messages made to hurt whoever reads them: each gets a clean verdict, within the limits.

use std::io::Write as _;

use sac_gateway::check::{Checker, Verdict, find};

use crate::{checker, errors};

/// A hostile message: what it is called, its bytes, and the code and verdict that it gets.
struct Hostile {
    name: &'static str,
    bytes: Vec<u8>,
    code: &'static str,
    verdict: Verdict,
}

fn hostile() -> Vec<Hostile> {
    use Verdict::{NotConformant, Unchecked};
    const MIB: usize = 1 << 20;
    let case = |name, bytes: Vec<u8>, code, verdict| Hostile { name, bytes, code, verdict };
    let text = |text: &str| text.as_bytes().to_vec();
    let bomb: String = (1..10)
        .map(|level| format!("<!ENTITY e{level} \"{}\">", format!("&e{};", level - 1).repeat(10)))
        .collect::<String>();
    let numbered = |count: usize| (0..count).map(|number| format!(" a{number}=''")).collect::<String>();
    let gzip = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let head = "POST /CertServiceWeb/CertificatiMedici HTTP/1.1\r\nContent-Type: text/xml\r\n";
    let posted = |header: &str, body: &[u8]| [head.as_bytes(), header.as_bytes(), b"\r\n\r\n", body].concat();
    vec![
        case(
            "lol.xml",
            text(&format!("<!DOCTYPE x [<!ENTITY e0 'ha'>{bomb}]><x>&e9;</x>")),
            "SAC-XML-DOCTYPE",
            NotConformant,
        ),
        case(
            "external.xml",
            text("<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><x>&f;</x>"),
            "SAC-XML-DOCTYPE",
            NotConformant,
        ),
        case("dtd.xml", text("<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x.dtd'><x/>"), "SAC-XML-DOCTYPE", NotConformant),
        case(
            "parameter.xml",
            text("<!DOCTYPE x [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/'> %p;]><x/>"),
            "SAC-XML-DOCTYPE",
            NotConformant,
        ),
        case("entity.xml", text("<x>&undefined;</x>"), "SAC-XML-REFERENCE", NotConformant),
        case("deep.xml", text(&"<a>".repeat(100_000)), "SAC-LIMIT-DEPTH", Unchecked),
        case("attributes.xml", text(&format!("<a{}/>", numbered(500_000))), "SAC-LIMIT-ATTRIBUTES", Unchecked),
        case(
            "namespaces.xml",
            text(&"<a xmlns:b='u' xmlns:c='u' xmlns:d='u' xmlns:e='u' xmlns:f='u'>".repeat(10_000)),
            "SAC-LIMIT-NAMESPACES",
            Unchecked,
        ),
        case("wide.xml", text(&format!("<a>{}</a>", "<b/>".repeat(1_000_000))), "SAC-LIMIT-ELEMENTS", Unchecked),
        case("long-name.xml", text(&format!("<{}/>", "a".repeat(4 * MIB))), "SAC-XSD-ROOT", NotConformant),
        case("long-value.xml", text(&format!("<a b='{}'/>", "x".repeat(4 * MIB))), "SAC-XSD-ROOT", NotConformant),
        case("long-text.xml", text(&format!("<a>{}</a>", "x".repeat(4 * MIB))), "SAC-XSD-ROOT", NotConformant),
        case("long-comment.xml", text(&format!("<!--{}--><a/>", "x".repeat(4 * MIB))), "SAC-XSD-ROOT", NotConformant),
        case("comments.xml", text(&format!("{}<a/>", "<!---->".repeat(500_000))), "SAC-XSD-ROOT", NotConformant),
        case("references.xml", text(&format!("<a>{}</a>", "&#38;".repeat(800_000))), "SAC-XSD-ROOT", NotConformant),
        case("cdata.xml", text(&format!("<a>{}</a>", "<![CDATA[]]>".repeat(300_000))), "SAC-XSD-ROOT", NotConformant),
        case(
            "unclosed-cdata.xml",
            text(&format!("<a><![CDATA[{}", "]".repeat(MIB))),
            "SAC-XML-UNCLOSED",
            NotConformant,
        ),
        case("invalid-utf8.xml", vec![0xFF; MIB], "SAC-CHARSET-BAD-BYTE", NotConformant),
        case("surrogate.xml", b"<a>\xED\xA0\x80</a>".to_vec(), "SAC-CHARSET-BAD-BYTE", NotConformant),
        case("overlong.xml", b"<a>\xC0\xBC</a>".to_vec(), "SAC-CHARSET-BAD-BYTE", NotConformant),
        case("zeros.xml", vec![0; MIB], "SAC-XML-", NotConformant),
        case("utf32.xml", b"\xFF\xFE\0\0<\0\0\0".to_vec(), "SAC-CHARSET-UTF16", NotConformant),
        case("empty.xml", Vec::new(), "SAC-XML-EMPTY", NotConformant),
        case("too-large.xml", vec![b' '; 9 * MIB], "SAC-LIMIT-BYTES", Unchecked),
        case("many-faults.xml", many_faults(), "SAC-XSD-UNKNOWN", NotConformant),
        case(
            "gzip-bomb.http",
            posted("Content-Encoding: gzip", &gzip(&vec![b' '; 64 * MIB])),
            "SAC-LIMIT-BYTES",
            Unchecked,
        ),
        case(
            "gzip-broken.http",
            posted("Content-Encoding: gzip", b"\x1F\x8Bnothing"),
            "SAC-HTTP-CODING",
            NotConformant,
        ),
        case(
            "huge-chunk.http",
            posted("Transfer-Encoding: chunked", b"FFFFFFFFFFFFFFFF\r\nx"),
            "SAC-HTTP-CHUNKED",
            NotConformant,
        ),
        case(
            "endless-chunks.http",
            posted("Transfer-Encoding: chunked", "1\r\nx\r\n".repeat(100_000).as_bytes()),
            "SAC-HTTP-CHUNKED",
            NotConformant,
        ),
        case(
            "huge-length.http",
            posted("Content-Length: 18446744073709551616", b"<a/>"),
            "SAC-SOAP-ENVELOPE",
            NotConformant,
        ),
        case("only-head.http", posted("", b""), "SAC-XML-EMPTY", NotConformant),
        case("binary.http", vec![0x80; MIB], "SAC-HTTP-MESSAGE", Unchecked),
        case("endless-line.http", vec![b'A'; MIB], "SAC-HTTP-MESSAGE", Unchecked),
    ]
}

/// A message of the contract with a fault in every of 50,000 elements.
fn many_faults() -> Vec<u8> {
    crate::examples::envelope().replace("<medico>", &format!("<medico>{}", "<x/>".repeat(50_000))).into_bytes()
}

#[test]
fn every_hostile_file_gets_a_clean_verdict() {
    let folder = tempfile::tempdir().unwrap();
    for case in hostile() {
        std::fs::write(folder.path().join(case.name), case.bytes).unwrap();
    }
    let checker = checker();
    let mut wrong = Vec::new();
    for case in hostile() {
        let inputs = find(&[folder.path().join(case.name)]);
        let report = &checker.check(&inputs[0])[0];
        let found = errors(report);
        let is_right =
            found.first().is_some_and(|first| first.starts_with(case.code)) && report.verdict == case.verdict;
        if !is_right {
            wrong.push(format!("{}: {found:?} {:?}", case.name, report.verdict));
        }
        assert!(report.issues.len() <= 201, "{}", case.name);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_more_than_the_limit_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sparse.xml");
    let file = std::fs::File::create(&path).unwrap();
    // A terabyte, of which the disk holds nothing.
    file.set_len(1 << 40).unwrap();
    let checker = Checker { max_bytes: 1000, ..checker() };
    let report = &checker.check(&find(&[path])[0])[0];
    assert_eq!((errors(report), report.verdict), (vec!["SAC-LIMIT-BYTES"], Verdict::Unchecked));
    assert_eq!(report.issues[0].value.as_deref(), Some((1_u64 << 40).to_string().as_str()));
}

#[test]
fn any_bytes_get_a_verdict() {
    use proptest::prelude::*;
    let checker = checker();
    let good = crate::examples::envelope().into_bytes();
    proptest!(|(cut in 0..good.len(), byte: u8, at in 0..good.len(), noise in proptest::collection::vec(any::<u8>(), 0..200))| {
        let mut spoilt = good.clone();
        spoilt[at] = byte;
        for (name, bytes) in [("a.xml", &good[..cut]), ("a.xml", &spoilt), ("a.xml", &noise), ("a.http", &noise)] {
            let reports = checker.check_bytes(name, bytes);
            prop_assert!(!reports.is_empty());
            for report in reports {
                for place in report.issues.iter().filter_map(|issue| issue.place.as_ref()) {
                    prop_assert!(place.offset <= bytes.len() && place.line > 0 && place.column > 0);
                }
            }
        }
    });
}

#[test]
fn nothing_that_a_message_names_is_fetched() {
    let bait = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    bait.set_nonblocking(true).unwrap();
    let address = bait.local_addr().unwrap();
    let messages = [
        format!("<!DOCTYPE x SYSTEM 'http://{address}/x.dtd' [<!ENTITY f SYSTEM 'http://{address}/f'>]><x>&f;</x>"),
        format!(
            "<x xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:schemaLocation='u http://{address}/s.xsd' \
             i:noNamespaceSchemaLocation='http://{address}/n.xsd'/>"
        ),
        format!("<?xml-stylesheet href='http://{address}/s.css'?><x xmlns='http://{address}/'/>"),
    ];
    for message in messages {
        let report = &checker().check_bytes("a.xml", message.as_bytes())[0];
        assert_eq!(report.verdict, Verdict::NotConformant, "{message}");
    }
    assert!(bait.accept().is_err(), "somebody called");
}
