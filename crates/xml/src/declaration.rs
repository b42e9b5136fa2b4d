//! The XML declaration (XML 1.0 §2.8), in bytes: it says how to read the rest.

use super::chars::{self, SPACE};
use super::error::AllowedDeclaration;

/// What stands at the start of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Declared<'b> {
    /// No XML declaration.
    Nothing,
    /// One that is well-formed.
    Well {
        /// The encoding and the offset of its name, if given.
        encoding: Option<(&'b str, usize)>,
        /// The offset behind the declaration.
        end: usize,
    },
    /// One that is not well-formed.
    Badly {
        /// Where the first thing begins that is wrong in it.
        at: usize,
        /// Where that ends.
        end: usize,
        /// What is allowed there.
        allowed: AllowedDeclaration,
    },
    /// One without an end.
    Unfinished,
}

/// Reads the XML declaration at the start of `content`. A version 1.x is read as 1.0, as the
/// fifth edition says.
pub(super) fn read(content: &[u8]) -> Declared<'_> {
    let Some(rest) = content.strip_prefix(b"<?xml") else {
        return Declared::Nothing;
    };
    match rest.first() {
        None => return Declared::Unfinished,
        Some(&byte) if !chars::is(byte, SPACE) && byte != b'?' => return Declared::Nothing,
        Some(_) => {}
    }
    let Some(length) = memchr::memmem::find(rest, b"?>") else {
        return Declared::Unfinished;
    };
    let (inside, start) = (rest.get(..length).unwrap_or_default(), content.len() - rest.len());
    let mut at = 0;
    let mut last = 0;
    let mut encoding = None;
    while let Some(pseudo) = inside.get(at..).filter(|rest| !is_blank(rest)) {
        let begin = blanks(pseudo, 0);
        let badly = |end, allowed| Declared::Badly { at: start + at + begin, end: start + at + end, allowed };
        let Some((name, value, after)) = attribute(pseudo) else {
            let word = pseudo.iter().skip(begin).take_while(|&&byte| !chars::is(byte, SPACE)).count();
            return badly(begin + word, AllowedDeclaration::Pair);
        };
        let (rank, valid, allowed) = match name {
            b"version" => (1, is_version(value), AllowedDeclaration::Version),
            b"encoding" => (2, is_encoding(value), AllowedDeclaration::Encoding),
            b"standalone" => (3, matches!(value, b"yes" | b"no"), AllowedDeclaration::Standalone),
            _ => return badly(after, AllowedDeclaration::Order),
        };
        let in_order = if last == 0 { rank == 1 } else { rank > last };
        if !in_order {
            return badly(after, if last == 0 { AllowedDeclaration::Version } else { AllowedDeclaration::Order });
        }
        if !valid {
            return badly(after, allowed);
        }
        if rank == 2 {
            let offset = start + at + after - 1 - value.len();
            encoding = std::str::from_utf8(value).ok().map(|value| (value, offset));
        }
        last = rank;
        at += after;
    }
    let end = start + length + 2;
    if last == 0 {
        return Declared::Badly { at: 0, end, allowed: AllowedDeclaration::Version };
    }
    Declared::Well { encoding, end }
}

fn is_version(value: &[u8]) -> bool {
    matches!(value.strip_prefix(b"1."), Some(minor) if !minor.is_empty() && minor.iter().all(u8::is_ascii_digit))
}

fn is_encoding(value: &[u8]) -> bool {
    let may_follow = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    value.first().is_some_and(u8::is_ascii_alphabetic) && value.iter().all(may_follow)
}

/// Splits `␠name="value"` off: the name, the value, and where what follows begins.
fn attribute(bytes: &[u8]) -> Option<(&[u8], &[u8], usize)> {
    let name_start = blanks(bytes, 0);
    let name_end = name_start + bytes.get(name_start..)?.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
    let equals = blanks(bytes, name_end);
    if name_start == 0 || bytes.get(equals) != Some(&b'=') {
        return None;
    }
    let opening = blanks(bytes, equals + 1);
    let quote = *bytes.get(opening).filter(|quote| matches!(quote, b'"' | b'\''))?;
    let value = bytes.get(opening + 1..)?;
    let length = memchr::memchr(quote, value)?;
    Some((bytes.get(name_start..name_end)?, value.get(..length)?, opening + 1 + length + 1))
}

fn blanks(bytes: &[u8], at: usize) -> usize {
    at + bytes.get(at..).unwrap_or_default().iter().take_while(|&&byte| chars::is(byte, SPACE)).count()
}

fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(|&byte| chars::is(byte, SPACE))
}
