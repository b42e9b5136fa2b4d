//! Where passwords, pincodes and tokens are declared, and as what.

use std::path::Path;

/// Declarations as plain text that are none of a secret, or are wrapped at once.
const PLAIN: &[(&str, &str, &str)] = &[
    ("crates/contracts/src/certificati_medici/head.rs", "pincode", "encrypted"),
    ("crates/xml/src/chars.rs", "token", "a token of XML"),
    ("src/gateway/world.rs", "password", "given by a program that embeds the gateway, and wrapped at once"),
];

/// The names in this source that hold a secret as plain text.
pub(super) fn plain_secrets(file: &Path, source: &str) -> Vec<String> {
    let file = file.to_string_lossy();
    let before_tests = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let code = before_tests.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    let found = code.flat_map(declared).filter(|name| is_secret(name));
    let unknown = found.filter(|name| !PLAIN.iter().any(|(path, known, _)| file.ends_with(path) && name == known));
    unknown.map(str::to_owned).collect()
}

/// The names that this line declares as plain text: those before `: String`, `: &str` and the like.
fn declared(line: &str) -> Vec<&str> {
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let mut names = Vec::new();
    for (at, _) in line.match_indices(": ") {
        let (before, after) = (&line[..at], &line[at + 2..]);
        let mut kind = after;
        while let Some(inner) =
            ["Option<", "Zeroizing<", "&'static ", "&'a ", "&"].iter().find_map(|it| kind.strip_prefix(it))
        {
            kind = inner;
        }
        let kind = kind.split(|letter| !is_name(letter)).next().unwrap_or_default();
        if matches!(kind, "String" | "str" | "OsString") {
            names.push(before.rsplit(|letter| !is_name(letter)).next().unwrap_or_default());
        }
    }
    names
}

fn is_secret(name: &str) -> bool {
    let named = ["password", "pincode", "secret"].iter().any(|word| name.contains(word)) || name.ends_with("token");
    named && !name.ends_with("hash")
}

#[test]
fn plain_text_is_found_under_the_names_of_secrets() {
    for (line, expected) in [
        ("pub password: String,", &["password"][..]),
        ("fn f(name: &str, new_password: Option<&str>) {", &["new_password"]),
        ("token: Zeroizing<String>,", &["token"]),
        ("password: SecretString,", &[]),
        ("password_hash: Option<String>,", &[]),
        ("// password: String", &[]),
    ] {
        assert_eq!(plain_secrets(Path::new("x.rs"), line), expected, "{line}");
    }
}
