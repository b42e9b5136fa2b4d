//! What the fuzz targets hold the program to: one function a target, that panics when its
//! property is broken. `tests/corpora.rs` replays the committed seeds through the same functions.

mod checked;
mod http;
mod pack;
mod packets;
mod tree;

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use sac_gateway::check::{Issue, IssueCode, Severity, Verdict};
use sac_gateway::clock::Clock;
use sac_gateway::diagnostic::{Code, Finding, Group, Language, findings};
use sac_gateway::domain::operation::Operation;
use sac_gateway::keys::Keys;
use sac_gateway::message;
use sac_gateway::schema::EmptyOptional;
use sac_gateway::sealed::{Sealer, Unsealer};
use sac_gateway::soap::{self, SOAP_11};
use sac_gateway::transport::basic::{self, Authorization};
use sac_gateway::transport::gzip::{self as gz, InflateError};
use sac_gateway::xml::{self, Charset, Document, ErrorKind, Event, Limits, Reader, Tree, Writer};
use secrecy::ExposeSecret;

use checked::checked;
use pack::pack;
use packets::{File, Link, packet, pieces};
use tree::{nodes, reread, roomy, write};

/// What a target does with an input.
pub type Target = fn(&[u8]);

/// Every target by its name, which is also that of its seeds' folder.
pub const TARGETS: &[(&str, Target)] = &[
    ("basic", basic),
    ("capture", capture),
    ("charset", charset),
    ("envelope", envelope),
    ("gzip", gzip),
    ("packets", packets),
    ("reader", reader),
    ("schema", schema),
    ("sealed", sealed),
];

/// Bytes to characters. A first line `charset=…` stands for the label in the `Content-Type`.
///
/// A decoded text, encoded again, is the bytes received; every character knows the byte it came
/// from; whatever is refused is refused at a place within the bytes. What carries no label, nor
/// looks like UTF-16 or another kind of file, is UTF-8 or nothing.
pub fn charset(bytes: &[u8]) {
    let (label, message) = split_label(bytes);
    let decoded = xml::decode(message, label.as_deref());
    let is_of_another_kind = matches!(&decoded, Err(error) if matches!(error.kind, ErrorKind::Binary { .. }));
    if label.is_none() && !is_labelled(message) && !is_of_another_kind {
        assert_eq!(decoded.is_ok(), std::str::from_utf8(message).is_ok(), "unlabelled");
    }
    match decoded {
        Ok(document) => {
            let bom: &[u8] = if message.starts_with(b"\xEF\xBB\xBF") { b"\xEF\xBB\xBF" } else { b"" };
            assert!([bom, &encode(document.text(), document.charset())].concat() == message, "not the same bytes");
            let mut expected = bom.len();
            for (offset, character) in document.text().char_indices().take(500) {
                assert_eq!(document.origin(offset), expected, "the origin of character {offset}");
                expected += if document.charset() == Charset::Latin1 { 1 } else { character.len_utf8() };
            }
            assert_eq!(document.origin(document.text().len()), message.len());
        }
        Err(error) => {
            let finding = Finding::from(error);
            assert_eq!(finding.code.group(), Group::Charset);
            hold(&finding, message.len());
        }
    }
    checked("message.xml", message);
}

/// The pull reader and the tree.
///
/// The reader goes forward only, gives the same failure for ever, and reports places within the
/// text. A tree written and read again is the same tree, in either charset.
pub fn reader(bytes: &[u8]) {
    let Ok(document) = xml::decode(bytes, None) else { return };
    if !walk(&document, bytes.len()) {
        return;
    }
    let mut reader = Reader::new(&document, Limits::default());
    assert!(matches!(reader.read(), Ok(Event::Start)), "a well-formed document begins with its root");
    let tree = Tree::read(&mut reader).unwrap_or_else(|error| panic!("read once, and then not: {error:?}"));
    assert!(matches!(reader.read(), Ok(Event::Finish)), "only blanks follow the root");

    let seen = nodes(&tree, document.text());
    let mut attributes = seen.iter().flat_map(|node| &node.attributes);
    let names_are_ascii = seen.iter().all(|node| node.name.is_ascii()) && attributes.all(|(name, _)| name.is_ascii());
    for charset in [Charset::Utf8, Charset::Latin1] {
        // The writer writes names as they are.
        if charset == Charset::Utf8 || names_are_ascii {
            let mut writer = Writer::new(charset);
            write(&tree, &mut writer);
            assert_eq!(reread(&writer.finish()), seen, "in {}", charset.name());
        }
    }
}

