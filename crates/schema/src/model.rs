//! The compiled schema: what the validator runs on.

use std::collections::BTreeMap;

use super::pattern::Pattern;
use sac_diagnostic::Text;

/// A type's number in [`Model::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct TypeId(pub(super) u32);

/// All global elements and all types, named or not.
#[derive(Debug)]
pub(super) struct Model {
    /// The namespace of the global elements and named types.
    pub(super) namespace: String,
    /// The global elements, in the order of the schema.
    pub(super) roots: Vec<Particle>,
    pub(super) types: Vec<Type>,
    /// The named types of the schema's own namespace.
    pub(super) named: BTreeMap<String, TypeId>,
    /// The built-in types that are known.
    pub(super) builtin: BTreeMap<&'static str, TypeId>,
}

#[derive(Debug)]
pub(super) struct Type {
    pub(super) name: Option<String>,
    /// What it was derived from; `None` for a type made from nothing.
    pub(super) base: Option<TypeId>,
    pub(super) content: Content,
}

#[derive(Debug)]
pub(super) enum Content {
    Simple(Simple),
    Complex(Complex),
}

/// Element-only content: a sequence of elements, each name at most once in it. Thus the list
/// of particles is itself the automaton: a state is a place in it and a count.
#[derive(Debug)]
pub(super) struct Complex {
    pub(super) is_abstract: bool,
    pub(super) particles: Vec<Particle>,
}

/// An element of a sequence, or a global element.
#[derive(Clone, Debug)]
pub(super) struct Particle {
    pub(super) name: String,
    pub(super) min: u32,
    /// `u32::MAX` for unbounded.
    pub(super) max: u32,
    pub(super) type_id: TypeId,
}

/// A simple type with the facets of all its ancestors.
#[derive(Clone, Debug)]
pub(super) struct Simple {
    pub(super) lexical: Lexical,
    pub(super) white_space: WhiteSpace,
    /// In code points.
    pub(super) min_length: usize,
    pub(super) max_length: usize,
    /// Every one must match: one for each derivation step that has patterns.
    pub(super) patterns: Vec<Pattern>,
    pub(super) enumeration: Option<Vec<String>>,
    /// What is allowed, in words, from the schema's documentation of the type.
    pub(super) words: Option<Text>,
}

/// The form that a value has before any facet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lexical {
    Any,
    DateTime,
    Language,
    NmToken,
    Name,
    NcName,
}

/// What happens to white space before a value is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum WhiteSpace {
    Preserve,
    Replace,
    Collapse,
}

impl Model {
    pub(super) fn get(&self, id: TypeId) -> &Type {
        &self.types[id.0 as usize]
    }

    /// Whether `derived` is `base`, or derived from it in any number of steps.
    pub(super) fn derives(&self, derived: TypeId, base: TypeId) -> bool {
        std::iter::successors(Some(derived), |&id| self.get(id).base).any(|id| id == base)
    }
}

impl Simple {
    /// A built-in type without facets.
    pub(super) fn builtin(lexical: Lexical, white_space: WhiteSpace) -> Self {
        Self {
            lexical,
            white_space,
            min_length: 0,
            max_length: usize::MAX,
            patterns: Vec::new(),
            enumeration: None,
            words: None,
        }
    }
}
