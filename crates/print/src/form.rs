//! What a printed form consists of: sections with rows of cells, on twelve columns.

use crate::face::on_paper;

/// A form, from its title to its foot.
pub(crate) struct Form {
    pub(crate) title: &'static str,
    /// Nine digits.
    pub(crate) number: String,
    /// `Ricevuto il …`.
    pub(crate) received: String,
    /// What became of the document, if it no longer stands alone.
    pub(crate) bands: Vec<String>,
    /// From top to bottom; several in one block stand beside each other in equal widths.
    pub(crate) blocks: Vec<Vec<Section>>,
    /// For whom the copy is.
    pub(crate) copy_for: &'static str,
}

/// A boxed section: a title over rows of cells.
pub(crate) struct Section {
    pub(crate) title: &'static str,
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// A cell: a label over a value.
pub(crate) struct Cell {
    /// Columns, of the twelve of its section.
    pub(crate) span: u8,
    pub(crate) label: &'static str,
    pub(crate) value: Value,
}

/// What a cell shows.
pub(crate) enum Value {
    Text(String),
    /// Larger and bold.
    Strong(String),
    /// Boxes beside each other, the chosen ones crossed.
    Beside(Vec<(bool, &'static str)>),
    /// Boxes below each other.
    Below(Vec<(bool, &'static str)>),
}

impl Cell {
    pub(crate) fn text(span: u8, label: &'static str, text: &str) -> Self {
        Self { span, label, value: Value::Text(or_dash(text)) }
    }

    pub(crate) fn optional(span: u8, label: &'static str, text: Option<&str>) -> Self {
        Self::text(span, label, text.unwrap_or_default())
    }

    pub(crate) fn strong(span: u8, label: &'static str, text: &str) -> Self {
        Self { span, label, value: Value::Strong(or_dash(text)) }
    }

    pub(crate) fn beside(span: u8, label: &'static str, boxes: Vec<(bool, &'static str)>) -> Self {
        Self { span, label, value: Value::Beside(boxes) }
    }

    pub(crate) fn below(span: u8, boxes: Vec<(bool, &'static str)>) -> Self {
        Self { span, label: "", value: Value::Below(boxes) }
    }
}

fn or_dash(text: &str) -> String {
    let text = on_paper(text);
    if text.is_empty() { "-".to_owned() } else { text }
}
