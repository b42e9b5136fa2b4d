//! The `Content-Type` of a message, of which only the media type and the charset matter.

/// What a `Content-Type` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentType<'v> {
    /// The media type in small letters, without its parameters.
    pub media_type: String,
    /// The first `charset` that is not empty, as sent and without quotation marks.
    pub charset: Option<&'v str>,
}

impl<'v> ContentType<'v> {
    /// Reads a header's value. Nothing is refused: a parameter that is malformed is ignored, as
    /// servers do, and names count in any case (RFC 9110 §8.3.1).
    #[must_use]
    pub fn parse(value: &'v str) -> Self {
        let mut parts = Parts(Some(value));
        let media_type = parts.next().unwrap_or_default().to_ascii_lowercase();
        let charset = parts
            .filter_map(|parameter| parameter.split_once('='))
            .filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))
            .map(|(_, value)| value.trim().trim_matches(['"', '\'']))
            .find(|value| !value.is_empty());
        Self { media_type, charset }
    }
}

/// The parts between the semicolons; those in quotation marks do not count as such.
struct Parts<'v>(Option<&'v str>);

impl<'v> Iterator for Parts<'v> {
    type Item = &'v str;

    fn next(&mut self) -> Option<&'v str> {
        let text = self.0?;
        let mut quoted = false;
        let mut escaped = false;
        let end = text.find(|c| {
            match c {
                '"' if !escaped => quoted = !quoted,
                ';' if !quoted => return true,
                _ => {}
            }
            escaped = quoted && c == '\\' && !escaped;
            false
        });
        let (part, rest) = match end {
            Some(end) => (text.get(..end)?, text.get(end + 1..)),
            None => (text, None),
        };
        self.0 = rest;
        Some(part.trim())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_type_and_charset_are_read_in_any_case_and_quoting() {
        let cases = [
            ("", "", None),
            ("text/xml", "text/xml", None),
            (" TEXT/XML ;charset=ISO-8859-1", "text/xml", Some("ISO-8859-1")),
            ("text/xml; Charset=\"utf-8\"", "text/xml", Some("utf-8")),
            ("text/xml; charset='utf-8' ;", "text/xml", Some("utf-8")),
            ("text/xml; charset = utf-8", "text/xml", Some("utf-8")),
            ("text/xml; charset=; charset=latin1", "text/xml", Some("latin1")),
            ("text/xml; charset", "text/xml", None),
            ("multipart/related; start=\"a\\\";charset=x\"; charset=utf-8", "multipart/related", Some("utf-8")),
            ("text/xml; action=\"unclosed; charset=utf-8", "text/xml", None),
        ];
        for (value, media_type, charset) in cases {
            assert_eq!(
                ContentType::parse(value),
                ContentType { media_type: media_type.to_owned(), charset },
                "{value}"
            );
        }
    }
}
