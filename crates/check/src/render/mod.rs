//! Reports in words: one file for each format. Each gets the reports one by one, and then
//! the summary.

mod html;
mod json;
mod junit;
mod sarif;
mod text;
mod words;

use std::io;

pub use html::Html;
pub(crate) use html::policy;
pub use json::Json;
pub use junit::Junit;
pub use sarif::Sarif;
pub use text::{Text, summary_line};

use super::{Report, Summary};

/// Puts reports into words.
pub trait Renderer {
    /// The next report.
    ///
    /// # Errors
    /// The output cannot be written.
    fn report(&mut self, report: &Report) -> io::Result<()>;

    /// The end.
    ///
    /// # Errors
    /// The output cannot be written.
    fn finish(&mut self, summary: &Summary) -> io::Result<()>;
}
