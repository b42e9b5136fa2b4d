//! Where everything of a statement stands, and what it is for programs that read it aloud.

use std::num::NonZeroU16;

use krilla::surface::Surface;
use krilla::tagging::{Node, TableHeaderScope, Tag, TagGroup};

use super::content::{COLUMNS, Statement};
use super::plan::{Part, pages};
use crate::face::{self, BadFont, Face};
use crate::layout::PAGE;
use crate::sheet::{Area, BAR, BLACK, FRAME, LABEL, Sheet, Style};

const MARGIN: f32 = 15.0;
const WIDTH: f32 = PAGE.0 - 2.0 * MARGIN;
const FOOTER: f32 = 10.0;
const ROOM: f32 = PAGE.1 - 2.0 * MARGIN - FOOTER;
/// The widths of the columns.
const WIDTHS: [f32; COLUMNS] = [42.0, 91.0, 17.0, 30.0];
/// Between the sides of a cell and its text.
const SIDE: f32 = 1.5;
const LEADING: f32 = 4.0;
/// Above and below the lines of a row, together.
const AIR: f32 = 2.2;
const TITLE: f32 = 12.5;
/// For one who signs, with the line.
const SIGNATURE: f32 = 24.0;

/// Draws a statement, page by page.
pub(super) struct Drawing<'s> {
    statement: &'s Statement,
    regular: &'static Face,
    bold: &'static Face,
    tags: TagGroup,
    /// The table of the section under way.
    table: Option<(usize, TagGroup)>,
}

impl<'s> Drawing<'s> {
    pub(super) fn new(statement: &'s Statement) -> Result<Self, BadFont> {
        Ok(Self {
            statement,
            regular: face::regular()?,
            bold: face::bold()?,
            tags: TagGroup::new(Tag::Div),
            table: None,
        })
    }

    /// What stands on which page.
    pub(super) fn pages(&self) -> Vec<Vec<Part>> {
        let mut parts = vec![(Part::Head, self.head_height())];
        for (section, content) in self.statement.sections.iter().enumerate() {
            parts.push((Part::Title(section), TITLE));
            for (row, cells) in content.rows.iter().enumerate() {
                parts.push((Part::Row(section, row), self.row_height(cells)));
            }
        }
        parts.push((Part::Notes, self.notes_height()));
        let lines = self.statement.signatures.len().div_ceil(2);
        parts.push((Part::Signatures, SIGNATURE * f32::from(u8::try_from(lines).unwrap_or(u8::MAX))));
        pages(&parts, ROOM)
    }

    /// Draws one page.
    pub(super) fn page(&mut self, surface: Surface<'_>, parts: &[Part], number: usize, of: usize) {
        let mut sheet = Sheet::new(surface);
        let mut y = MARGIN;
        for part in parts {
            y = match *part {
                Part::Head => self.head(&mut sheet, y),
                Part::Title(section) => self.title(&mut sheet, y, section),
                Part::Row(section, row) => self.row(&mut sheet, y, section, row),
                Part::Notes => self.notes(&mut sheet, y),
                Part::Signatures => self.signatures(&mut sheet, y),
            };
        }
        let base = PAGE.1 - MARGIN;
        sheet.line((MARGIN, base - 4.0), (MARGIN + WIDTH, base - 4.0));
        let style = self.label();
        let page = format!("{} {number}/{of}", self.statement.page);
        sheet.footer(MARGIN, base, style, &self.statement.foot);
        sheet.footer(MARGIN + WIDTH - style.width(&page), base, style, &page);
        sheet.finish();
    }

    /// The structure of all pages.
    pub(super) fn finish(mut self) -> TagGroup {
        self.close_table();
        self.tags
    }

    fn head_height(&self) -> f32 {
        let about = lines(self.body(), &self.statement.about, WIDTH).len();
        let facts: f32 = self.statement.facts.iter().map(|(_, value)| self.fact_height(value)).sum();
        10.0 + times(about, LEADING) + 3.0 + facts + 2.0
    }

    fn fact_height(&self, value: &str) -> f32 {
        times(lines(self.strong(9.5), value, WIDTH - 50.0).len(), LEADING) + 1.6
    }

    fn row_height(&self, cells: &[String; COLUMNS]) -> f32 {
        let most = cells
            .iter()
            .zip(WIDTHS)
            .enumerate()
            .map(|(column, (text, width))| lines(self.cell(column), text, width - 2.0 * SIDE).len());
        times(most.max().unwrap_or(1), LEADING - 0.3) + AIR
    }

    fn notes_height(&self) -> f32 {
        let lines = self.statement.notes.iter().map(|note| lines(self.body(), note, WIDTH).len() + 1);
        times(lines.sum(), LEADING)
    }

    fn head(&mut self, sheet: &mut Sheet<'_>, y: f32) -> f32 {
        let style = self.strong(16.0);
        let heading = Tag::Hn(NonZeroU16::MIN, Some(self.statement.title.clone()));
        let title = sheet.text(MARGIN, y + 6.0, style, &self.statement.title);
        self.tags.push(TagGroup::with_children(heading, vec![Node::from(title)]));
        let mut y = self.paragraph(sheet, y + 10.0, self.body(), &self.statement.about) + 3.0;
        for (label, value) in &self.statement.facts {
            let mut group = TagGroup::new(Tag::P);
            group.push(sheet.text(MARGIN, y + 3.2, self.label(), &format!("{label} ")));
            let mut base = y + 3.2;
            for line in lines(self.strong(9.5), value, WIDTH - 50.0) {
                group.push(sheet.text(MARGIN + 50.0, base, self.strong(9.5), &line));
                base += LEADING;
            }
            self.tags.push(group);
            y += self.fact_height(value);
            sheet.line((MARGIN, y - 0.6), (MARGIN + WIDTH, y - 0.6));
        }
        y + 2.0
    }

