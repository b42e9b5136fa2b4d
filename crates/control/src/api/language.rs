//! The language of an answer for people.

use sac_coverage::Language;
use serde::Deserialize;
use utoipa::ToSchema;

/// The language of an answer for people.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Lang {
    #[default]
    It,
    En,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::It => Self::It,
            Lang::En => Self::En,
        }
    }
}
