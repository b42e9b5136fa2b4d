//! Circles between the files of a crate: each needs the other to be understood.
//!
//! File A *uses* file B when its code names an item that is defined in B: in a `use`, or in a path
//! that begins with `crate`, `super`, `self` or a child module.
//!
//! * An item that a module passes on (`pub use`) or imports is looked for where it is defined, so
//!   that a child which takes its parent's import does not use the parent. A child that takes
//!   what the parent itself defines does; a parent that calls its child uses the child.
//! * `mod child;` and `pub use child::Item` are no uses: they only say where something is.
//! * What stands under `#[cfg(test)]` is left out, for tests may use whatever they test.
//! * Methods, trait implementations and macros without a path are not seen; a type whose methods
//!   are called has nearly always to be named first.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::rust::{self, File};

/// The module's path below the crate's root.
type Module = Vec<String>;

/// The files of a crate, by module, and their names.
#[derive(Default)]
pub struct Crate {
    files: BTreeMap<Module, (String, File)>,
}

impl Crate {
    /// Reads the crate whose root is this file (`lib.rs` or `main.rs`).
    pub fn read(root: &Path) -> Self {
        Self::of(root.to_str().unwrap(), &|name| fs::read_to_string(name).ok())
    }

    /// The same from any source of texts.
    pub fn of(root: &str, text_of: &dyn Fn(&str) -> Option<String>) -> Self {
        let mut all = Self::default();
        let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
        all.add(Vec::new(), root.to_owned(), folder, text_of);
        all
    }

    fn add(&mut self, module: Module, name: String, folder: &str, text_of: &dyn Fn(&str) -> Option<String>) {
        let text = text_of(&name).unwrap_or_else(|| panic!("{name} is not there"));
        let file = File::parse(&text);
        for child in &file.children {
            let below = format!("{folder}/{child}");
            let candidates = [format!("{below}.rs"), format!("{below}/mod.rs")];
            // A module inside braces, or one that a macro makes, has no file.
            if let Some(found) = candidates.into_iter().find(|name| text_of(name).is_some()) {
                self.add([module.as_slice(), std::slice::from_ref(child)].concat(), found, &below, text_of);
            }
        }
        self.files.insert(module, (name, file));
    }

    /// Which file uses which, without those that use themselves.
    pub fn uses(&self) -> BTreeSet<(String, String)> {
        let mut uses = BTreeSet::new();
        for (module, (name, file)) in &self.files {
            for path in &file.paths {
                if let Some(used) = self.home(module, path, 0).and_then(|home| self.files.get(&home))
                    && used.0 != *name
                {
                    uses.insert((name.clone(), used.0.clone()));
                }
            }
        }
        uses
    }

    /// The module where the item behind a path is defined; none for other crates' items.
    fn home(&self, module: &Module, path: &rust::Path, depth: usize) -> Option<Module> {
        let mut at = [module.as_slice(), &path.inline].concat();
        let mut rest = path.segments.as_slice();
        match rest.split_first()? {
            (first, tail) if first == "crate" => (at, rest) = (Vec::new(), tail),
            (first, tail) if first == "self" => rest = tail,
            (first, _) if first == "super" => {
                while let Some((_, tail)) = rest.split_first().filter(|(first, _)| *first == "super") {
                    at.pop();
                    rest = tail;
                }
            }
            (first, _) => {
                let is_child = path.inline.is_empty() && self.files.get(module)?.1.children.contains(first);
                if !is_child {
                    return None;
                }
            }
        }
        // What stands inside braces is part of its file.
        while !self.files.contains_key(&at) {
            at.pop()?;
        }
        while let Some((next, tail)) = rest.split_first() {
            let child = [at.as_slice(), std::slice::from_ref(next)].concat();
            if self.files.contains_key(&child) {
                (at, rest) = (child, tail);
            } else {
                return Some(self.definer(&at, next, depth).unwrap_or(at));
            }
        }
        Some(at)
    }

    /// The module behind an import of this name.
    fn definer(&self, module: &Module, name: &str, depth: usize) -> Option<Module> {
        const DEEPEST: usize = 8;
        let file = &self.files.get(module)?.1;
        if depth > DEEPEST || file.items.contains(name) {
            return None;
        }
        if let Some(path) = file.imports.get(name) {
            return self.home(module, path, depth + 1);
        }
        let globs = file.globs.iter().filter_map(|glob| self.home(module, glob, depth + 1));
        globs.into_iter().find_map(|from| {
            let defines = self.files.get(&from)?.1.items.contains(name);
            if defines { Some(from) } else { self.definer(&from, name, depth + 1) }
        })
    }
}