/// The envelope, and what `sac check` says of it.
///
/// What stands in an envelope that opens and closes is the same tree when put into a new one;
/// the check finds an envelope conformant only if it opens, closes and fits the schema.
pub fn envelope(bytes: &[u8]) {
    let Ok(document) = xml::decode(bytes, None) else { return };
    let mut reader = Reader::new(&document, Limits::default());
    let is_envelope = matches!(reader.read(), Ok(Event::Start)) && reader.name().local == "Envelope";
    let conforms = opened(&document, bytes.len());
    if let Some(report) = checked("message.xml", bytes).first().filter(|_| is_envelope) {
        let before_the_rules = ["SAC-LIMIT", "SAC-XML", "SAC-SOAP", "SAC-XSD"];
        let is_fault = |issue: &Issue| {
            let code = issue.code.as_str();
            // A byte order mark is an error where it causes one of those.
            let is_mark = issue.code == IssueCode::Code(Code::CHARSET_STRAY_BOM) && issue.severity == Severity::Error;
            is_mark || before_the_rules.iter().any(|group| code.starts_with(group))
        };
        let faulty = report.issues.iter().any(is_fault);
        assert!(conforms != faulty, "the endpoint says {conforms}, the check {:?}", report.issues);
        assert!(conforms || report.verdict != Verdict::Conformant);
    }
}

/// The contract's schema.
///
/// A bare element and the same element in an envelope get the same findings; a request that
/// conforms is read as one; reading empty elements as absent only ever forgives.
pub fn schema(bytes: &[u8]) {
    let Ok(document) = xml::decode(bytes, None) else { return };
    let document = Document::from_text(document.text());
    let length = document.text().len();
    let strict = conforms(&document, length, EmptyOptional::Reject);
    let lenient = conforms(&document, length, EmptyOptional::Absent);
    assert!(lenient || !strict, "an empty element read as absent is refused");
}

/// The `Authorization` header: the input is its value, and is also taken as `user:password`.
///
/// Credentials that were read are read again from the header a client would make of them.
pub fn basic(bytes: &[u8]) {
    if let Some(Authorization::Basic(found)) = authorization(bytes) {
        assert!(!found.user.contains(':'), "the user ends at the first colon");
        sent_and_read(&found.user, found.password.expose_secret());
    }
    let text = String::from_utf8_lossy(bytes);
    if let Some((user, password)) = text.split_once(':').filter(|_| !text.chars().any(|c| c.is_ascii_control())) {
        sent_and_read(user, password);
    }
}

/// An encrypted field: the input is the field, the text to encrypt, and the changes that damage its ciphertext.
///
/// A field decrypts to the same again, with blanks or without, and to no more than fits the key; what was encrypted is
/// decrypted; a damaged field is no error, and does not decrypt to the same.
pub fn sealed(bytes: &[u8]) {
    let (sealer, unsealer) = &*KEY;
    let field = String::from_utf8_lossy(bytes);
    let opened = unsealer.unseal(&field);
    assert!(opened.as_str().is_none_or(|text| text.len() <= ROOM));
    let broken: String = field.chars().flat_map(|c| [c, '\n']).collect();
    assert_eq!(unsealer.unseal(&broken).as_str(), opened.as_str(), "blanks must not matter");

    let text: String = field.chars().take(ROOM / 4).collect();
    let ciphertext = sealer.seal(&text).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(unsealer.unseal(&ciphertext).as_str(), Some(&*text));
    let mut changes = field.chars();
    let damaged: String =
        ciphertext.chars().map(|c| changes.next().filter(char::is_ascii_alphanumeric).unwrap_or(c)).collect();
    let rejected = unsealer.unseal(&damaged);
    assert_eq!(rejected.as_str(), unsealer.unseal(&damaged).as_str(), "not the same twice");
    // What comes of a bad padding is random: a few bytes may be anything.
    assert!(damaged == ciphertext || text.len() < 8 || rejected.as_str() != Some(&*text), "damaged, and decrypted");
}

