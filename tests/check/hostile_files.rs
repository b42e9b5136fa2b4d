//! The hostile files, family by family.

use std::io::Write as _;

use sac_gateway::check::Verdict::{self, NotConformant, Unchecked};

const MIB: usize = 1 << 20;

/// A hostile message, and what it gets.
pub struct Hostile {
    /// What it is called.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// The code of its first error, or how the code begins.
    pub code: &'static str,
    /// The verdict.
    pub verdict: Verdict,
    /// The byte that is blamed, where it matters.
    pub offset: Option<usize>,
}

/// All of them.
pub fn hostile_files() -> Vec<Hostile> {
    [doctypes(), references(), oversized(), raw(), bad_bytes(), bombs(), captures()].into_iter().flatten().collect()
}

fn file(name: &str, bytes: impl Into<Vec<u8>>, code: &'static str) -> Hostile {
    let verdict = if code.starts_with("SAC-LIMIT-") || code == "SAC-HTTP-MESSAGE" { Unchecked } else { NotConformant };
    Hostile { name: name.to_owned(), bytes: bytes.into(), code, verdict, offset: None }
}

/// What a DOCTYPE can do to a reader that believes it.
fn doctypes() -> Vec<Hostile> {
    let laughs: String =
        (1..10).map(|level| format!("<!ENTITY e{level} '{}'>", format!("&e{};", level - 1).repeat(10))).collect();
    let quadratic = format!("[<!ENTITY a '{}'>]><x>{}</x>", "a".repeat(MIB), "&a;".repeat(100_000));
    let files = [
        ("laughs", &*format!("[<!ENTITY e0 'ha'>{laughs}]><x>&e9;</x>")),
        ("quadratic", &*quadratic),
        ("recursive", "[<!ENTITY a '&a;'>]><x>&a;</x>"),
        ("external", "[<!ENTITY f SYSTEM 'file:///etc/passwd'>]><x>&f;</x>"),
        ("parameter", "[<!ENTITY % p SYSTEM 'http://127.0.0.1:9/'> %p;]><x/>"),
        ("subset", "SYSTEM 'http://127.0.0.1:9/x.dtd'><x/>"),
        ("defaults", "[<!ATTLIST x a CDATA 'b'>]><x/>"),
    ];
    files.map(|(name, rest)| file(&format!("{name}.xml"), format!("<!DOCTYPE x {rest}"), "SAC-XML-DOCTYPE")).into()
}

fn references() -> Vec<Hostile> {
    let files = [
        ("undefined", "undefined".to_owned()),
        ("nul", "#0".to_owned()),
        ("surrogate", "#xD800".to_owned()),
        ("beyond", "#x110000".to_owned()),
        ("huge", format!("#{}", "9".repeat(MIB))),
        ("long", "a".repeat(MIB)),
    ];
    let reference = |(name, reference): (&str, String)| {
        let code = match name {
            "surrogate" => "SAC-XML-SURROGATE",
            _ if reference.starts_with('#') => "SAC-XML-CHARACTER",
            _ => "SAC-XML-REFERENCE",
        };
        file(&format!("{name}-reference.xml"), format!("<x>&{reference};</x>"), code)
    };
    files.map(reference).into()
}

/// Too much of one thing.
fn oversized() -> Vec<Hostile> {
    let numbered: String = (0..500_000).map(|number| format!(" a{number}=''")).collect();
    let prefixes = "<a xmlns:b='u' xmlns:c='u' xmlns:d='u' xmlns:e='u' xmlns:f='u'>";
    let long = "x".repeat(4 * MIB);
    let latin = |text: &[u8]| [b"<?xml version='1.0' encoding='ISO-8859-1'?><a>", text, b"</a>"].concat();
    let faults = crate::examples::envelope().replace("<medico>", &format!("<medico>{}", "<x/>".repeat(50_000)));
    vec![
        file("deep.xml", "<a>".repeat(100_000), "SAC-LIMIT-DEPTH"),
        file("attributes.xml", format!("<a{numbered}/>"), "SAC-LIMIT-ATTRIBUTES"),
        file("namespaces.xml", prefixes.repeat(10_000), "SAC-LIMIT-NAMESPACES"),
        file("wide.xml", format!("<a>{}</a>", "<b/>".repeat(1_000_000)), "SAC-LIMIT-ELEMENTS"),
        file("too-large.xml", " ".repeat(9 * MIB), "SAC-LIMIT-BYTES"),
        file("faults.xml", faults, "SAC-XSD-UNKNOWN"),
        file("long-name.xml", format!("<{long}/>"), "SAC-XSD-ROOT"),
        file("long-value.xml", format!("<a b='{long}'/>"), "SAC-XSD-ROOT"),
        file("long-text.xml", format!("<a>{long}</a>"), "SAC-XSD-ROOT"),
        file("long-comment.xml", format!("<!--{long}--><a/>"), "SAC-XSD-ROOT"),
        file("comments.xml", format!("{}<a/>", "<!---->".repeat(500_000)), "SAC-XSD-ROOT"),
        file("references.xml", format!("<a>{}</a>", "&#38;".repeat(800_000)), "SAC-XSD-ROOT"),
        file("cdata.xml", format!("<a>{}</a>", "<![CDATA[]]>".repeat(300_000)), "SAC-XSD-ROOT"),
        file("apostrophes.xml", latin(&[0x92; 6 * MIB]), "SAC-XSD-ROOT"),
        file("twice-read.xml", format!("<a>{}</a>", "Ã¨".repeat(MIB)), "SAC-XSD-ROOT"),
        file("marks.xml", format!("<a>{}</a>", "\u{FEFF}".repeat(2 * MIB)), "SAC-XSD-ROOT"),
        file("unclosed-cdata.xml", format!("<a><![CDATA[{}", "]".repeat(MIB)), "SAC-XML-UNCLOSED"),
    ]
}

