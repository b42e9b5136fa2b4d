//! Of which software a sheet is.

use serde::Deserialize;
use utoipa::IntoParams;

/// Of which software a sheet is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Signed {
    /// The name of the software, for the page.
    pub software: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Who makes it.
    pub vendor: Option<String>,
}
