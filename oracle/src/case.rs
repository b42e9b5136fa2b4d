//! A message on which the engine and libxml2 were compared.

use std::fmt;

/// A case worth looking at.
#[derive(Debug)]
pub struct Case {
    /// Its number under the seed.
    pub number: u64,
    /// How the message was changed.
    pub change: &'static str,
    /// What libxml2 said.
    pub libxml: Vec<String>,
    /// What the engine said: code, line, path.
    pub ours: Vec<String>,
    /// The document.
    pub text: String,
    /// Where the fault was put: lines and element.
    pub marks: Vec<(u32, u32, String)>,
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "--- case {} ({}), fault at {:?}", self.number, self.change, self.marks)?;
        writeln!(f, "libxml2: {:?}", self.libxml)?;
        writeln!(f, "ours:    {:?}", self.ours)?;
        writeln!(f, "{}", self.text)
    }
}
