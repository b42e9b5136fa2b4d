//! What editors' HTTP clients write into a `.http` file beside HTTP.

/// The file from which a request takes its body, where its body is such a line: `< ./request.xml`.
pub(crate) fn included_file(body: &[u8]) -> Option<&str> {
    let line = std::str::from_utf8(body).ok()?.trim();
    let path = line.strip_prefix("<@").or_else(|| line.strip_prefix('<'))?;
    let is_path = path.starts_with(char::is_whitespace) && !line.contains(['\n', '>']);
    is_path.then(|| path.trim()).filter(|path| !path.is_empty())
}