/// Hardly a message at all.
fn raw() -> Vec<Hostile> {
    let include = "<i:include xmlns:i='http://www.w3.org/2001/XInclude' href='file:///etc/passwd' parse='text'/>";
    vec![
        file("include.xml", include, "SAC-XSD-ROOT"),
        file("nothing-but-ff.xml", vec![0xFF; MIB], "SAC-CHARSET-BAD-BYTE"),
        file("zeros.xml", vec![0; MIB], "SAC-XML-"),
        file("utf32.xml", b"\xFF\xFE\0\0<\0\0\0", "SAC-CHARSET-UTF16"),
        file("empty.xml", "", "SAC-XML-EMPTY"),
    ]
}

/// Bytes that UTF-8 does not have, wherever a document may hold characters.
fn bad_bytes() -> Vec<Hostile> {
    let sequences: [(&str, &[u8]); 7] = [
        ("continuation", b"\x80"),
        ("cut", b"\xE2\x82"),
        ("overlong", b"\xC0\xBC"),
        ("overlong-3", b"\xE0\x80\xBC"),
        ("surrogate", b"\xED\xA0\x80"),
        ("beyond", b"\xF4\x90\x80\x80"),
        ("never", b"\xFF"),
    ];
    let places = [
        ("name", "<a", "b/>"),
        ("end-tag", "<a></a", "b>"),
        ("attribute", "<a b", "c='d'/>"),
        ("value", "<a b='c", "d'/>"),
        ("namespace", "<a xmlns='u", "v'/>"),
        ("text", "<a>b", "c</a>"),
        ("cdata", "<a><![CDATA[b", "c]]></a>"),
        ("comment", "<a><!-- b", "c --></a>"),
        ("instruction", "<a><?b c", "d?></a>"),
        ("reference", "<a>&a", "mp;</a>"),
        ("before", "", "<a/>"),
        ("behind", "<a/>", ""),
    ];
    let mut files = Vec::new();
    for (place, before, behind) in places {
        for (sequence, bytes) in sequences {
            let bytes = [before.as_bytes(), bytes, behind.as_bytes()].concat();
            let bad = file(&format!("{sequence}-in-{place}.xml"), bytes, "SAC-CHARSET-BAD-BYTE");
            files.push(Hostile { offset: Some(before.len()), ..bad });
        }
    }
    files
}

/// What grows when it is read, in the places where a message of the contract allows it.
fn bombs() -> Vec<Hostile> {
    let message = crate::examples::envelope().replace("<soapenv:Header/>", "<soapenv:Header></soapenv:Header>");
    let places =
        [("header", "</soapenv:Header>"), ("request", "<medico>"), ("value", "</civico>"), ("end", "</malattia>")];
    let many = |attribute: &str| -> String { (0..50_000).map(|number| format!(" {attribute}{number}='u'")).collect() };
    let bombs = [
        ("nested", "<a>".repeat(100_000), "SAC-LIMIT-DEPTH"),
        ("attributes", format!("<a{}/>", many("a")), "SAC-LIMIT-ATTRIBUTES"),
        ("prefixes", format!("<a{}/>", many("xmlns:a")), "SAC-LIMIT-"),
        ("entities", "&e9;".repeat(100_000), "SAC-XML-REFERENCE"),
        ("unclosed", format!("<![CDATA[{}", "]]".repeat(100_000)), "SAC-XML-UNCLOSED"),
    ];
    let mut files = Vec::new();
    for (place, mark) in places {
        for (bomb, text, code) in &bombs {
            files.push(file(
                &format!("{bomb}-in-{place}.xml"),
                message.replacen(mark, &format!("{text}{mark}"), 1),
                code,
            ));
        }
    }
    files
}

/// Captures whose head lies about the body.
fn captures() -> Vec<Hostile> {
    let posted = |header: &str, body: &[u8]| {
        let head = "POST /CertServiceWeb/CertificatiMedici HTTP/1.1\r\nContent-Type: text/xml\r\n";
        [head.as_bytes(), header.as_bytes(), b"\r\n\r\n", body].concat()
    };
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    bomb.write_all(&vec![b' '; 64 * MIB]).unwrap();
    let bomb = posted("Content-Encoding: gzip", &bomb.finish().unwrap());
    let gzip = posted("Content-Encoding: gzip", b"\x1F\x8Bnothing");
    let chunk = posted("Transfer-Encoding: chunked", b"FFFFFFFFFFFFFFFF\r\nx");
    let chunks = posted("Transfer-Encoding: chunked", "1\r\nx\r\n".repeat(100_000).as_bytes());
    let length = posted("Content-Length: 18446744073709551616", b"<a/>");
    vec![
        file("gzip-bomb.http", bomb, "SAC-LIMIT-BYTES"),
        file("gzip-broken.http", gzip, "SAC-HTTP-CODING"),
        file("huge-chunk.http", chunk, "SAC-HTTP-CHUNKED"),
        file("endless-chunks.http", chunks, "SAC-HTTP-CHUNKED"),
        file("huge-length.http", length, "SAC-HTTP-LENGTH"),
        file("only-head.http", posted("", b""), "SAC-XML-EMPTY"),
        file("binary.http", vec![0x80; MIB], "SAC-HTTP-MESSAGE"),
        file("endless-line.http", "A".repeat(MIB), "SAC-HTTP-MESSAGE"),
    ]
}
