//! Values as they are written in the file, the environment and the flags.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};
use hyper::Uri;
use sac_domain::words::Wanted;
use tracing_subscriber::EnvFilter;

/// A single value that can be written as text.
pub trait Text: Sized {
    /// The texts allowed, where they can be listed.
    const CHOICES: &'static [&'static str] = &[];
    /// Whether it is `on` or `off`.
    const SWITCH: bool = false;

    /// Reads the text.
    ///
    /// # Errors
    /// Says, as the end of a sentence, what would have been right.
    fn parse(text: &str) -> Result<Self, Wanted>;

    /// Writes the value as [`Text::parse`] would read it.
    fn print(&self) -> String;
}

/// The value of a setting: one text, perhaps none, or several.
pub trait Value: Sized {
    /// The texts allowed, where they can be listed.
    const CHOICES: &'static [&'static str];
    /// Whether it is `on` or `off`.
    const SWITCH: bool;
    /// Whether several texts are taken.
    const MANY: bool;

    /// Reads the texts given.
    ///
    /// # Errors
    /// Names the offending text, and says what would have been right.
    fn read(texts: &[String]) -> Result<Self, Misfit>;

    /// Writes the value as [`Value::read`] would read it.
    fn show(&self) -> Vec<String>;
}

/// A text that is no value of its setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The text.
    pub text: String,
    /// What would have been right.
    pub wanted: Wanted,
}

fn parse_one<T: Text>(text: &str) -> Result<T, Misfit> {
    T::parse(text.trim()).map_err(|wanted| Misfit { text: text.to_owned(), wanted })
}

impl<T: Text> Value for T {
    const CHOICES: &'static [&'static str] = T::CHOICES;
    const SWITCH: bool = T::SWITCH;
    const MANY: bool = false;

    fn read(texts: &[String]) -> Result<Self, Misfit> {
        match texts {
            [text] => parse_one(text),
            _ => Err(Misfit { text: texts.join(", "), wanted: Wanted::new("ha un valore solo", "it takes one value") }),
        }
    }

    fn show(&self) -> Vec<String> {
        vec![self.print()]
    }
}

impl<T: Text> Value for Option<T> {
    const CHOICES: &'static [&'static str] = T::CHOICES;
    const SWITCH: bool = T::SWITCH;
    const MANY: bool = false;

    fn read(texts: &[String]) -> Result<Self, Misfit> {
        T::read(texts).map(Some)
    }

    fn show(&self) -> Vec<String> {
        self.iter().map(Text::print).collect()
    }
}

impl<T: Text> Value for Vec<T> {
    const CHOICES: &'static [&'static str] = T::CHOICES;
    const SWITCH: bool = T::SWITCH;
    const MANY: bool = true;

    fn read(texts: &[String]) -> Result<Self, Misfit> {
        texts.iter().map(|text| parse_one(text)).collect()
    }

    fn show(&self) -> Vec<String> {
        self.iter().map(Text::print).collect()
    }
}

impl Text for bool {
    const CHOICES: &'static [&'static str] = &["on", "off"];
    const SWITCH: bool = true;

    fn parse(text: &str) -> Result<Self, Wanted> {
        match text {
            "on" | "true" | "1" => Ok(true),
            "off" | "false" | "0" => Ok(false),
            _ => Err(Wanted::new("è on oppure off", "it is on or off")),
        }
    }

    fn print(&self) -> String {
        if *self { "on" } else { "off" }.to_owned()
    }
}

impl Text for String {
    fn parse(text: &str) -> Result<Self, Wanted> {
        if text.is_empty() || text.contains(char::is_control) {
            return Err(Wanted::new(
                "è un testo senza caratteri di controllo",
                "it is a text without control characters",
            ));
        }
        Ok(text.to_owned())
    }

    fn print(&self) -> String {
        self.clone()
    }
}

impl Text for PathBuf {
    fn parse(text: &str) -> Result<Self, Wanted> {
        if text.is_empty() { Err(Wanted::new("è un percorso", "it is a path")) } else { Ok(Self::from(text)) }
    }

    fn print(&self) -> String {
        self.display().to_string()
    }
}

impl Text for SocketAddr {
    fn parse(text: &str) -> Result<Self, Wanted> {
        let numeric = text.strip_prefix("localhost:").map(|port| format!("127.0.0.1:{port}"));
        let address = numeric.as_deref().unwrap_or(text);
        address.parse().map_err(|_| {
            Wanted::new(
                "è un indirizzo IP con una porta, come 127.0.0.1:8443 o [::1]:8443",
                "it is an IP address and a port, such as 127.0.0.1:8443 or [::1]:8443",
            )
        })
    }

    fn print(&self) -> String {
        self.to_string()
    }
}

impl Text for DateTime<Utc> {
    fn parse(text: &str) -> Result<Self, Wanted> {
        DateTime::parse_from_rfc3339(text).map(|instant| instant.to_utc()).map_err(|_| {
            Wanted::new(
                "è un istante, come 2026-02-28T23:30:00+01:00",
                "it is an instant such as 2026-02-28T23:30:00+01:00",
            )
        })
    }

    fn print(&self) -> String {
        self.to_rfc3339_opts(SecondsFormat::AutoSi, true)
    }
}

impl Text for u16 {
    fn parse(text: &str) -> Result<Self, Wanted> {
        text.parse()
            .ok()
            .filter(|port| *port > 0)
            .ok_or_else(|| Wanted::new("è una porta, da 1 a 65535", "it is a port, 1 to 65535"))
    }

