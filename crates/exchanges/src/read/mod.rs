//! Reads the exchanges of a file in any of the formats, told apart by its first bytes.

mod error;
mod har;
mod http;
mod jsonl;

use std::io::Read;

use crate::format::Format;
use crate::recorded::Recorded;
pub use error::{ReadError, Source};

/// The exchanges of an export, in their order.
pub struct Exchanges<'s> {
    /// The format that it turned out to have.
    pub format: Format,
    inner: Box<dyn Iterator<Item = Result<Recorded, ReadError>> + 's>,
}

impl Iterator for Exchanges<'_> {
    type Item = Result<Recorded, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.inner.next()
    }
}

/// Reads an export. Of a HAR all is read at once, of the other formats one exchange at a time.
///
/// # Errors
/// It is none.
pub fn read<'s>(mut source: impl Source + 's) -> Result<Exchanges<'s>, ReadError> {
    let format = format_of(&mut source)?;
    let inner: Box<dyn Iterator<Item = _>> = match format {
        Format::Har => Box::new(har::read(source)?),
        Format::Http => Box::new(http::read(source)?),
        Format::Jsonl => Box::new(jsonl::read(source)),
    };
    Ok(Exchanges { format, inner })
}

/// As much as is looked at to tell the formats apart.
const BEGINNING: u64 = 4096;

fn format_of(source: &mut impl Source) -> Result<Format, ReadError> {
    let mut beginning = Vec::new();
    source.by_ref().take(BEGINNING).read_to_end(&mut beginning)?;
    source.rewind()?;
    let text = beginning.trim_ascii_start();
    let text = text.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(text);
    if text.is_empty() {
        // Lines, of which there is none.
        return Ok(Format::Jsonl);
    }
    if beginning.starts_with(b"PK") {
        return Ok(Format::Http);
    }
    let Some(inside) = text.strip_prefix(b"{") else { return Err(ReadError::Unknown) };
    Ok(if inside.trim_ascii_start().starts_with(b"\"log\"") { Format::Har } else { Format::Jsonl })
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use serde_json::json;

    use super::*;
    use crate::message::HttpMessage;
    use crate::write::ExportWriter;

    fn exchanges() -> Vec<Recorded> {
        let about = |id: u64| json!({"id": id, "received": "2026-03-02T10:00:00+01:00", "tls": "TLSv1.3"});
        let request = |content_type: &str, body: &[u8]| {
            let head = format!(
                "POST /w/a/CertServiceWeb/CertificatiMedici HTTP/2\r\nhost: localhost:8443\r\nContent-Length: 3\r\n\
                 content-type: {content_type}\r\nauthorization: Basic ***\r\n"
            );
            HttpMessage::read(head.as_bytes(), body.to_vec())
        };
        let response = |status: u16, body: &[u8]| {
            HttpMessage::read(format!("HTTP/1.1 {status} Reason of it\r\nx: y: z\r\n").as_bytes(), body.to_vec())
        };
        let all = [
            (request("text/xml; charset=utf-8", "<è/>".as_bytes()), response(200, b"<a/>")),
            (request("text/xml; charset=ISO-8859-1", b"<a>\xE8\x9F</a>"), response(500, b"\xFF\x00\xFE")),
            (request("text/xml", b"\xFF\x00\x01\x80"), None),
            (request("text/xml", b""), response(401, b"no")),
        ];
        let all = (1..).zip(all).map(|(id, (request, response))| Recorded {
            about: about(id).as_object().unwrap().clone(),
            request,
            response,
        });
        all.collect()
    }

    fn written(format: Format, exchanges: &[Recorded]) -> Vec<u8> {
        let mut out = Vec::new();
        let mut writer = ExportWriter::new(format, &mut out, "0").unwrap();
        for exchange in exchanges {
            writer.write(exchange).unwrap();
        }
        writer.finish().unwrap();
        out
    }

    #[test]
    fn what_was_written_is_read_again_byte_for_byte() {
        for format in Format::ALL {
            let bytes = written(format, &exchanges());
            let read = read(Cursor::new(bytes)).unwrap();
            assert_eq!(read.format, format);
            let read: Vec<Recorded> = read.map(Result::unwrap).collect();
            assert_eq!(read.len(), 4, "{format:?}");
            for (read, first) in read.iter().zip(exchanges()) {
                assert_eq!((&read.request, &read.response), (&first.request, &first.response), "{format:?}");
                assert_eq!(read.number(), first.number());
            }
        }
    }

    #[test]
    fn an_exchange_without_messages_is_in_the_lines_only() {
        let bare = [Recorded { about: exchanges()[0].about.clone(), ..Recorded::default() }];
        let count = |format| read(Cursor::new(written(format, &bare))).unwrap().map(Result::unwrap).count();
        assert_eq!([Format::Har, Format::Http, Format::Jsonl].map(count), [0, 0, 1]);
        let har = String::from_utf8(written(Format::Har, &bare)).unwrap();
        assert!(har.contains("1 exchanges are left out"), "{har}");
    }

    #[test]
    fn what_is_no_export_is_refused_and_what_is_wrong_in_one_named() {
        let problem = |bytes: &[u8]| match read(Cursor::new(bytes.to_vec())) {
            Err(error) => error.to_string(),
            Ok(exchanges) => exchanges.filter_map(Result::err).map(|error| error.to_string()).collect(),
        };
        for (bytes, expected) in [
            (&b"<xml/>"[..], "it is no export"),
            (b"", ""),
            (b"PK\x03\x04", "the zip cannot be read"),
            (b"{\"log\": 1}", "it is no HTTP archive"),
            (b"{\"id\": 1}\n{nonsense\n", "exchange 2: "),
            (b"{\"request\": {\"method\": \"POST\"}}", "exchange 1: `request`: there is no `target`"),
        ] {
            assert!(problem(bytes).starts_with(expected), "{} is not {expected}", problem(bytes));
        }
    }
}
