//! A zip of captures that `sac check` reads: `0000000001-request.http`, `0000000001-response.http`.

use std::io::{self, Write};

use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use crate::message::HttpMessage;
use crate::recorded::Recorded;

pub(super) struct Http<W: Write> {
    zip: ZipWriter<StreamWriter<W>>,
    without_messages: u64,
}

impl<W: Write> Http<W> {
    pub(super) fn new(out: W) -> Self {
        Self { zip: ZipWriter::new_stream(out), without_messages: 0 }
    }

    pub(super) fn write(&mut self, exchange: &Recorded) -> io::Result<()> {
        let number = exchange.number();
        if let Some(request) = &exchange.request {
            self.file(&format!("{number:010}-request.http"), request)?;
        } else {
            self.without_messages += 1;
        }
        if let Some(response) = &exchange.response {
            // Other answers hold no message of the contract, and there is nothing in them to check.
            let extension = if matches!(response.status(), Some(200 | 500)) { "http" } else { "txt" };
            self.file(&format!("{number:010}-response.{extension}"), response)?;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        if self.without_messages > 0 {
            let comment = format!("{} exchanges are left out: their messages were not kept", self.without_messages);
            self.zip.set_comment(comment).map_err(io::Error::other)?;
        }
        self.zip.finish().map_err(io::Error::from)?.flush()
    }

    fn file(&mut self, name: &str, message: &HttpMessage) -> io::Result<()> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        self.zip.start_file(name, options).map_err(io::Error::from)?;
        self.zip.write_all(&message.head())?;
        self.zip.write_all(&message.body)
    }
}
