//! One HTTP message: its start, its headers, its body as it reads.

use std::fmt::Write as _;

use sac_xml::ContentType;

/// One HTTP message. Its body is neither chunked nor compressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpMessage {
    /// The first line.
    pub start: Start,
    /// The headers in their order, but for those that say how the body travelled.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// The first line of an HTTP message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Start {
    Request { method: String, target: String },
    Response { status: u16, reason: String },
}

/// They say how the body travelled, and it is kept as it reads.
const OF_TRAVEL: [&str; 3] = ["content-length", "transfer-encoding", "content-encoding"];

impl HttpMessage {
    /// Reads the head as the journal keeps it; nothing where there is none.
    #[must_use]
    pub fn read(head: &[u8], body: Vec<u8>) -> Option<Self> {
        let mut lines = head.split(|byte| *byte == b'\n').map(latin1).map(|line| line.trim_end().to_owned());
        let start = Start::read(&lines.next()?)?;
        let headers = lines
            .filter_map(|line| line.split_once(':').map(|(name, value)| (name.to_owned(), value.trim().to_owned())))
            .filter(|(name, _)| is_kept(name))
            .collect();
        Some(Self { start, headers, body })
    }

    /// The head, its empty line included, with the body's length.
    #[must_use]
    pub fn head(&self) -> Vec<u8> {
        let mut head = match &self.start {
            Start::Request { method, target } => format!("{method} {target} HTTP/1.1\r\n"),
            Start::Response { status, reason } => format!("HTTP/1.1 {status} {reason}\r\n"),
        };
        for (name, value) in &self.headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        let _ = write!(head, "content-length: {}\r\n\r\n", self.body.len());
        head.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect()
    }

    /// The value of the first header of this name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The charset that the `Content-Type` states.
    #[must_use]
    pub fn stated_charset(&self) -> Option<&str> {
        ContentType::parse(self.header("content-type").unwrap_or_default()).charset
    }

    /// The status of a response.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self.start {
            Start::Response { status, .. } => Some(status),
            Start::Request { .. } => None,
        }
    }
}

impl Start {
    fn read(line: &str) -> Option<Self> {
        let mut words = line.splitn(3, ' ');
        let (first, second, third) = (words.next()?, words.next()?, words.next());
        if first.starts_with("HTTP/") {
            return Some(Self::Response { status: second.parse().ok()?, reason: third.unwrap_or_default().to_owned() });
        }
        let has_version = third.is_some_and(|version| version.starts_with("HTTP/"));
        has_version.then(|| Self::Request { method: first.to_owned(), target: second.to_owned() })
    }
}

/// Whether a header goes with the body as it reads.
pub(crate) fn is_kept(name: &str) -> bool {
    !OF_TRAVEL.iter().any(|of_travel| of_travel.eq_ignore_ascii_case(name))
}

fn latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}
