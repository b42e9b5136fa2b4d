//! Archives: every message in them is checked under its own name, whatever else they hold is
//! reported, and none can make the check read without end.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use sac_gateway::check::{Report, Summary, Verdict};
use sac_gateway::diagnostic::Language;

use crate::examples::envelope;
use crate::{checker, errors};

/// A file of an archive, as it is written there.
pub(crate) struct Entry {
    name: Vec<u8>,
    flags: u16,
    method: u16,
    packed: Vec<u8>,
    size: u32,
    crc: u32,
}

/// A packed file.
pub(crate) fn entry(name: &str, content: &[u8]) -> Entry {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).unwrap();
    Entry { method: 8, packed: encoder.finish().unwrap(), ..stored(name, content) }
}

fn stored(name: &str, content: &[u8]) -> Entry {
    let mut crc = flate2::Crc::new();
    crc.update(content);
    // The name is in UTF-8.
    let (name, size) = (name.as_bytes().to_vec(), u32::try_from(content.len()).unwrap());
    Entry { name, flags: 0x800, method: 0, packed: content.to_vec(), size, crc: crc.sum() }
}

/// The archive of these files.
pub(crate) fn archive(entries: &[Entry]) -> Vec<u8> {
    let (mut bytes, mut list) = (Vec::new(), Vec::new());
    for entry in entries {
        let mut fields = Vec::new();
        for number in [20, entry.flags, entry.method, 0, 0x5C62] {
            fields.extend(number.to_le_bytes());
        }
        for number in [entry.crc, u32::try_from(entry.packed.len()).unwrap(), entry.size] {
            fields.extend(number.to_le_bytes());
        }
        fields.extend(u16::try_from(entry.name.len()).unwrap().to_le_bytes());
        let offset = u32::try_from(bytes.len()).unwrap().to_le_bytes();
        list.extend([&b"PK\x01\x02\x14\0"[..], &fields, &[0; 12], &offset, &entry.name].concat());
        bytes.extend([&b"PK\x03\x04"[..], &fields, &[0; 2], &entry.name, &entry.packed].concat());
    }
    let (count, start) = (u16::try_from(entries.len()).unwrap(), u32::try_from(bytes.len()).unwrap());
    let size = u32::try_from(list.len()).unwrap();
    bytes.extend(list);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    bytes.extend([size.to_le_bytes(), start.to_le_bytes()].concat());
    bytes.extend([0, 0]);
    bytes
}

fn good() -> Vec<u8> {
    envelope().into_bytes()
}

fn bad() -> Vec<u8> {
    envelope().replace("<cap>00184", "<cap>184").into_bytes()
}

fn check(bytes: &[u8]) -> Vec<Report> {
    checker().check_bytes("export.zip", bytes)
}

/// Name and errors of each report.
fn told(reports: &[Report]) -> Vec<(String, Vec<&'static str>)> {
    reports.iter().map(|report| (report.title(), errors(report))).collect()
}