    fn title(&mut self, sheet: &mut Sheet<'_>, y: f32, section: usize) -> f32 {
        let is_repeated = self.table.as_ref().is_some_and(|(at, _)| *at == section);
        let title = &self.statement.sections[section].title;
        if is_repeated {
            // For those who listen, the table simply goes on.
            sheet.footer(MARGIN, y + 5.0, self.strong(10.0), title);
        } else {
            self.close_table();
            let heading = Tag::Hn(NonZeroU16::MIN.saturating_add(1), Some(title.clone()));
            let text = sheet.text(MARGIN, y + 5.0, self.strong(10.0), title);
            self.tags.push(TagGroup::with_children(heading, vec![Node::from(text)]));
            self.table = Some((section, TagGroup::new(Tag::Table)));
        }
        let bar = Area { x: MARGIN, y: y + 7.0, width: WIDTH, height: TITLE - 7.0 };
        sheet.fill(bar, BAR);
        let mut row = TagGroup::new(Tag::TR);
        let mut x = MARGIN;
        for (head, width) in self.statement.heads.iter().zip(WIDTHS) {
            let (at, base) = (x + SIDE, y + 10.6);
            if is_repeated {
                sheet.footer(at, base, self.label(), head);
            } else {
                let text = sheet.text(at, base, self.label(), head);
                row.push(TagGroup::with_children(Tag::TH(TableHeaderScope::Column), vec![Node::from(text)]));
            }
            x += width;
        }
        if let Some((_, table)) = self.table.as_mut().filter(|_| !is_repeated) {
            table.push(row);
        }
        y + TITLE
    }

    fn row(&mut self, sheet: &mut Sheet<'_>, y: f32, section: usize, row: usize) -> f32 {
        let cells = &self.statement.sections[section].rows[row];
        let height = self.row_height(cells);
        let mut tags = TagGroup::new(Tag::TR);
        let mut x = MARGIN;
        for (column, (text, width)) in cells.iter().zip(WIDTHS).enumerate() {
            let style = self.cell(column);
            let mut cell =
                if column == 0 { TagGroup::new(Tag::TH(TableHeaderScope::Row)) } else { TagGroup::new(Tag::TD) };
            let mut base = y + 3.6;
            for line in lines(style, text, width - 2.0 * SIDE) {
                cell.push(sheet.text(x + SIDE, base, style, &line));
                base += LEADING - 0.3;
            }
            tags.push(cell);
            x += width;
        }
        if let Some((_, table)) = &mut self.table {
            table.push(tags);
        }
        sheet.line((MARGIN, y + height), (MARGIN + WIDTH, y + height));
        y + height
    }

    fn notes(&mut self, sheet: &mut Sheet<'_>, y: f32) -> f32 {
        self.close_table();
        let mut y = y + LEADING;
        for note in &self.statement.notes {
            y = self.paragraph(sheet, y, self.body(), note) + LEADING;
        }
        y - LEADING
    }

    /// Two lines to sign on beside each other.
    fn signatures(&mut self, sheet: &mut Sheet<'_>, y: f32) -> f32 {
        self.close_table();
        let width = WIDTH / 2.0 - 6.0;
        let mut y = y;
        for pair in self.statement.signatures.chunks(2) {
            let base = y + SIGNATURE - 6.0;
            for (label, x) in pair.iter().zip([MARGIN, MARGIN + WIDTH - width]) {
                sheet.frame(Area { x, y: base, width, height: 0.0 }, FRAME, 0.3);
                let text = sheet.text(x, base + 4.0, self.label(), label);
                self.tags.push(TagGroup::with_children(Tag::P, vec![Node::from(text)]));
            }
            y += SIGNATURE;
        }
        y
    }

    fn paragraph(&mut self, sheet: &mut Sheet<'_>, y: f32, style: Style, text: &str) -> f32 {
        let mut group = TagGroup::new(Tag::P);
        let mut base = y;
        for line in lines(style, text, WIDTH) {
            base += LEADING;
            group.push(sheet.text(MARGIN, base - 0.8, style, &line));
        }
        self.tags.push(group);
        base
    }

    fn close_table(&mut self) {
        if let Some((_, table)) = self.table.take() {
            self.tags.push(table);
        }
    }

    fn cell(&self, column: usize) -> Style {
        match column {
            0 | 2 => Style { face: self.bold, size: 8.0, shade: BLACK },
            _ => Style { face: self.regular, size: 8.0, shade: BLACK },
        }
    }

    fn label(&self) -> Style {
        Style { face: self.regular, size: 7.5, shade: LABEL }
    }

    fn body(&self) -> Style {
        Style { face: self.regular, size: 9.0, shade: BLACK }
    }

    fn strong(&self, size: f32) -> Style {
        Style { face: self.bold, size, shade: BLACK }
    }
}

fn lines(style: Style, text: &str, width: f32) -> Vec<String> {
    style.lines(text, width)
}

fn times(count: usize, height: f32) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX)) * height
}
