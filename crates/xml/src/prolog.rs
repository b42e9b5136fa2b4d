//! What is no element: the XML declaration, comments, processing instructions, CDATA
//! sections, and the DOCTYPE that is refused.

use std::borrow::Cow;

use memchr::memmem;

use super::chars::{self, is_ncname};
use super::cut::Cut;
use super::declaration::{self, Declared};
use super::reader::{Reader, Result};
use sac_diagnostic::{Code, Finding, Text};

const CDATA: &[u8] = b"<![CDATA[";

impl<'a> Reader<'a> {
    /// Reads the XML declaration, if the document begins with one.
    pub(super) fn prolog(&mut self) -> Result<()> {
        if self.text.len() > self.limits.bytes {
            let (found, limit) = (self.text.len().to_string(), self.limits.bytes.to_string());
            return Err(self.fail(Code::LIMIT_BYTES, 0, |finding| finding.found(&found).allowed(Text::same(limit))));
        }
        match declaration::read(self.bytes) {
            Declared::Nothing => {}
            Declared::Well { end, .. } => self.at = end,
            Declared::Badly { at, end, wanted } => {
                let found = self.slice(at, end);
                return Err(self.bad_declaration(at, found, wanted.words()));
            }
            Declared::Unfinished => return Err(self.cut_short(0, Cut::Declaration)),
        }
        Ok(())
    }

    /// Reads what begins with `<!`: a comment gives nothing, a CDATA section its text.
    pub(super) fn declaration(&mut self) -> Result<Option<Cow<'a, str>>> {
        let rest = self.rest(self.at);
        if rest.starts_with(b"<!--") {
            self.comment().map(|()| None)
        } else if rest.starts_with(CDATA) {
            self.cdata().map(Some)
        } else {
            Err(self.no_such_markup())
        }
    }

    /// What begins with `<!` at the present position, and may not.
    #[cold]
    fn no_such_markup(&mut self) -> Box<Finding> {
        const DTD: [&[u8]; 5] = [b"<!DOCTYPE", b"<!ELEMENT", b"<!ATTLIST", b"<!ENTITY", b"<!NOTATION"];
        let rest = self.rest(self.at);
        let begins_with =
            |markup: &[u8]| rest.get(..markup.len()).is_some_and(|start| start.eq_ignore_ascii_case(markup));
        if let Some(markup) = DTD.into_iter().find(|markup| begins_with(markup)) {
            let shown = self.slice(self.at, self.at + markup.len());
            self.fail(Code::XML_DOCTYPE, self.at, |finding| finding.found(shown))
        } else if begins_with(CDATA) {
            let shown = self.slice(self.at, self.at + CDATA.len());
            self.fail(Code::XML_CDATA, self.at, |finding| finding.found(shown))
        } else if DTD.into_iter().chain([b"<!--".as_slice(), CDATA]).any(|markup| markup.starts_with(rest)) {
            self.cut_short(self.at, Cut::Unknown)
        } else {
            let shown = self.snippet(self.at);
            self.fail(Code::XML_NAME, self.at, |finding| finding.found(&shown))
        }
    }

    fn comment(&mut self) -> Result<()> {
        let start = self.at + 4;
        let Some(length) = memmem::find(self.rest(start), b"--") else {
            return Err(self.cut_short(self.at, Cut::Comment));
        };
        self.check_chars(start, start + length)?;
        let end = start + length;
        match self.bytes.get(end + 2) {
            Some(b'>') => self.at = end + 3,
            None => return Err(self.cut_short(self.at, Cut::Comment)),
            Some(_) => return Err(self.fail(Code::XML_COMMENT, end, |finding| finding)),
        }
        Ok(())
    }

    fn cdata(&mut self) -> Result<Cow<'a, str>> {
        if self.open.is_empty() {
            return Err(self.fail(Code::XML_CDATA, self.at, |finding| finding.found("<![CDATA[")));
        }
        let start = self.at + CDATA.len();
        let Some(length) = memmem::find(self.rest(start), b"]]>") else {
            return Err(self.cut_short(self.at, Cut::Cdata));
        };
        let end = start + length;
        self.check_chars(start, end)?;
        self.text_start = start;
        self.at = end + 3;
        let text = self.slice(start, end);
        Ok(if text.contains('\r') {
            Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
        } else {
            Cow::Borrowed(text)
        })
    }

    /// Reads and forgets a processing instruction.
    pub(super) fn instruction(&mut self) -> Result<()> {
        let start = self.at + 2;
        let Some(length) = memmem::find(self.rest(start), b"?>") else {
            return Err(self.cut_short(self.at, Cut::Instruction));
        };
        let end = start + length;
        let content = self.slice(start, end);
        let target = content.split([' ', '\t', '\r', '\n']).next().unwrap_or_default();
        if target == "xml" {
            let only = Text::new(
                "solo sui primissimi byte del documento, senza nulla davanti",
                "only on the very first bytes of the document, with nothing before it",
            );
            return Err(self.bad_declaration(self.at, &self.snippet(self.at), only));
        }
        if !is_ncname(target) || target.eq_ignore_ascii_case("xml") {
            let shown = self.snippet(self.at);
            return Err(self.fail(Code::XML_INSTRUCTION, self.at, |finding| finding.found(&shown)));
        }
        self.check_chars(start, end)?;
        self.at = end + 2;
        Ok(())
    }

    /// Reads what stands outside the root element and is no markup: blanks only.
    pub(super) fn outside(&mut self) -> Result<()> {
        self.skip_blanks();
        match self.bytes.get(self.at) {
            None | Some(b'<') => Ok(()),
            Some(_) => {
                self.legal_char(self.at)?;
                let shown: String = self.snippet(self.at).split('<').next().unwrap_or_default().to_owned();
                Err(self.fail(Code::XML_OUTSIDE_ROOT, self.at, |finding| finding.found(&shown)))
            }
        }
    }

    fn check_chars(&mut self, start: usize, end: usize) -> Result<()> {
        let mut at = start;
        while at < end {
            match self.bytes.get(at) {
                Some(&byte) if chars::is(byte, chars::TEXT) || matches!(byte, b'<' | b'&' | b']') => {
                    at += 1;
                }
                _ => at = self.legal_char(at)?,
            }
        }
        Ok(())
    }

    #[cold]
    fn bad_declaration(&mut self, at: usize, found: &str, allowed: Text) -> Box<Finding> {
        self.fail(Code::XML_DECLARATION, at, |finding| finding.found(found).allowed(allowed))
    }
}
