//! The kinds of value that the settings of the PIN have.

use std::time::Duration;

use chrono::{NaiveDate, NaiveTime};
use sac_domain::words::Wanted;

use super::value::Text;

/// A length of time, of which zero is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span(pub Duration);

impl Span {
    /// So many days.
    #[must_use]
    pub const fn days(days: u64) -> Self {
        Self(Duration::from_hours(24 * days))
    }

    /// So many hours.
    #[must_use]
    pub const fn hours(hours: u64) -> Self {
        Self(Duration::from_hours(hours))
    }

    /// So many minutes.
    #[must_use]
    pub const fn minutes(minutes: u64) -> Self {
        Self(Duration::from_mins(minutes))
    }

    /// The length, where it is not zero.
    #[must_use]
    pub fn given(self) -> Option<Duration> {
        (!self.0.is_zero()).then_some(self.0)
    }
}

impl Text for Span {
    fn parse(text: &str) -> Result<Self, Wanted> {
        let is_zero = matches!(text, "0" | "0s" | "0m" | "0h" | "0d" | "0ms");
        if is_zero { Ok(Self(Duration::ZERO)) } else { Duration::parse(text).map(Self) }
    }

    fn print(&self) -> String {
        if self.0.is_zero() { "0s".to_owned() } else { self.0.print() }
    }
}

/// When a valid request is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Approval {
    /// By itself, after so long.
    After(Duration),
    /// By an operator only.
    Manual,
}

impl Text for Approval {
    fn parse(text: &str) -> Result<Self, Wanted> {
        if text == "manual" {
            return Ok(Self::Manual);
        }
        Span::parse(text).map(|span| Self::After(span.0)).map_err(|_| {
            Wanted::new("è manual, oppure una durata: 0s, 24h, 3d", "it is manual, or a duration: 0s, 24h, 3d")
        })
    }

    fn print(&self) -> String {
        match self {
            Self::Manual => "manual".to_owned(),
            Self::After(duration) => Span(*duration).print(),
        }
    }
}

/// From which hour on an Ordine hands its requests over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandoverHour {
    /// From this hour, in Rome.
    From(NaiveTime),
    /// At any hour.
    Any,
}

impl HandoverHour {
    /// Two in the afternoon.
    pub const AFTERNOON: Self = match NaiveTime::from_hms_opt(14, 0, 0) {
        Some(hour) => Self::From(hour),
        None => Self::Any,
    };
}

impl Text for HandoverHour {
    fn parse(text: &str) -> Result<Self, Wanted> {
        if text == "any" {
            return Ok(Self::Any);
        }
        NaiveTime::parse_from_str(text, "%H:%M")
            .map(Self::From)
            .map_err(|_| Wanted::new("è any, oppure un'ora come 14:00", "it is any, or an hour such as 14:00"))
    }

    fn print(&self) -> String {
        match self {
            Self::Any => "any".to_owned(),
            Self::From(hour) => hour.format("%H:%M").to_string(),
        }
    }
}

impl Text for NaiveDate {
    fn parse(text: &str) -> Result<Self, Wanted> {
        text.parse().map_err(|_| Wanted::new("è una data come 2016-07-01", "it is a date such as 2016-07-01"))
    }

    fn print(&self) -> String {
        self.to_string()
    }
}

/// An address of certified mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PecBox(pub String);

impl Text for PecBox {
    fn parse(text: &str) -> Result<Self, Wanted> {
        sac_domain::input::mail_address(text).map(Self)
    }

    fn print(&self) -> String {
        self.0.clone()
    }
}

/// A list of words with commas between, each of a fixed choice.
macro_rules! list {
    ($(#[$doc:meta])* $list:ident of $(#[$one_doc:meta])* $one:ident { $($(#[$case_doc:meta])* $case:ident = $word:literal),+ $(,)? }) => {
        $(#[$one_doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $one { $($(#[$case_doc])* $case),+ }

        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $list(pub Vec<$one>);

        impl $list {
            /// Whether it is in the list.
            #[must_use]
            pub fn has(&self, one: $one) -> bool {
                self.0.contains(&one)
            }
        }

        impl Text for $list {
            fn parse(text: &str) -> Result<Self, Wanted> {
                if text == "none" {
                    return Ok(Self(Vec::new()));
                }
                let one = |word: &str| match word.trim() {
                    $($word => Some($one::$case),)+
                    _ => None,
                };
                text.split(',').map(one).collect::<Option<Vec<_>>>().map(Self).ok_or_else(|| {
                    let all = [$($word),+].join(", ");
                    Wanted::new(
                        format!("è none, oppure parole separate da virgole tra {all}"),
                        format!("it is none, or words with commas between, of {all}"),
                    )
                })
            }

            fn print(&self) -> String {
                if self.0.is_empty() {
                    return "none".to_owned();
                }
                let word = |one: &$one| match one { $($one::$case => $word),+ };
                self.0.iter().map(word).collect::<Vec<_>>().join(",")
            }
        }
    };
}

list! {
    /// Channels that the PIN opens.
    PinChannels of
    /// A channel that the PIN may open.
    PinChannel {
        /// The pages of doctors.
        Web = "web",
        /// The pages of workers.
        Cittadino = "cittadino",
        /// The pages of employers.
        Azienda = "azienda",
        /// The civil-disability process.
        Invciv = "invciv",
        /// The portal of court consultants.
        Ctu = "ctu",
    }
}

list! {
    /// What needs a PIN *dispositivo*.
    DispositivoUses of
    /// Something that may need a PIN *dispositivo*.
    DispositivoUse {
        /// The area of public bodies, after its date.
        Gdp = "gdp",
        /// `PassWeb`.
        Passweb = "passweb",
        /// Stays of ENAM and for the elderly.
        Soggiorni = "soggiorni",
        /// A domanda sent by a citizen.
        InvcivDomanda = "invciv-domanda",
        /// A change of the worker's services.
        CittadinoServizi = "cittadino-servizi",
        /// The pages of employers.
        Azienda = "azienda",
        /// The portal of court consultants.
        Ctu = "ctu",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_read_and_written_as_it_stands() {
        fn same<T: Text>(texts: &[&str], wrong: &[&str]) {
            for text in texts {
                assert_eq!(T::parse(text).map(|value| value.print()).ok().as_deref(), Some(*text));
            }
            for text in wrong {
                assert!(T::parse(text).is_err(), "{text}");
            }
        }
        same::<Span>(&["0s", "30m", "180d"], &["", "-1s", "1"]);
        same::<Approval>(&["manual", "0s", "1d"], &["Manual", "soon"]);
        same::<HandoverHour>(&["any", "14:00"], &["25:00", "14"]);
        same::<NaiveDate>(&["2016-07-01"], &["2016-02-30", "1/7/2016"]);
        same::<PinChannels>(&["none", "web,ctu"], &["", "web,", "soap"]);
        same::<DispositivoUses>(&["none", "gdp,passweb,soggiorni"], &["pin"]);
        same::<PecBox>(&["a@pec.example"], &["a"]);
    }
}