/// A gzip body: the input is the packed body, and is also packed itself.
///
/// Inflating never yields more than its cap, and the cap decides nothing else; what was packed
/// comes out again, and a packed body that breaks off is refused.
pub fn gzip(bytes: &[u8]) {
    const CAP: usize = 1 << 16;
    match gz::inflate(bytes, CAP) {
        Ok(whole) => {
            let length = whole.len();
            assert!(length <= CAP);
            assert!(gz::inflate(bytes, length).as_ref() == Ok(&whole), "just large enough a cap");
            if let Some(less) = length.checked_sub(1) {
                assert_eq!(gz::inflate(bytes, less), Err(InflateError::TooLong(less)));
            }
        }
        Err(InflateError::TooLong(cap)) => {
            assert_eq!(cap, CAP);
            assert_eq!(gz::inflate(bytes, 10), Err(InflateError::TooLong(10)));
        }
        Err(InflateError::Broken) => assert!(gz::inflate(bytes, CAP * 2) == Err(InflateError::Broken)),
    }
    let packed = pack(bytes);
    assert!(gz::inflate(&packed, bytes.len()).as_deref() == Ok(bytes), "packed and unpacked");
    let (twice, packed_twice) = (bytes.repeat(2), packed.repeat(2));
    assert!(gz::inflate(&packed_twice, twice.len()).as_ref() == Ok(&twice), "one member after another");
    assert_eq!(
        gz::inflate(packed.get(..packed.len() - 1).unwrap_or_default(), CAP.max(bytes.len())),
        Err(InflateError::Broken)
    );
}

/// A capture of HTTP messages, with chunks and gzip: `sac check` gives its verdict on each.
///
/// The input is also taken as a body, of which the same is said however it travels.
pub fn capture(bytes: &[u8]) {
    let reports = checked("capture.http", bytes);
    for (index, report) in reports.iter().enumerate().filter(|_| reports.len() > 1) {
        assert_eq!(report.part, Some(index + 1));
    }
    let [plain, others @ ..] = http::every_way(bytes).map(|message| http::examined(&message));
    for other in others {
        assert_eq!(other, plain, "the body travels another way");
    }
}

/// A file of network packets: `sac check` gives its verdict on what is in it.
///
/// The input is also taken as a body: sent over TCP in pieces, the same is said of it as of the body in a file of
/// HTTP messages.
pub fn packets(bytes: &[u8]) {
    checked("seen.pcap", bytes);
    let [message, ..] = http::every_way(bytes);
    let chosen = |at: usize, of: usize| usize::from(bytes.get(at).copied().unwrap_or_default()) % of;
    let (forms, size) = (File::all(), 1 + chosen(0, 200) * 5);
    let (form, link, ip6) = (forms[chosen(1, forms.len())], Link::ALL[chosen(2, Link::ALL.len())], chosen(3, 2) == 1);
    let sent: Vec<Vec<u8>> = pieces(true, 7, &message, size).iter().map(|piece| packet(link, ip6, piece)).collect();
    let said = |name: &str, file: &[u8]| {
        let reports = checked(name, file);
        let codes = reports.iter().flat_map(|report| &report.issues).map(|issue| issue.code.as_str());
        let kinds: Vec<_> = reports.iter().map(|report| report.kind).collect();
        (kinds, codes.filter(|code| *code != "SAC-CHECK-FORMAT").map(str::to_owned).collect::<Vec<_>>())
    };
    assert_eq!(said("seen.pcap", &form.write(link, &sent)), said("seen.http", &message), "the body travels in packets");
}

