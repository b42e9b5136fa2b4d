//! What the reports of `sac check`, of the coverage and of the accreditation have in common: how text is escaped in HTML
//! and XML, the style with the policy that allows it alone, and, in `templates/`, the head of a page and words in two
//! languages. A crate with such pages names that folder and [`Markup`] in its `askama.toml`.

mod markup;
mod style;

pub use markup::{Markup, escape, escape_lines, visible};
pub use style::Style;
