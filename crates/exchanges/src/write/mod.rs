//! Writes exchanges, one after the other, in one of the formats. Nothing but the exchange at hand is
//! held in memory; a zip's table of contents is, since it stands at its end.

mod har;
mod http;
mod jsonl;

use std::io::{self, Write};

use crate::format::Format;
use crate::recorded::Recorded;

/// Writes one export.
pub struct ExportWriter<W: Write>(Inner<W>);

enum Inner<W: Write> {
    Har(har::Har<W>),
    Http(Box<http::Http<W>>),
    Jsonl(jsonl::Jsonl<W>),
}

impl<W: Write> ExportWriter<W> {
    /// Begins an export. `version` is that of the program.
    ///
    /// # Errors
    /// `out` fails.
    pub fn new(format: Format, out: W, version: &str) -> io::Result<Self> {
        Ok(Self(match format {
            Format::Har => Inner::Har(har::Har::new(out, version)?),
            Format::Http => Inner::Http(Box::new(http::Http::new(out))),
            Format::Jsonl => Inner::Jsonl(jsonl::Jsonl::new(out)),
        }))
    }

    /// Writes an exchange.
    ///
    /// # Errors
    /// `out` fails.
    pub fn write(&mut self, exchange: &Recorded) -> io::Result<()> {
        match &mut self.0 {
            Inner::Har(inner) => inner.write(exchange),
            Inner::Http(inner) => inner.write(exchange),
            Inner::Jsonl(inner) => inner.write(exchange),
        }
    }

    /// Ends the export.
    ///
    /// # Errors
    /// `out` fails.
    pub fn finish(self) -> io::Result<()> {
        match self.0 {
            Inner::Har(inner) => inner.finish(),
            Inner::Http(inner) => inner.finish(),
            Inner::Jsonl(inner) => inner.finish(),
        }
    }
}