/// The longest text of one RSA operation, in bytes.
const ROOM: usize = 117;

/// The key of this run: none is committed.
static KEY: LazyLock<(Sealer, Unsealer)> = LazyLock::new(|| {
    let made = || -> Result<_, Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let keys = Keys::open(folder.path(), &[], &Clock::system(), None)?;
        Ok((Sealer::new(keys.encryption_certificate_der())?, Unsealer::new(&keys)?))
    };
    made().unwrap_or_else(|error| panic!("no key: {error}"))
});

fn split_label(bytes: &[u8]) -> (Option<String>, &[u8]) {
    let Some(rest) = bytes.strip_prefix(b"charset=") else { return (None, bytes) };
    let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    let label = String::from_utf8_lossy(rest.get(..end).unwrap_or_default()).into_owned();
    (Some(label), rest.get(end + 1..).unwrap_or_default())
}

/// Whether the bytes themselves may say their charset: a declaration, NULs, the marks of UTF-16.
fn is_labelled(message: &[u8]) -> bool {
    let content = message.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(message);
    content.starts_with(b"<?xml") || message.iter().any(|byte| matches!(byte, 0 | 0xFE | 0xFF))
}

fn encode(text: &str, charset: Charset) -> Vec<u8> {
    match charset {
        Charset::Utf8 => text.as_bytes().to_vec(),
        Charset::Latin1 => text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect(),
    }
}

/// What holds of every finding: its place is within the message, and it has words.
fn hold(finding: &Finding, length: usize) {
    let place = finding.place.as_ref().unwrap_or_else(|| panic!("{finding:?} has no place"));
    assert!(place.offset <= length && place.line > 0 && place.column > 0, "{finding:?}");
    for language in [Language::It, Language::En] {
        assert!(!finding.message(language).is_empty() && !finding.hint(language).is_empty(), "{finding:?}");
    }
}

/// Reads all events; whether the document is well-formed.
fn walk(document: &Document<'_>, received: usize) -> bool {
    let text = document.text();
    let mut reader = Reader::new(document, Limits::default());
    let (mut before, mut depth) = (0, 0_usize);
    loop {
        let event = match reader.read() {
            Ok(event) => event,
            Err(error) => {
                assert!(reader.read().as_ref() == Err(&error), "another failure the second time");
                hold(&error.into(), received);
                return false;
            }
        };
        let position = reader.position();
        // No event but the end of `<a/>` and of the document comes for nothing.
        let moved = before < position || (before == position && matches!(event, Event::End | Event::Finish));
        assert!(moved && text.is_char_boundary(position), "from {before} to {position}");
        before = position;
        match event {
            Event::Start => {
                depth += 1;
                assert!(text.get(reader.offset()..position).is_some_and(|tag| tag.starts_with('<')));
                for attribute in reader.attributes() {
                    let rest = text.get(attribute.offset..position);
                    assert!(rest.is_some_and(|rest| rest.starts_with(attribute.name.qualified)));
                }
            }
            Event::End => depth -= 1,
            Event::Text(_) => assert!(depth > 0, "text outside the root"),
            Event::Finish => {
                assert_eq!((depth, position), (0, text.len()));
                return true;
            }
        }
        assert_eq!(reader.depth(), depth);
    }
}

