//! Where everything stands on the page, and what it is for programs that read the page aloud.

use std::num::NonZeroU16;

use krilla::surface::Surface;
use krilla::tagging::{Identifier, Node, Tag, TagGroup, TagTree};

use crate::face::{self, BadFont, Face};
use crate::form::{Cell, Form, Section, Value};
use crate::labels::Choice;
use crate::sheet::{Area, BAR, BLACK, BOX, FRAME, LABEL, Sheet, Style};

/// A4, in millimetres.
pub(crate) const PAGE: (f32, f32) = (210.0, 297.0);
const MARGIN: f32 = 15.0;
const WIDTH: f32 = 180.0;
const RIGHT: f32 = MARGIN + WIDTH;

const HEADER: f32 = 22.0;
const STRIP: f32 = 6.0;
const BAND: f32 = 7.0;
const FOOTER: f32 = 10.0;
const TITLE_BAR: f32 = 5.0;

/// Between the sides of a cell and its text.
const SIDE: f32 = 2.0;
/// From the upper side of a cell to the baseline of its label.
const LABEL_BASE: f32 = 3.3;
/// From one line of a value to the next.
const LEADING: f32 = 4.1;
/// From the baseline of the last line to the lower side.
const BELOW: f32 = 1.9;
/// From one box to the one below it.
const BOX_LEADING: f32 = 5.0;

const WORDS: &str = "STAMPA DI UN EMULATORE - DOCUMENTO SENZA VALORE";

/// Draws a form on a page, and gives its structure.
pub(crate) fn draw(surface: Surface<'_>, form: &Form, world: &str) -> Result<TagTree, BadFont> {
    let mut page = Page {
        sheet: Sheet::new(surface),
        regular: face::regular()?,
        bold: face::bold()?,
        tags: TagGroup::new(Tag::Div),
        air: 0.0,
    };
    let mut y = page.head(form);
    // Air between the sections first, then in the rows.
    let bottom = PAGE.1 - MARGIN - FOOTER;
    let all = |page: &Page<'_>| form.blocks.iter().map(|block| page.block_height(block)).sum::<f32>();
    let gap = ((bottom - y - all(&page)) / count(form.blocks.len().max(1))).clamp(0.8, 3.5);
    let rows: usize = form.blocks.iter().filter_map(|block| block.iter().map(|section| section.rows.len()).max()).sum();
    let rest = bottom - y - all(&page) - gap * count(form.blocks.len() + 1);
    debug_assert!(rest > -4.0, "the form is {rest} mm too high for a page");
    page.air = (rest / count(rows.max(1))).clamp(0.0, 1.6);
    for block in &form.blocks {
        y += gap;
        let height = page.block_height(block);
        page.block(block, y, height);
        y += height;
    }
    page.foot(form, world);
    page.sheet.finish();
    Ok(TagTree::from(vec![Node::from(page.tags)]))
}

struct Page<'a> {
    sheet: Sheet<'a>,
    regular: &'static Face,
    bold: &'static Face,
    tags: TagGroup,
    /// What each row is higher than it need be.
    air: f32,
}

