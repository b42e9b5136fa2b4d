//! The form of what was decrypted, never what it says: a line end, a NUL, another charset.

use sac_diagnostic::Text;

/// What is wrong with the form of a decrypted value; nothing where its form is right.
pub(super) fn of(bytes: &[u8]) -> Option<Text> {
    if is_utf16(bytes) {
        return Some(Text::new(
            "Il valore cifrato è in UTF-16: si cifrano i suoi byte in ASCII.",
            "The encrypted value is in UTF-16: its bytes in ASCII are to be encrypted.",
        ));
    }
    let Some(text) = std::str::from_utf8(bytes).ok().filter(|text| !text.is_empty()) else { return Some(unknown()) };
    let is_stray = |c: char| c.is_whitespace() || c.is_control() || sac_diagnostic::is_invisible(c);
    let inner = text.trim_matches(is_stray);
    let is_value = !inner.is_empty() && inner.chars().all(|c| c.is_ascii_graphic());
    if !is_value {
        return Some(unknown());
    }
    let stray: Vec<String> = text.chars().filter(|c| is_stray(*c)).map(name).collect();
    (inner.len() < text.len()).then(|| {
        let mut stray = stray;
        stray.dedup();
        let names = stray.join(", ");
        Text::new(
            format!("Attorno al valore cifrato c'è {names}: si cifra il valore da solo."),
            format!("Around the encrypted value there is {names}: the value alone is to be encrypted."),
        )
    })
}

fn unknown() -> Text {
    Text::new(
        "La chiave di questa installazione non apre il campo, o il campo non contiene testo.",
        "This installation's key does not open the field, or the field holds no text.",
    )
}

fn is_utf16(bytes: &[u8]) -> bool {
    let is_zero = |parity: usize| bytes.iter().skip(parity).step_by(2).all(|byte| *byte == 0);
    let is_marked = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    bytes.len() >= 4 && bytes.len().is_multiple_of(2) && (is_marked || is_zero(0) || is_zero(1))
}

fn name(c: char) -> String {
    let known = match c {
        '\0' => " (NUL)",
        '\t' => " (tab)",
        '\n' => " (LF)",
        '\r' => " (CR)",
        '\u{A0}' => " (NBSP)",
        '\u{FEFF}' => " (BOM)",
        _ => "",
    };
    format!("U+{:04X}{known}", u32::from(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_named_and_the_content_is_not() {
        let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let cases: &[(&[u8], Option<&str>)] = &[
            (b"1234567890", None),
            (b"1234567890\n", Some("U+000A (LF)")),
            (b"1234567890\r\n", Some("U+000D (CR), U+000A (LF)")),
            (b"1234567890\0\0", Some("U+0000 (NUL)")),
            (b" 1234567890", Some("U+0020")),
            (b"\t1234567890", Some("U+0009 (tab)")),
            (b"\xEF\xBB\xBF1234567890", Some("U+FEFF (BOM)")),
            ("1234567890\u{A0}".as_bytes(), Some("U+00A0 (NBSP)")),
            (&utf16("1234567890"), Some("UTF-16")),
            (&utf16("\u{FEFF}1234567890"), Some("UTF-16")),
            (b"\x80\x81", Some("does not open")),
            (b"\x01\x02", Some("does not open")),
            (b"", Some("does not open")),
        ];
        for (bytes, expected) in cases {
            let found = of(bytes).map(|text| text.en);
            match (found, expected) {
                (None, None) => {}
                (Some(found), Some(expected)) => {
                    assert!(found.contains(expected), "{bytes:?}: {found}");
                    assert!(!found.contains("1234567890"));
                }
                (found, expected) => panic!("{bytes:?}: {found:?}, not {expected:?}"),
            }
        }
    }
}
