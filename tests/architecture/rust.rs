//! As much of Rust's grammar as it takes to see which files of a crate name which others.

use std::collections::{BTreeMap, BTreeSet};

/// What one file declares, imports and names.
#[derive(Debug, Default)]
pub struct File {
    /// The modules that it declares with `mod name;`, those for tests left out.
    pub children: BTreeSet<String>,
    /// The items that it defines.
    pub items: BTreeSet<String>,
    /// The names that it imports, each with the path behind it.
    pub imports: BTreeMap<String, Path>,
    /// The modules of which it imports all names.
    pub globs: Vec<Path>,
    /// The paths that it names, but for those that it only passes on with `pub use`.
    pub paths: Vec<Path>,
}

/// A path as it stands in the code, and the inline modules around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    pub inline: Vec<String>,
    pub segments: Vec<String>,
}

impl File {
    pub fn parse(text: &str) -> Self {
        let mut parser = Parser { tokens: tokens(text), at: 0, depth: 0, inline: Vec::new(), file: Self::default() };
        while parser.at < parser.tokens.len() {
            parser.step();
        }
        parser.file
    }
}

struct Parser {
    tokens: Vec<String>,
    at: usize,
    depth: usize,
    /// The inline modules that are open, each with the depth of its braces.
    inline: Vec<(String, usize)>,
    file: File,
}

impl Parser {
    fn token(&self, ahead: usize) -> &str {
        self.tokens.get(self.at + ahead).map_or("", String::as_str)
    }

    fn before(&self) -> &str {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or("", String::as_str)
    }

    fn step(&mut self) {
        if self.starts_with(&["#", "[", "cfg", "(", "test", ")", "]"]) {
            self.at += 7;
            return self.skip_item();
        }
        match self.token(0) {
            "{" => self.depth += 1,
            "}" => {
                if self.inline.last().is_some_and(|(_, depth)| *depth == self.depth) {
                    self.inline.pop();
                }
                self.depth = self.depth.saturating_sub(1);
            }
            "mod" if self.token(2) == ";" => {
                let name = self.token(1).to_owned();
                self.file.children.insert(name);
            }
            "mod" if self.token(2) == "{" => self.inline.push((self.token(1).to_owned(), self.depth + 1)),
            "use" => return self.import(),
            "struct" | "enum" | "trait" | "type" | "fn" | "const" | "static" | "union" if self.inline.is_empty() => {
                let name = self.token(1).to_owned();
                self.file.items.insert(name);
            }
            first if is_name(first) && self.token(1) == "::" && self.before() != "::" => {
                // `pub(in crate::x)` names no more than who may use it.
                let is_visibility = self.at > 1 && self.before() == "in" && self.tokens[self.at - 2] == "(";
                for (segments, _) in self.tree() {
                    let path = self.path(segments);
                    if !is_visibility {
                        self.file.paths.push(path);
                    }
                }
                return;
            }
            _ => {}
        }
        self.at += 1;
    }

    fn starts_with(&self, tokens: &[&str]) -> bool {
        tokens.iter().enumerate().all(|(ahead, token)| self.token(ahead) == *token)
    }

    /// Goes past the item that begins here, with its braces or its semicolon.
    fn skip_item(&mut self) {
        let mut depth = 0;
        while self.at < self.tokens.len() {
            match self.token(0) {
                "{" => depth += 1,
                "}" => depth -= 1,
                _ => {}
            }
            let ends = depth == 0 && matches!(self.token(0), "}" | ";");
            self.at += 1;
            if ends {
                return;
            }
        }
    }

    fn import(&mut self) {
        // `pub use` and `pub(super) use` only pass a name on.
        let passes_on = matches!(self.before(), "pub" | ")");
        self.at += 1;
        for (segments, alias) in self.tree() {
            let Some(last) = segments.last().cloned() else { continue };
            let path = self.path(segments);
            if last == "*" {
                let mut module = path.clone();
                module.segments.pop();
                self.file.globs.push(module);
            } else {
                self.file.imports.insert(alias.unwrap_or(last), path.clone());
            }
            if !passes_on {
                self.file.paths.push(path);
            }
        }
    }

    fn path(&self, segments: Vec<String>) -> Path {
        Path { inline: self.inline.iter().map(|(name, _)| name.clone()).collect(), segments }
    }

    /// The paths of `a::{b, c::d as e}`, each with its other name.
    fn tree(&mut self) -> Vec<(Vec<String>, Option<String>)> {
        let mut segments = Vec::new();
        loop {
            match self.token(0).to_owned() {
                open if open == "{" => {
                    self.at += 1;
                    return self.branches(&segments);
                }
                name if is_name(&name) || name == "*" => {
                    self.at += 1;
                    // `a::{self}` is `a`.
                    if name != "self" || segments.is_empty() {
                        segments.push(name);
                    }
                }
                _ => break,
            }
            if self.token(0) != "::" {
                break;
            }
            self.at += 1;
        }
        let alias = (self.token(0) == "as" && is_name(self.token(1))).then(|| self.token(1).to_owned());
        vec![(segments, alias)]
    }

    fn branches(&mut self, stem: &[String]) -> Vec<(Vec<String>, Option<String>)> {
        let mut paths = Vec::new();
        while self.at < self.tokens.len() && self.token(0) != "}" {
            let start = self.at;
            for (rest, alias) in self.tree() {
                paths.push(([stem, &rest].concat(), alias));
            }
            while self.at < self.tokens.len() && !matches!(self.token(0), "," | "}") {
                self.at += 1;
            }
            if self.token(0) == "," || self.at == start {
                self.at += 1;
            }
        }
        self.at += 1;
        paths
    }
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Names, `::`, and single signs; without comments, texts, characters and numbers.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if let Some(length) = raw_text(rest).or_else(|| quoted(rest)) {
            length
        } else if rest.starts_with("::") {
            tokens.push("::".to_owned());
            2
        } else if first.is_alphanumeric() || first == '_' {
            let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            if !first.is_ascii_digit() {
                tokens.push(rest[..length].to_owned());
            }
            length
        } else {
            if !first.is_whitespace() {
                tokens.push(first.to_string());
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    tokens
}

fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    loop {
        let rest = &text[at..];
        let Some(next) = rest.find("/*").into_iter().chain(rest.find("*/")).min() else { return text.len() };
        depth += if rest[next..].starts_with("/*") { 1 } else { -1 };
        at += next + 2;
        if depth == 0 {
            return at;
        }
    }
}

/// `r"…"`, `br#"…"#`: how long it is.
fn raw_text(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("br").or_else(|| text.strip_prefix('r'))?;
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    let content = rest[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let start = text.len() - content.len();
    Some(content.find(&end).map_or(text.len(), |at| start + at + end.len()))
}

/// `"…"`, `b"…"`, `'c'`: how long it is. A lifetime has no second quotation mark.
fn quoted(text: &str) -> Option<usize> {
    let content = text.strip_prefix('b').filter(|rest| rest.starts_with(['"', '\''])).unwrap_or(text);
    let quote = content.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut escaped = false;
    let end = content.char_indices().skip(1).find(|(_, c)| {
        let ends = *c == quote && !escaped;
        escaped = *c == '\\' && !escaped;
        ends
    });
    let (end, _) = end?;
    let inside = &content[1..end];
    let is_lifetime = quote == '\'' && !inside.starts_with('\\') && inside.chars().count() != 1;
    (!is_lifetime).then_some(text.len() - content.len() + end + 1).or(Some(1))
}
