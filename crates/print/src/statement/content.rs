//! What a statement consists of.

use crate::face::on_paper;

/// The columns of the table.
pub const COLUMNS: usize = 4;

/// What a statement consists of.
#[derive(Clone, Debug, Default)]
pub struct Statement {
    /// The language, such as `it-IT`.
    pub language: &'static str,
    /// The title.
    pub title: String,
    /// A sentence below the title.
    pub about: String,
    /// Labels and what they are about.
    pub facts: Vec<(String, String)>,
    /// The heads of the table's columns.
    pub heads: [String; COLUMNS],
    /// The parts of the table.
    pub sections: Vec<Section>,
    /// Sentences below the table.
    pub notes: Vec<String>,
    /// What stands below each line to sign on.
    pub signatures: Vec<String>,
    /// What stands at the foot of each page, before its number.
    pub foot: String,
    /// The word for a page, such as `pag.`.
    pub page: String,
}

/// A part of the table.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// Its title.
    pub title: String,
    /// Its rows.
    pub rows: Vec<[String; COLUMNS]>,
}

impl Statement {
    /// The same in characters that can stand on paper.
    pub(super) fn on_paper(&self) -> Self {
        let text = |text: &String| on_paper(text);
        let cells = |cells: &[String; COLUMNS]| std::array::from_fn(|at| on_paper(&cells[at]));
        Self {
            language: self.language,
            title: text(&self.title),
            about: text(&self.about),
            facts: self.facts.iter().map(|(label, value)| (text(label), text(value))).collect(),
            heads: cells(&self.heads),
            sections: self
                .sections
                .iter()
                .map(|section| Section { title: text(&section.title), rows: section.rows.iter().map(cells).collect() })
                .collect(),
            notes: self.notes.iter().map(text).collect(),
            signatures: self.signatures.iter().map(text).collect(),
            foot: text(&self.foot),
            page: text(&self.page),
        }
    }
}
