//! Heads of HTTP messages as the journal and captures have them: a start line, and lines of headers.

/// The value of a header, if it is there.
pub(crate) fn header<'h>(head: &'h [u8], name: &str) -> Option<&'h str> {
    lines(head).skip(1).find_map(|line| {
        let (found, value) = line.split_once(':')?;
        found.trim().eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// The protocol and version of a request or a response.
pub(crate) fn version(head: &[u8]) -> Option<&str> {
    lines(head).next()?.split_ascii_whitespace().find(|word| word.starts_with("HTTP/"))
}

/// The status of a response.
pub(crate) fn status(head: &[u8]) -> Option<u16> {
    let mut words = lines(head).next()?.split_ascii_whitespace();
    words.next().filter(|word| word.starts_with("HTTP/"))?;
    words.next()?.parse().ok()
}

/// The charset of a `Content-Type`.
pub(crate) fn charset(head: &[u8]) -> Option<String> {
    let value = header(head, "content-type")?;
    value.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"').to_owned())
    })
}

fn lines(head: &[u8]) -> impl Iterator<Item = &str> {
    head.split(|byte| *byte == b'\n').filter_map(|line| std::str::from_utf8(line.trim_ascii_end()).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn start_lines_and_headers_are_read() {
        let request = b"POST /a HTTP/1.0\r\nSOAPAction: \"\"\r\ncontent-TYPE: text/xml; charset=\"ISO-8859-1\"\r\n";
        assert_eq!((version(request), status(request)), (Some("HTTP/1.0"), None));
        assert_eq!(header(request, "soapaction"), Some("\"\""));
        assert_eq!((header(request, "host"), charset(request).as_deref()), (None, Some("ISO-8859-1")));
        assert_eq!(status(b"HTTP/1.1 502 Bad Gateway\r\n"), Some(502));
        assert_eq!((status(b""), version(b""), charset(b"")), (None, None, None));
    }
}
