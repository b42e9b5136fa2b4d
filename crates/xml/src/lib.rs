//! XML for messages: bytes to characters, a hardened pull reader, a small tree, a writer.
//!
//! The way in is [`decode`] (charset), then a [`Reader`] over the [`Document`]; the way out is
//! the [`Writer`]. Everything the recommendations XML 1.0 and Namespaces in XML 1.0 call an
//! error stops the reader; a DOCTYPE does so at once.
#![warn(clippy::indexing_slicing)]

mod chars;
mod charset;
mod content_type;
mod declaration;
mod document;
mod error;
mod limits;
mod markup;
mod names;
mod path;
mod place;
mod prolog;
mod reader;
mod references;
#[cfg(test)]
mod tests;
mod tree;
mod truncation;
mod writer;

pub use chars::{is_blank, is_char, is_name, is_ncname, is_nmtoken};

pub use charset::{decode, utf16_or_32};
pub use content_type::ContentType;
pub use document::{Charset, Document};
pub use error::{
    AllowedDeclaration, AllowedInTag, CharsetSource, ErrorKind, LimitReached, Markup, OpenElement, ParseError,
};
pub use limits::Limits;
pub use names::{NO_NAMESPACE, NamespaceId};
pub use place::{Locator, Place};
pub use reader::{Attribute, Event, Name, Reader};
pub use tree::{Element, NodeId, Tree, TreeBuilder};
pub use writer::Writer;