fn one(name: &str, codes: &[&'static str]) -> (String, Vec<&'static str>) {
    (name.to_owned(), codes.to_vec())
}

#[test]
fn every_message_is_checked_under_its_name_and_the_rest_is_counted() {
    let capture = [b"POST /CertServiceWeb/CertificatiMedici HTTP/1.1\r\nContent-Type: text/xml\r\n\r\n", &bad()[..]];
    let log = [b"2026-03-02 10:00:00 INFO sending ", &bad()[..]].concat();
    let entries = [
        entry("a.xml", &good()),
        stored("città/b.XML", &bad()),
        entry("c.http", &capture.concat()),
        entry("no-extension", &bad()),
        entry("d.log", &log),
        entry("folder/", b""),
        entry("readme.txt", b"read me"),
        entry("logo.png", b"\x89PNG\r\n\x1a\n"),
        entry(".hidden.xml", &bad()),
        entry("__MACOSX/a.xml", b"\0\x05"),
    ];
    let reports = check(&archive(&entries));
    let expected = [
        one("export.zip!/a.xml", &[]),
        one("export.zip!/città/b.XML", &["SAC-XSD-PATTERN"]),
        one("export.zip!/c.http", &["SAC-XSD-PATTERN"]),
        one("export.zip!/no-extension", &["SAC-XSD-PATTERN"]),
        one("export.zip!/d.log", &["SAC-XSD-PATTERN"]),
    ];
    let mut found = told(&reports);
    for (_, codes) in &mut found {
        codes.retain(|code| *code != "SAC-SOAP-ACTION");
    }
    assert_eq!(found, expected);
    let mut summary = Summary::default();
    for report in &reports {
        summary.add(report);
    }
    let notes: String = summary.notes().iter().map(|note| note.get(Language::En).to_owned()).collect();
    assert!(notes.contains("2 other files passed over (readme.txt, logo.png)"), "{notes}");
}

#[test]
fn what_is_not_opened_is_named_with_what_to_do() {
    let inner = archive(&[entry("deep.xml", &bad())]);
    let damaged = Entry { crc: 1, ..entry("a.xml", &good()) };
    let cut = Entry { packed: vec![0xFF; 3], ..entry("a.xml", &good()) };
    let whole = archive(&[entry("a.xml", &good())]);
    let cases = [
        ("encrypted", vec![Entry { flags: 1, ..entry("a.xml", &good()) }], "an encrypted file", "password"),
        ("encrypted text", vec![Entry { flags: 1, ..entry("b.txt", b"x") }], "an encrypted file", "password"),
        ("nested", vec![entry("inner.zip", &inner)], "a zip archive within another archive", "Unpack it"),
        ("nested under another name", vec![stored("a.xml", &inner)], "a zip archive within another", "Unpack it"),
        ("bzip2", vec![Entry { method: 12, ..entry("a.xml", &good()) }], "other than Deflate", "the program that made"),
        ("lzma", vec![Entry { method: 14, ..entry("a.xml", &good()) }], "other than Deflate", "the program that made"),
        ("wrong checksum", vec![damaged], "a damaged file", "download"),
        ("no deflate", vec![cut], "a damaged file", "download"),
        (
            "office",
            vec![entry("[Content_Types].xml", b"<Types/>"), entry("word/document.xml", b"<w/>")],
            ".docx",
            "Copy",
        ),
        ("open document", vec![stored("mimetype", b"application/vnd.oasis.opendocument.text")], ".odt", "Copy"),
    ];
    let files = cases.into_iter().map(|(case, entries, words, remedy)| (case, archive(&entries), words, remedy));
    let broken = [
        ("cut short", whole[..whole.len() - 30].to_vec(), "damaged or not whole", "download"),
        ("a head alone", b"PK\x03\x04".to_vec(), "damaged or not whole", "download"),
        ("nothing to check", archive(&[entry("readme.txt", b"read me")]), "no message to check", "Name the file"),
        ("empty", archive(&[]), "no message to check", "Name the file"),
        (
            "namesakes",
            archive(&[entry("a.xml", &good()), entry("a.xml", &bad())]),
            "several files of one name",
            "Unpack",
        ),
    ];
    for (case, bytes, words, remedy) in files.chain(broken) {
        let reports = check(&bytes);
        let all = || reports.iter().flat_map(|report| &report.issues);
        let found = all().find(|issue| issue.message.en.contains(words));
        let found = found.unwrap_or_else(|| panic!("{case}: {:?}", all().map(|i| &i.message.en).collect::<Vec<_>>()));
        assert!(found.hint.en.contains(remedy), "{case}: {}", found.hint.en);
        assert!(reports.iter().any(|report| report.verdict == Verdict::Unchecked), "{case}");
        let not_checked = reports.iter().any(|report| !report.not_checked.is_empty());
        assert!(not_checked || words.contains("no message"), "{case}: no format says what was not looked at");
    }
}

#[test]
fn an_archive_of_fiddler_gives_its_exchanges() {
    let http = |start: &str, body: &[u8]| {
        let head = format!("{start}\r\nContent-Type: text/xml\r\nContent-Length: {}\r\n\r\n", body.len());
        [head.as_bytes(), body].concat()
    };
    let service = "POST https://sac.example/CertServiceWeb/CertificatiMedici HTTP/1.1";
    let wsdl = "GET https://sac.example/CertServiceWeb/CertificatiMedici?wsdl HTTP/1.1";
    let response = envelope().replace("<cap>00184", "<cap>184");
    let entries = [
        entry("[Content_Types].xml", b"<Types/>"),
        entry("_index.htm", b"<html></html>"),
        entry("raw/01_c.txt", b"CONNECT sac.example:443 HTTP/1.1\r\n\r\n"),
        entry("raw/01_s.txt", b"HTTP/1.1 200 Connection Established\r\n\r\n"),
        entry("raw/01_m.xml", b"<Session/>"),
        entry("raw/02_c.txt", wsdl.as_bytes()),
        entry("raw/02_s.txt", &http("HTTP/1.1 200 OK", b"<definitions/>")),
        entry("raw/10_s.txt", &http("HTTP/1.1 200 OK", response.as_bytes())),
        entry("raw/10_c.txt", &http(service, &bad())),
        entry("raw/3_c.txt", &http("POST http://other.example/x HTTP/1.1", b"a=b")),
    ];
    let reports = checker().check_bytes("export.saz", &archive(&entries));
    let names: Vec<_> = reports.iter().map(Report::title).collect();
    assert_eq!(names, ["export.saz!/raw/10_c.txt", "export.saz!/raw/10_s.txt"]);
    assert!(errors(&reports[0]).contains(&"SAC-XSD-PATTERN"), "{:?}", errors(&reports[0]));
    assert_eq!(reports[0].passed_over.count, 5);
}

/// Ten kilobytes that would fill the memory.
#[test]
fn archives_that_grow_without_end_are_stopped() {
    let zeros = vec![b' '; 7 << 20];
    let lying = Entry { size: 10, ..entry("a.xml", &zeros) };
    let cases = [
        ("a file of blanks", vec![entry("a.xml", &zeros)], "SAC-LIMIT-ARCHIVE"),
        ("one that hides its size", vec![lying], "SAC-CHECK-FORMAT"),
        ("one beyond the limit", vec![stored("a.xml", &vec![b'x'; 9 << 20])], "SAC-LIMIT-BYTES"),
        (
            "too many",
            (0..10_001).map(|number| stored(&format!("{number}.xml"), b"<a/>")).collect(),
            "SAC-LIMIT-MESSAGES",
        ),
    ];
    for (case, entries, code) in cases {
        let reports = check(&archive(&entries));
        let found = reports.iter().flat_map(errors).filter(|found| *found == code).count();
        assert_eq!(found, 1, "{case}: {:?}", told(&reports[reports.len() - 1..]));
        assert!(reports.iter().any(|report| report.verdict == Verdict::Unchecked), "{case}");
    }
    // Many files of an allowed ratio each.
    let noise: Vec<u8> = (0..30_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()).collect();
    let heavy = [&noise[..], &vec![b' '; 7 << 20]].concat();
    let entries: Vec<Entry> = (0..30).map(|number| entry(&format!("{number}.txt"), &heavy)).collect();
    let reports = check(&archive(&entries));
    let last = reports.last().unwrap();
    assert_eq!(errors(last), ["SAC-LIMIT-ARCHIVE"]);
    assert!(last.issues[0].message.en.contains("in all"), "{}", last.issues[0].message.en);
}

#[test]
fn names_in_archives_stay_names() {
    let long = format!("{}.xml", "x".repeat(5000));
    for name in
        ["../../etc/a.xml", "/etc/a.xml", "C:\\a.xml", "<script>alert(1)</script>.xml", "a\u{1b}[31m.xml", &long]
    {
        let reports = check(&archive(&[entry(name, &bad())]));
        assert_eq!(errors(&reports[0]), ["SAC-XSD-PATTERN"], "{name}");
        assert!(reports[0].file.len() < 300);
    }
    // In the code page of MS-DOS.
    let old = Entry { flags: 0, name: b"citt\x85.xml".to_vec(), ..entry("", &bad()) };
    assert_eq!(check(&archive(&[old]))[0].file, "export.zip!/città.xml");
}

#[test]
fn any_bytes_behind_the_mark_of_an_archive_give_a_report() {
    let whole = archive(&[entry("a.xml", &good()), entry("b.xml", &bad())]);
    for at in (0..whole.len()).step_by(7) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        assert!(!check(&bytes).is_empty());
        assert!(!check(&whole[..at]).is_empty());
    }
}