/// Whether an envelope conforms, as the endpoint finds out.
fn opened(document: &Document<'_>, received: usize) -> bool {
    let mut reader = Reader::new(document, Limits::default());
    if let Err(error) = soap::open(&mut reader) {
        hold(&error.finding, received);
        return false;
    }
    let name = reader.name();
    let is_fault = name.local == "Fault" && reader.namespace(name.namespace) == SOAP_11;
    let mut content = reader.clone();
    let Ok(tree) = Tree::read(&mut reader) else { return false };
    if let Err(error) = soap::close(&mut reader) {
        hold(&error.finding, received);
        return false;
    }
    let mut writer = Writer::new(Charset::Utf8);
    writer.start("e:Envelope").attribute("xmlns:e", SOAP_11).start("e:Body");
    write(&tree, &mut writer);
    let written = writer.finish();
    let again = xml::decode(&written, None).unwrap_or_else(|error| panic!("{error:?}"));
    let mut reader = Reader::new(&again, roomy());
    soap::open(&mut reader).unwrap_or_else(|error| panic!("{error:?}"));
    let same = Tree::read(&mut reader).unwrap_or_else(|error| panic!("{error:?}"));
    soap::close(&mut reader).unwrap_or_else(|error| panic!("{error:?}"));
    assert_eq!(nodes(&same, again.text()), nodes(&tree, document.text()));

    if is_fault {
        return soap::read_fault(&mut content).is_ok();
    }
    message::schema().validate_element(&mut content, EmptyOptional::Reject).is_ok()
}

/// Whether a bare document conforms, by itself and in an envelope.
fn conforms(document: &Document<'_>, length: usize, empty: EmptyOptional) -> bool {
    let bare = message::schema().validate(document, Limits::default(), empty);
    if let Ok(valid) = &bare {
        let root = valid.root();
        if let Some(operation) = Operation::from_request_element(root.local()) {
            assert!(message::read(operation, root).is_ok(), "the schema accepts what is no request");
        }
    }
    let conforms = bare.is_ok();
    let findings = bare.err().map(findings).unwrap_or_default();
    for finding in &findings {
        hold(finding, length);
    }
    let Some((start, element)) = root_text(document) else { return conforms };

    let head = format!("<sac-e:Envelope xmlns:sac-e=\"{SOAP_11}\"><sac-e:Body>");
    let enveloped = format!("{head}{element}</sac-e:Body></sac-e:Envelope>");
    let enveloped = Document::from_text(&enveloped);
    let mut reader = Reader::new(&enveloped, roomy());
    soap::open(&mut reader).unwrap_or_else(|error| panic!("{error:?}"));
    let inside = message::schema().validate_element(&mut reader, empty).err().map(self::findings).unwrap_or_default();
    soap::close(&mut reader).unwrap_or_else(|error| panic!("{error:?}"));
    let moved: Vec<_> = findings.iter().map(|finding| essence(finding, "/sac-e:Envelope/sac-e:Body", start)).collect();
    let inside: Vec<_> = inside.iter().map(|finding| essence(finding, "", head.len())).collect();
    assert_eq!(inside, moved, "in an envelope, and bare");
    conforms
}

/// What two findings have in common that say the same of one element in two documents.
fn essence(finding: &Finding, above: &str, start: usize) -> (&'static str, String, Option<usize>, String) {
    let place = finding.place.clone().unwrap_or_default();
    let path = format!("{above}{}", place.xpath);
    (finding.code.as_str(), path, place.offset.checked_sub(start), finding.message(Language::En))
}

/// The root element as it is written, and where it begins, if the document is well-formed and a
/// Body may hold it.
fn root_text<'a>(document: &'a Document<'_>) -> Option<(usize, &'a str)> {
    let mut reader = Reader::new(document, Limits::default());
    reader.read().ok()?;
    if reader.namespace(reader.name().namespace) == SOAP_11 {
        return None;
    }
    let start = reader.offset();
    reader.skip_element().ok()?;
    let end = reader.position();
    matches!(reader.read(), Ok(Event::Finish)).then_some(())?;
    Some((start, document.text().get(start..end)?))
}

fn authorization(value: &[u8]) -> Option<Authorization> {
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, HeaderValue::from_bytes(value).ok()?);
    Some(basic::read(&headers))
}

fn sent_and_read(user: &str, password: &str) {
    let value = format!("Basic {}", STANDARD.encode(format!("{user}:{password}")));
    let Some(Authorization::Basic(read)) = authorization(value.as_bytes()) else { panic!("{value} is not read") };
    assert!(read.user == user && read.password.expose_secret() == password, "{value} is read as another's");
}
