//! Short codes that people give: of commissions, rooms, centres, offices, ASL.

use std::fmt;

/// A text that is no such code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {0}")]
pub struct Wanted(&'static str);

macro_rules! short {
    ($(#[$doc:meta])* $name:ident, $wanted:literal, $fits:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Box<str>);

        impl $name {
            /// Reads it as it stands.
            ///
            /// # Errors
            /// What would fit.
            pub fn parse(text: &str) -> Result<Self, Wanted> {
                let fits: fn(&str) -> bool = $fits;
                if fits(text) { Ok(Self(text.into())) } else { Err(Wanted($wanted)) }
            }

            /// The code.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> Self {
                code.0.into()
            }
        }

        impl TryFrom<String> for $name {
            type Error = Wanted;

            fn try_from(text: String) -> Result<Self, Wanted> {
                Self::parse(&text)
            }
        }
    };
}

short! {
    /// Names a commission.
    CodiceCommissione, "3 to 10 capital letters or digits", is_capitals_or_digits
}
short! {
    /// Names a room of an ASL.
    CodiceAmbulatorio, "3 to 10 capital letters or digits", is_capitals_or_digits
}
short! {
    /// Names a Centro medico legale.
    CodiceCml, "four digits", |text| is_digits(text, 4)
}
short! {
    /// Names an office of the institute.
    CodiceSede, "four digits", |text| is_digits(text, 4)
}
short! {
    /// Names an ASL: region and ASL, three digits each, as `120201`.
    CodiceAsl, "six digits", |text| is_digits(text, 6)
}

impl CodiceAsl {
    /// The three digits of the region.
    #[must_use]
    pub fn regione(&self) -> &str {
        self.0.get(..3).unwrap_or_default()
    }
}

fn is_capitals_or_digits(text: &str) -> bool {
    (3..=10).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_takes_what_fits_and_nothing_else() {
        for (text, fits) in
            [("C01", true), ("ROMA000001", true), ("C1", false), ("roma", false), ("ROMA0000012", false)]
        {
            assert_eq!(CodiceCommissione::parse(text).is_ok(), fits, "{text}");
        }
        assert!(CodiceCml::parse("0001").is_ok() && CodiceCml::parse("001").is_err());
        assert_eq!(CodiceAsl::parse("120201").unwrap().regione(), "120");
    }
}
