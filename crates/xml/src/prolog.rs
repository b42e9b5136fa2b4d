//! What is no element: the XML declaration, comments, processing instructions, CDATA
//! sections, and the DOCTYPE that is refused.

use std::borrow::Cow;

use memchr::memmem;

use super::chars::{self, is_ncname};
use super::declaration::{self, Declared};
use super::error::{AllowedDeclaration, ErrorKind, LimitReached, Markup};
use super::reader::{Failure, Reader, Result};

const CDATA: &[u8] = b"<![CDATA[";

impl<'a> Reader<'a> {
    /// Reads the XML declaration, if the document begins with one.
    pub(super) fn prolog(&mut self) -> Result<()> {
        if self.text.len() > self.limits.bytes {
            let reached = LimitReached::Bytes { found: self.text.len(), limit: self.limits.bytes };
            return Err(Failure::new(ErrorKind::Limit(reached), 0));
        }
        match declaration::read(self.bytes) {
            Declared::Nothing => {}
            Declared::Well { end, .. } => self.at = end,
            Declared::Badly { at, end, allowed } => {
                let found = self.slice(at, end).to_owned();
                return Err(Failure::new(ErrorKind::Declaration { found, allowed }, at));
            }
            Declared::Unfinished => return Err(self.cut_short(0, Markup::Declaration)),
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
    fn no_such_markup(&self) -> Failure {
        const DTD: [&[u8]; 5] = [b"<!DOCTYPE", b"<!ELEMENT", b"<!ATTLIST", b"<!ENTITY", b"<!NOTATION"];
        let rest = self.rest(self.at);
        let begins_with =
            |markup: &[u8]| rest.get(..markup.len()).is_some_and(|start| start.eq_ignore_ascii_case(markup));
        let shown = |length: usize| self.slice(self.at, self.at + length).to_owned();
        if let Some(markup) = DTD.into_iter().find(|markup| begins_with(markup)) {
            Failure::new(ErrorKind::Doctype { found: shown(markup.len()) }, self.at)
        } else if begins_with(CDATA) {
            Failure::new(ErrorKind::Cdata { found: shown(CDATA.len()) }, self.at)
        } else if DTD.into_iter().chain([b"<!--".as_slice(), CDATA]).any(|markup| markup.starts_with(rest)) {
            self.cut_short(self.at, Markup::Unknown)
        } else {
            Failure::new(ErrorKind::Name { found: self.snippet(self.at) }, self.at)
        }
    }

    fn comment(&mut self) -> Result<()> {
        let start = self.at + 4;
        let Some(length) = memmem::find(self.rest(start), b"--") else {
            return Err(self.cut_short(self.at, Markup::Comment));
        };
        self.check_chars(start, start + length)?;
        let end = start + length;
        match self.bytes.get(end + 2) {
            Some(b'>') => self.at = end + 3,
            None => return Err(self.cut_short(self.at, Markup::Comment)),
            Some(_) => return Err(Failure::new(ErrorKind::Comment, end)),
        }
        Ok(())
    }

    fn cdata(&mut self) -> Result<Cow<'a, str>> {
        if self.open.is_empty() {
            return Err(Failure::new(ErrorKind::Cdata { found: "<![CDATA[".to_owned() }, self.at));
        }
        let start = self.at + CDATA.len();
        let Some(length) = memmem::find(self.rest(start), b"]]>") else {
            return Err(self.cut_short(self.at, Markup::Cdata));
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
            return Err(self.cut_short(self.at, Markup::Instruction));
        };
        let end = start + length;
        let content = self.slice(start, end);
        let target = content.split([' ', '\t', '\r', '\n']).next().unwrap_or_default();
        if target == "xml" {
            let (found, allowed) = (self.snippet(self.at), AllowedDeclaration::FirstBytes);
            return Err(Failure::new(ErrorKind::Declaration { found, allowed }, self.at));
        }
        if !is_ncname(target) || target.eq_ignore_ascii_case("xml") {
            return Err(Failure::new(ErrorKind::Instruction { found: self.snippet(self.at) }, self.at));
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
                let found = self.snippet(self.at).split('<').next().unwrap_or_default().to_owned();
                Err(Failure::new(ErrorKind::OutsideRoot { found }, self.at))
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
}
