//! The compiled schema: what the validator runs on.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::simple_type::SimpleType;

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
    Simple(Arc<SimpleType>),
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

impl Model {
    #[expect(clippy::indexing_slicing, reason = "a TypeId is made by adding a type, and none is removed")]
    pub(super) fn get(&self, id: TypeId) -> &Type {
        &self.types[id.0 as usize]
    }

    /// Whether `derived` is `base`, or derived from it in any number of steps.
    pub(super) fn derives(&self, derived: TypeId, base: TypeId) -> bool {
        std::iter::successors(Some(derived), |&id| self.get(id).base).any(|id| id == base)
    }
}
