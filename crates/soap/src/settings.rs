//! Settings of the gateway as the layers below take them.

use sac_settings::{EmptyOptional, Limits};

/// What the reader accepts of a body that the listener accepts: Latin-1 may double when decoded.
#[must_use]
pub fn reading_limits(listener: &Limits) -> sac_xml::Limits {
    let bytes = listener.max_body_bytes.max(listener.max_inflated_bytes).saturating_mul(2);
    sac_xml::Limits { bytes, ..sac_xml::Limits::default() }
}

/// How the schema reads an empty optional element.
#[must_use]
pub fn empty_optional(setting: EmptyOptional) -> sac_schema::EmptyOptional {
    match setting {
        EmptyOptional::Reject => sac_schema::EmptyOptional::Reject,
        EmptyOptional::Absent => sac_schema::EmptyOptional::Absent,
    }
}
