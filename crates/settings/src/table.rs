//! The form in which settings are declared.

use super::value::Value;
use sac_domain::provenance::Provenance;

/// One setting, as the sources, the help and the documentation see it.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its key in the file; flag and variable derive from it.
    pub key: &'static str,
    /// The heading under which it is listed.
    pub heading: &'static str,
    /// Its documentation: paragraphs parted by an empty line, the first being the summary.
    pub doc: &'static str,
    /// What stands for the value in the help.
    pub placeholder: &'static str,
    /// The values that it allows, where they can be listed.
    pub choices: &'static [&'static str],
    /// Whether it takes several values.
    pub many: bool,
    /// Whether it is a switch, whose flag may stand without a value.
    pub switch: bool,
    /// A value, other than the default, to show.
    pub example: &'static str,
    /// Where the default comes from, where it is a reading of the rules.
    pub provenance: Option<Provenance>,
    default: fn() -> Vec<String>,
}

impl Setting {
    #[doc(hidden)]
    #[must_use]
    pub const fn of<T: Value>(
        names: (&'static str, &'static str, &'static str),
        doc: &'static str,
        example: &'static str,
        provenance: Option<Provenance>,
        default: fn() -> Vec<String>,
    ) -> Self {
        let (key, heading, placeholder) = names;
        let (choices, many, switch) = (T::CHOICES, T::MANY, T::SWITCH);
        Self { key, heading, doc, placeholder, choices, many, switch, example, provenance, default }
    }

    /// The name of its flag, without the dashes in front.
    #[must_use]
    pub fn flag(&self) -> String {
        self.key.replace('_', "-")
    }

    /// The name of its environment variable.
    #[must_use]
    pub fn variable(&self) -> String {
        format!("SAC_{}", self.key.to_ascii_uppercase())
    }

    /// Its default, as it would be written; none where nothing is set by default.
    #[must_use]
    pub fn default_text(&self) -> Option<String> {
        let texts = (self.default)();
        (!texts.is_empty()).then(|| texts.join(","))
    }

    /// The paragraphs of its documentation, each on one line.
    pub fn paragraphs(&self) -> impl Iterator<Item = String> + use<> {
        self.doc.split("\n\n").map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// Declares the groups of settings: see the use in `mod.rs`.
macro_rules! settings {
    ($(
        $(#[doc = $group_doc:literal])*
        $group:ident: $Group:ident = $heading:literal {
            $(
                $(#[doc = $doc:literal])*
                $field:ident: $ty:ty = $default:expr, $placeholder:literal, $example:literal $(, $provenance:ident)?;
            )+
        }
    )+) => {
        /// Every setting of the gateway, with its final value.
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct Config {
            $( $(#[doc = $group_doc])* pub $group: $Group, )+
        }

        $(
            $(#[doc = $group_doc])*
            #[derive(Clone, Debug, PartialEq, Eq)]
            #[non_exhaustive]
            pub struct $Group {
                $( $(#[doc = $doc])* pub $field: $ty, )+
            }

            impl Default for $Group {
                fn default() -> Self {
                    Self { $( $field: $default, )+ }
                }
            }
        )+

        /// Every setting there is, in the order of the documentation.
        pub const SETTINGS: &[Setting] = &[$($(
            Setting::of::<$ty>(
                (stringify!($field), $heading, $placeholder),
                concat!($($doc, "\n"),*),
                $example,
                settings!(@provenance $($provenance)?),
                || <$ty as Value>::show(&$default),
            ),
        )+)+];

        impl Values {
            /// The configuration that the values given make, with defaults for the others.
            ///
            /// # Errors
            /// Names the setting, where its value came from, and what it allows.
            pub fn resolve(&self) -> Result<Config, ConfigError> {
                self.resolve_over(Config::default())
            }

            /// The same with this configuration's values for the others.
            ///
            /// # Errors
            /// As [`Values::resolve`].
            pub fn resolve_over(&self, mut config: Config) -> Result<Config, ConfigError> {
                $($(
                    if let Some(value) = self.read(stringify!($field))? {
                        config.$group.$field = value;
                    }
                )+)+
                Ok(config)
            }
        }

        impl Config {
            /// Every setting by its key, with its value as it would be written.
            #[must_use]
            pub fn show(&self) -> Vec<(&'static str, Vec<String>)> {
                vec![$($( (stringify!($field), self.$group.$field.show()), )+)+]
            }
        }
    };
    (@provenance) => { None };
    (@provenance specification) => { Some(Provenance::Specification) };
    (@provenance observed) => { Some(Provenance::Observed) };
    (@provenance assumed) => { Some(Provenance::Assumed) };
}