    fn print(&self) -> String {
        self.to_string()
    }
}

impl Text for u64 {
    fn parse(text: &str) -> Result<Self, Wanted> {
        parse_integer(text).map_err(|()| Wanted::new("è un numero intero, 0 o più", "it is a whole number, 0 or more"))
    }

    fn print(&self) -> String {
        self.to_string()
    }
}

impl Text for u32 {
    fn parse(text: &str) -> Result<Self, Wanted> {
        parse_integer(text)
            .and_then(|number| number.try_into().map_err(drop))
            .map_err(|()| Wanted::new("è un numero intero, 0 o più", "it is a whole number, 0 or more"))
    }

    fn print(&self) -> String {
        self.to_string()
    }
}

impl Text for usize {
    fn parse(text: &str) -> Result<Self, Wanted> {
        parse_integer(text)
            .and_then(|number| number.try_into().map_err(drop))
            .and_then(|number| if number == 0 { Err(()) } else { Ok(number) })
            .map_err(|()| Wanted::new("è un numero intero, 1 o più", "it is a whole number, 1 or more"))
    }

    fn print(&self) -> String {
        self.to_string()
    }
}

/// Digits, which may be parted by underscores as in TOML.
fn parse_integer(text: &str) -> Result<u64, ()> {
    text.replace('_', "").parse().map_err(drop)
}

/// A unit of time by its letters, in milliseconds; the largest first.
const UNITS: [(&str, u64); 5] = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)];

impl Text for Duration {
    fn parse(text: &str) -> Result<Self, Wanted> {
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, unit) = text.split_at(digits);
        let milliseconds = UNITS
            .iter()
            .find(|(name, _)| *name == unit)
            .and_then(|(_, factor)| number.parse::<u64>().ok()?.checked_mul(*factor))
            .filter(|milliseconds| *milliseconds > 0);
        milliseconds.map(Self::from_millis).ok_or_else(|| {
            Wanted::new(
                "è un numero intero, 1 o più, con un'unità: 500ms, 10s, 2m, 12h, 7d",
                "it is a whole number, 1 or more, and a unit: 500ms, 10s, 2m, 12h, 7d",
            )
        })
    }

    fn print(&self) -> String {
        let milliseconds = u64::try_from(self.as_millis()).unwrap_or(u64::MAX);
        let (name, factor) =
            UNITS.into_iter().find(|(_, factor)| milliseconds.is_multiple_of(*factor)).unwrap_or(("ms", 1));
        format!("{}{name}", milliseconds / factor)
    }
}

/// What to log, in the words of `tracing-subscriber`'s filters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogFilter(String);

impl LogFilter {
    /// The filter's text, which is known to be one.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for LogFilter {
    fn default() -> Self {
        Self("info".to_owned())
    }
}

impl Text for LogFilter {
    fn parse(text: &str) -> Result<Self, Wanted> {
        EnvFilter::try_new(text).map(|_| Self(text.to_owned())).map_err(|_| {
            Wanted::new(
                "è un livello o un filtro, come info o warn,sac_http=debug",
                "it is a level or a filter, such as info or warn,sac_http=debug",
            )
        })
    }

    fn print(&self) -> String {
        self.0.clone()
    }
}

/// The address of a service: scheme, host, perhaps port and leading path, no slash at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Text for BaseUrl {
    fn parse(text: &str) -> Result<Self, Wanted> {
        let wanted = || {
            Wanted::new(
                "è un indirizzo come https://sac.example.org",
                "it is an address such as https://sac.example.org",
            )
        };
        let uri: Uri = text.parse().map_err(|_| wanted())?;
        let complete = matches!(uri.scheme_str(), Some("http" | "https")) && uri.authority().is_some();
        if !complete || uri.query().is_some() || text.contains(['#', '@']) {
            return Err(wanted());
        }
        Ok(Self(text.trim_end_matches('/').to_owned()))
    }

    fn print(&self) -> String {
        self.0.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_and_written_with_their_unit() {
        for (text, milliseconds) in
            [("500ms", 500), ("10s", 10_000), ("2m", 120_000), ("12h", 43_200_000), ("7d", 604_800_000)]
        {
            let duration = Duration::parse(text).unwrap();
            assert_eq!(duration, Duration::from_millis(milliseconds), "{text}");
            assert_eq!(duration.print(), text);
        }
        for text in ["", "10", "s", "10 s", "-1s", "1.5s", "1w", "0s", "99999999999999999d", "１s"] {
            assert!(Duration::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_address_of_the_service_is_complete_and_has_no_slash_at_the_end() {
        for (text, kept) in [
            ("https://sac.example.org", "https://sac.example.org"),
            ("https://sac.example.org/", "https://sac.example.org"),
            ("http://10.0.0.1:8080/prova/", "http://10.0.0.1:8080/prova"),
        ] {
            assert_eq!(BaseUrl::parse(text).unwrap().as_str(), kept);
        }
        for text in ["", "sac.example.org", "/path", "ftp://x", "https://x/?wsdl", "https://u@x", "https://"] {
            assert!(BaseUrl::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_filter_is_a_level_or_names_its_targets() {
        assert!(LogFilter::parse("info,sac_http=debug").is_ok());
        assert!(LogFilter::parse("sac_http=loud").is_err());
    }
}