impl Page<'_> {
    /// Title, number, strip and bands; gives where the sections may begin.
    fn head(&mut self, form: &Form) -> f32 {
        let watermark = Style { face: self.bold, size: 40.0, shade: 229 };
        let (first, second) = WORDS.split_once(" - ").unwrap_or((WORDS, ""));
        self.sheet.watermark(watermark, &[first, second], (PAGE.0 / 2.0, PAGE.1 / 2.0), -52.0);

        let frame = Area { x: RIGHT - 54.0, y: MARGIN, width: 54.0, height: HEADER - 2.0 };
        self.sheet.frame(frame, FRAME, 0.35);
        let title = self.bold(14.0);
        let lines = title.lines(form.title, frame.x - MARGIN - 6.0);
        let mut base = MARGIN + 8.0;
        let mut heading = TagGroup::new(Tag::Hn(NonZeroU16::MIN, Some(form.title.to_owned())));
        for line in &lines {
            heading.push(self.sheet.text(MARGIN, base, title, line));
            base += 6.2;
        }
        self.tags.push(heading);

        let x = frame.x + SIDE + 1.0;
        let label = self.sheet.text(x, MARGIN + 4.8, self.label(), "N. PROTOCOLLO");
        let number = self.sheet.number(x, MARGIN + 10.8, self.bold(12.0), &form.number);
        let received = format!("Ricevuto il {}", form.received);
        let received = self.sheet.text(x, MARGIN + 16.8, self.body(), &received);
        self.paragraphs([label]);
        let as_a_whole = Tag::P.with_actual_text(Some(form.number.clone()));
        self.tags.push(TagGroup::with_children(as_a_whole, vec![Node::from(number)]));
        self.paragraphs([received]);

        let mut y = MARGIN + HEADER;
        self.sheet.fill(Area { x: MARGIN, y, width: WIDTH, height: STRIP }, 215);
        self.centred(y + 4.1, self.bold(8.5), WORDS);
        y += STRIP;
        for band in &form.bands {
            let area = Area { x: MARGIN, y: y + 1.5, width: WIDTH, height: BAND };
            self.sheet.fill(area, crate::sheet::WHITE);
            self.sheet.frame(area, BLACK, 0.5);
            self.centred(area.y + 4.8, self.bold(10.0), band);
            y += BAND + 1.5;
        }
        y
    }

    fn foot(&mut self, form: &Form, world: &str) {
        let base = PAGE.1 - MARGIN - FOOTER + 7.5;
        self.sheet.line((MARGIN, base - 4.0), (RIGHT, base - 4.0));
        let style = self.label();
        let copy = self.bold(8.0);
        let left = format!("sac (emulatore), mondo {}", face::on_paper(world));
        let left = self.sheet.text(MARGIN, base, style, &left);
        self.paragraphs([left]);
        self.centred(base, copy, form.copy_for);
        let page = "pag. 1 di 1";
        self.sheet.footer(RIGHT - style.width(page), base, style, page);
    }

    fn block_height(&self, block: &[Section]) -> f32 {
        let width = WIDTH / count(block.len().max(1));
        block.iter().map(|section| self.section_height(section, width)).fold(0.0, f32::max)
    }

    fn section_height(&self, section: &Section, width: f32) -> f32 {
        TITLE_BAR + section.rows.iter().map(|row| self.row_height(row, width)).sum::<f32>()
    }

    fn row_height(&self, row: &[Cell], width: f32) -> f32 {
        row.iter().map(|cell| self.cell_height(cell, columns(cell.span, width))).fold(0.0, f32::max) + self.air
    }

    fn cell_height(&self, cell: &Cell, width: f32) -> f32 {
        let label = if cell.label.is_empty() { 0.9 } else { LABEL_BASE };
        let value = match &cell.value {
            Value::Text(text) => count(self.body().lines(text, width - 2.0 * SIDE).len()) * LEADING,
            Value::Strong(text) => count(self.bold(9.5).lines(text, width - 2.0 * SIDE).len()) * LEADING,
            Value::Beside(_) => LEADING + 0.3,
            Value::Below(boxes) => {
                let lines: usize = boxes.iter().map(|(_, words)| self.choice_lines(words, width).len()).sum();
                let wrapped = lines - boxes.len();
                count(boxes.len()) * BOX_LEADING + count(wrapped) * (LEADING - 0.3) + 0.2
            }
        };
        label + value + BELOW
    }

    /// A row of boxed sections of one height.
    fn block(&mut self, block: &[Section], y: f32, height: f32) {
        let width = WIDTH / count(block.len().max(1));
        let mut x = MARGIN;
        for section in block {
            self.section(section, Area { x, y, width, height });
            x += width;
        }
    }

    fn section(&mut self, section: &Section, area: Area) {
        self.sheet.fill(Area { height: TITLE_BAR, ..area }, BAR);
        let mut tags = TagGroup::new(Tag::Section);
        let mut heading = TagGroup::new(Tag::Hn(NonZeroU16::MIN.saturating_add(1), Some(section.title.to_owned())));
        heading.push(self.sheet.text(area.x + SIDE, area.y + 3.6, self.bold(8.5), section.title));
        tags.push(heading);
        let mut y = area.y + TITLE_BAR;
        for (index, row) in section.rows.iter().enumerate() {
            let height = self.row_height(row, area.width);
            if index > 0 {
                self.sheet.line((area.x, y), (area.x + area.width, y));
            }
            let mut x = area.x;
            for cell in row {
                let width = columns(cell.span, area.width);
                if x > area.x {
                    self.sheet.line((x, y), (x, y + height));
                }
                self.cell(cell, Area { x, y, width, height }, &mut tags);
                x += width;
            }
            y += height;
        }
        self.sheet.frame(area, FRAME, 0.3);
        self.tags.push(tags);
    }

    fn cell(&mut self, cell: &Cell, area: Area, tags: &mut TagGroup) {
        let (x, top) = (area.x + SIDE, area.y + self.air / 2.0);
        let mut y = top + 0.9;
        let mut label = None;
        if !cell.label.is_empty() {
            y = top + LABEL_BASE;
            // The blank keeps label and value apart where they are read in one go.
            label = Some(self.sheet.text(x, y, self.label(), &format!("{} ", cell.label)));
        }
        match &cell.value {
            Value::Text(text) => self.value(label, text, self.body(), (x, y), area.width, tags),
            Value::Strong(text) => self.value(label, text, self.bold(9.5), (x, y), area.width, tags),
            Value::Beside(boxes) => {
                tags_of_label(label, tags);
                let widths: Vec<f32> = boxes.iter().map(|(_, words)| self.choice_width(words)).collect();
                let free = area.width - 2.0 * SIDE - widths.iter().sum::<f32>();
                let gap = (free / count(boxes.len().max(1))).min(12.0);
                let mut x = x;
                for (choice, width) in boxes.iter().zip(widths) {
                    self.choice(choice, (x, y + LEADING + 0.3), width + 2.0 * SIDE + 0.1, tags);
                    x += width + gap;
                }
            }
            Value::Below(boxes) => {
                tags_of_label(label, tags);
                for choice in boxes {
                    let lines = self.choice(choice, (x, y + BOX_LEADING - 0.7), area.width, tags);
                    y += BOX_LEADING + count(lines - 1) * (LEADING - 0.3);
                }
            }
        }
    }

    fn value(
        &mut self,
        label: Option<Identifier>,
        text: &str,
        style: Style,
        (x, y): (f32, f32),
        width: f32,
        tags: &mut TagGroup,
    ) {
        let mut lines = TagGroup::with_children(Tag::P, label.into_iter().map(Node::from).collect());
        let mut base = y;
        for line in style.lines(text, width - 2.0 * SIDE) {
            base += LEADING;
            lines.push(self.sheet.text(x, base, style, &line));
        }
        tags.push(lines);
    }

    /// A box with its words; gives how many lines they take.
    fn choice(&mut self, choice: &Choice, (x, y): (f32, f32), width: f32, tags: &mut TagGroup) -> usize {
        let (is_chosen, words) = *choice;
        let mut item = TagGroup::new(Tag::P);
        item.push(self.sheet.tick_box(x, y, self.bold, is_chosen));
        let lines = self.choice_lines(words, width);
        let style = if is_chosen { Style { face: self.bold, ..self.body() } } else { self.body() };
        let mut base = y;
        for line in &lines {
            item.push(self.sheet.text(x + BOX + 1.5, base, style, line));
            base += LEADING - 0.3;
        }
        tags.push(item);
        lines.len()
    }

    /// A box with its words on one line.
    fn choice_width(&self, words: &str) -> f32 {
        BOX + 1.5 + Style { face: self.bold, ..self.body() }.width(words)
    }

    /// The words of a choice, in lines as wide as the bold face needs them.
    fn choice_lines(&self, words: &str, width: f32) -> Vec<String> {
        Style { face: self.bold, ..self.body() }.lines(words, width - 2.0 * SIDE - BOX - 1.5)
    }

    fn centred(&mut self, base: f32, style: Style, text: &str) {
        let x = MARGIN + (WIDTH - style.width(text)) / 2.0;
        let id = self.sheet.text(x, base, style, text);
        self.paragraphs([id]);
    }

    fn paragraphs<const N: usize>(&mut self, texts: [Identifier; N]) {
        for text in texts {
            self.tags.push(paragraph([text]));
        }
    }

    fn label(&self) -> Style {
        Style { face: self.regular, size: 7.0, shade: LABEL }
    }

    fn body(&self) -> Style {
        Style { face: self.regular, size: 9.0, shade: BLACK }
    }

    fn bold(&self, size: f32) -> Style {
        Style { face: self.bold, size, shade: BLACK }
    }
}

/// How many, among lengths. No page holds more than fit.
fn count(number: usize) -> f32 {
    u16::try_from(number).map_or(f32::from(u16::MAX), f32::from)
}

fn columns(span: u8, width: f32) -> f32 {
    width * f32::from(span) / 12.0
}

fn paragraph<const N: usize>(texts: [Identifier; N]) -> TagGroup {
    TagGroup::with_children(Tag::P, texts.into_iter().map(Node::from).collect())
}

fn tags_of_label(label: Option<Identifier>, tags: &mut TagGroup) {
    if let Some(label) = label {
        tags.push(paragraph([label]));
    }
}