/// One circle through each file that is in any, as short as it can be; each circle once.
pub fn circles(uses: &BTreeSet<(String, String)>) -> BTreeSet<Vec<String>> {
    let files: BTreeSet<&String> = uses.iter().map(|(user, _)| user).collect();
    files.into_iter().filter_map(|file| shortest(uses, file)).collect()
}

/// The shortest way from a file back to itself, its first name first.
fn shortest(uses: &BTreeSet<(String, String)>, file: &str) -> Option<Vec<String>> {
    let mut ways = vec![vec![file.to_owned()]];
    let mut seen = BTreeSet::new();
    while !ways.is_empty() {
        let mut further = Vec::new();
        for way in ways {
            let last = way.last()?;
            for (_, used) in uses.iter().filter(|(user, _)| user == last) {
                if used == file {
                    let first = (0..way.len()).min_by_key(|at| &way[*at])?;
                    return Some([&way[first..], &way[..first]].concat());
                }
                if seen.insert(used) {
                    further.push([way.as_slice(), std::slice::from_ref(used)].concat());
                }
            }
        }
        ways = further;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The circles of a crate that is written out here, file by file.
    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let text_of = |name: &str| files.iter().find(|(other, _)| *other == name).map(|(_, text)| (*text).to_owned());
        let uses = Crate::of("src/lib.rs", &text_of).uses();
        circles(&uses).into_iter().map(|circle| circle.join(" -> ").replace("src/", "")).collect()
    }

    #[test]
    fn a_circle_is_found_however_it_is_written() {
        for (a, b) in [
            ("use crate::b::B;", "use super::a::A;"),
            ("use crate::{c::C, b::{self, B}};", "use super::{a as other};"),
            ("fn f() { super::b::g(); }", "fn g() -> crate::a::A {}"),
            ("use crate::Passed;", "use crate::a;"),
            ("use crate::all::*; use super::Globbed;", "use crate::a;"),
            ("mod inner { use super::super::b; }", "use crate::a;"),
            ("/* use */ const Q: char = '\"'; use crate::b; const S: &str = \"\";", "fn f<'a>() { crate::a::f() }"),
        ] {
            let root = "mod a; mod b; mod all; pub use b::Passed; pub use b::*;";
            let files = [
                ("src/lib.rs", root),
                ("src/a.rs", a),
                ("src/b.rs", &format!("{b} struct Globbed;")),
                ("src/all.rs", ""),
            ];
            assert_eq!(found(&files), ["a.rs -> b.rs"], "{a} {b}");
        }
    }

    #[test]
    fn a_circle_of_three_and_one_of_parent_and_child_are_found() {
        let root = "mod a; mod b; mod c;";
        let three = [
            ("src/lib.rs", root),
            ("src/a.rs", "use crate::b;"),
            ("src/b.rs", "use crate::c;"),
            ("src/c.rs", "use crate::a;"),
        ];
        assert_eq!(found(&three), ["a.rs -> b.rs -> c.rs"]);
        let family = [
            ("src/lib.rs", "mod a;"),
            ("src/a/mod.rs", "mod child; pub struct A; fn f() { child::f() }"),
            ("src/a/child.rs", "use super::A;"),
        ];
        assert_eq!(found(&family), ["a/child.rs -> a/mod.rs"]);
    }

    #[test]
    fn what_is_passed_on_commented_tested_or_imported_by_the_parent_makes_no_circle() {
        let files = [
            ("src/lib.rs", "mod a; mod b; pub use a::A; pub(crate) use self::b::B; use b::Third;"),
            // Each takes from the root what another file defines.
            ("src/a.rs", "use super::{B, Third}; pub struct A; // crate::a"),
            (
                "src/b.rs",
                "pub struct B; const TEXT: &str = r#\"use crate::a;\"#; /* use crate::a; */ #[cfg(test)] mod tests { use crate::a::A; }",
            ),
        ];
        assert_eq!(found(&files), Vec::<String>::new());
    }
}
