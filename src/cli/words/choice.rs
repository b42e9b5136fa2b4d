//! Which language the program speaks.

use std::ffi::OsString;

use sac_gateway::diagnostic::Language;

use super::say;

/// The flag, wherever it stands in the command line.
const FLAG: &str = "--lang";
/// The variable that stands in for the flag.
const VARIABLE: &str = "SAC_LANG";
/// The variables by which a system says which language its texts have, as POSIX ranks them.
const LOCALE: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

/// A variable that names a language which the program does not speak.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::cli) struct BadLanguage {
    /// What it holds.
    pub(in crate::cli) found: String,
    /// The language to say so in.
    pub(in crate::cli) language: Language,
}

impl std::fmt::Display for BadLanguage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { found, language } = self;
        f.write_str(&say!(
            *language,
            it: "variabile d'ambiente {VARIABLE}: {found:?} non è una lingua del programma: è it oppure en",
            en: "environment variable {VARIABLE}: {found:?} is no language of the program: it is it or en",
        ))
    }
}

/// The language: the flag's, else that of `SAC_LANG`, else that of the system's locale, which is
/// English unless it is Italian. A wrong value of the flag is left to the reading of the command line.
pub(in crate::cli) fn choose(
    arguments: impl IntoIterator<Item = OsString>,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Language, BadLanguage> {
    let given = |name: &str| variable(name).filter(|value| !value.is_empty());
    let locale = LOCALE.into_iter().find_map(given).unwrap_or_default();
    let by_system = if is_italian(&locale) { Language::It } else { Language::En };
    if let Some(given) = by_flag(arguments) {
        return Ok(Language::of_code(&given).unwrap_or(by_system));
    }
    match given(VARIABLE) {
        None => Ok(by_system),
        Some(found) => Language::of_code(&found).ok_or(BadLanguage { found, language: by_system }),
    }
}

/// What the flag says, the last time it is given; none where it is not given.
fn by_flag(arguments: impl IntoIterator<Item = OsString>) -> Option<String> {
    let mut found = None;
    let mut arguments = arguments.into_iter().take_while(|argument| argument != "--");
    while let Some(argument) = arguments.next() {
        let argument = argument.to_string_lossy();
        let value = match argument.strip_prefix(FLAG) {
            Some("") => arguments.next().map(|value| value.to_string_lossy().into_owned()),
            Some(rest) => rest.strip_prefix('=').map(str::to_owned),
            None => None,
        };
        found = value.or(found);
    }
    found
}

/// `it`, `it_IT.UTF-8`, `it_CH`, `it@euro`, `Italian_Italy.1252`.
fn is_italian(locale: &str) -> bool {
    let language = locale.split(['_', '.', '@', '-']).next().unwrap_or_default();
    ["it", "ita", "italian"].iter().any(|name| language.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(arguments: &[&str], variables: &[(&str, &str)]) -> Result<Language, String> {
        let variable =
            |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        choose(arguments.iter().map(OsString::from), variable).map_err(|bad| bad.found)
    }

    #[test]
    fn the_flag_beats_the_variable_and_the_variable_the_locale() {
        let (it, en) = (Ok(Language::It), Ok(Language::En));
        for (arguments, variables, expected) in [
            (&[][..], &[][..], &en),
            (&[], &[("LANG", "it_IT.UTF-8")], &it),
            (&[], &[("LANG", "it")], &it),
            (&[], &[("LANG", "de_DE.UTF-8")], &en),
            (&[], &[("LANG", "C")], &en),
            (&[], &[("LANG", "it_IT.UTF-8"), ("LC_ALL", "C.UTF-8")], &en),
            (&[], &[("LANG", "en_GB.UTF-8"), ("LC_MESSAGES", "it_IT")], &it),
            (&[], &[("LC_ALL", ""), ("LANG", "it_CH")], &it),
            (&[], &[("LANG", "it_IT"), ("SAC_LANG", "en")], &en),
            (&[], &[("SAC_LANG", "IT")], &it),
            (&[], &[("SAC_LANG", "")], &en),
            (&["serve", "--lang", "en"], &[("LANG", "it_IT"), ("SAC_LANG", "it")], &en),
            (&["--lang=it", "serve"], &[], &it),
            (&["--lang", "it", "serve", "--lang", "en"], &[], &en),
            (&["send", "--", "--lang", "it"], &[], &en),
            (&["--lang", "de"], &[("SAC_LANG", "it"), ("LANG", "it")], &it),
        ] {
            assert_eq!(&chosen(arguments, variables), expected, "{arguments:?} {variables:?}");
        }
        assert_eq!(chosen(&[], &[("SAC_LANG", "fr")]), Err("fr".to_owned()));
    }
}
