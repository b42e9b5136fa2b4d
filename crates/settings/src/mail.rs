//! The settings of messages that leave: addresses, domains, the hour of the daily flow.

use chrono::NaiveTime;
use sac_domain::input;
use sac_domain::words::Wanted;

use super::value::Text;

/// When the daily message to employers leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PecFlow {
    /// Never by itself: only when the control API is asked for it.
    Off,
    /// With each document.
    Immediate,
    /// At this hour in Rome.
    At(NaiveTime),
}

/// An address of e-mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailAddress(String);

/// The domains to which mail may go: one by its name, or all below one (`*.example`), or every one (`*`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainPattern(String);

/// The namespace of an XML document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Namespace(String);

impl PecFlow {
    /// Eight in the evening, or what else the text says.
    #[must_use]
    pub fn daily() -> Self {
        Self::At(NaiveTime::from_hms_opt(20, 0, 0).unwrap_or_default())
    }
}

impl MailAddress {
    /// One that is known to be an address.
    #[must_use]
    pub(crate) fn fixed(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl DomainPattern {
    pub(crate) fn fixed(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Whether mail to this domain may go.
    #[must_use]
    pub fn fits(&self, domain: &str) -> bool {
        let domain = domain.to_ascii_lowercase();
        match self.0.as_str() {
            "*" => true,
            pattern => match pattern.strip_prefix("*") {
                Some(end) => domain.len() > end.len() && domain.ends_with(end),
                None => domain == pattern,
            },
        }
    }
}

impl Namespace {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Text for PecFlow {
    fn parse(text: &str) -> Result<Self, Wanted> {
        match text {
            "off" => Ok(Self::Off),
            "immediate" => Ok(Self::Immediate),
            hour => NaiveTime::parse_from_str(hour, "%H:%M").map(Self::At).map_err(|_| {
                Wanted::new(
                    "è un'ora come 20:00, oppure immediate, oppure off",
                    "it is an hour such as 20:00, or immediate, or off",
                )
            }),
        }
    }

    fn print(&self) -> String {
        match self {
            Self::Off => "off".to_owned(),
            Self::Immediate => "immediate".to_owned(),
            Self::At(hour) => hour.format("%H:%M").to_string(),
        }
    }
}

impl Text for MailAddress {
    fn parse(text: &str) -> Result<Self, Wanted> {
        input::mail_address(text).map(Self).map_err(|_| {
            Wanted::new("è un indirizzo di posta, come sac@posta.example", "it is a mail address, as sac@posta.example")
        })
    }

    fn print(&self) -> String {
        self.0.clone()
    }
}

impl Text for DomainPattern {
    fn parse(text: &str) -> Result<Self, Wanted> {
        let text = text.to_ascii_lowercase();
        // A dot in front means the same as `*.`.
        let text = if text.starts_with('.') { format!("*{text}") } else { text };
        let name = text.strip_prefix("*.").unwrap_or(&text);
        let is_label =
            |label: &str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if text != "*" && !name.split('.').all(is_label) {
            return Err(Wanted::new(
                "è un dominio, come azienda.example, oppure tutti quelli sotto uno, come *.example, oppure *",
                "it is a domain, such as firm.example, or all below one, such as *.example, or *",
            ));
        }
        Ok(Self(text))
    }

    fn print(&self) -> String {
        self.0.clone()
    }
}

impl Text for Namespace {
    fn parse(text: &str) -> Result<Self, Wanted> {
        let fits =
            text.contains(':') && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"{}|\\^`".contains(&byte));
        if fits {
            return Ok(Self(text.to_owned()));
        }
        Err(Wanted::new(
            "è il nome di un namespace, come http://www.inps.it/attestati o urn:attestati",
            "it is the name of a namespace, such as http://www.inps.it/attestati or urn:attestati",
        ))
    }

    fn print(&self) -> String {
        self.0.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flow_has_an_hour_or_none() {
        for text in ["20:00", "07:30", "immediate", "off"] {
            assert_eq!(PecFlow::parse(text).unwrap().print(), text);
        }
        assert_eq!(PecFlow::daily().print(), "20:00");
        for text in ["", "on", "24:00", "20", "20:60", "20:00:00", "8pm"] {
            assert!(PecFlow::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_domain_fits_by_its_name_or_by_its_end() {
        let cases = [
            ("*.example", "mail.example", true),
            (".example", "MAIL.Example", true),
            ("*.example", "a.b.example", true),
            ("*.example", "example", false),
            ("*.example", "badexample", false),
            ("localhost", "localhost", true),
            ("localhost", "a.localhost", false),
            ("*", "inps.it", true),
        ];
        for (pattern, domain, fits) in cases {
            assert_eq!(DomainPattern::parse(pattern).unwrap().fits(domain), fits, "{pattern} {domain}");
        }
        for text in ["", "*x.example", "a b", "a@b.example", "*.", ".", "a..b", "**"] {
            assert!(DomainPattern::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_namespace_can_stand_in_an_attribute() {
        assert_eq!(Namespace::parse("urn:x").unwrap().as_str(), "urn:x");
        for text in ["", "x", "urn:a b", "urn:\"x", "urn:<x>", "urn:à"] {
            assert!(Namespace::parse(text).is_err(), "{text}");
        }
    }
}
