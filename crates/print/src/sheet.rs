//! A page on which texts, lines and surfaces are placed in millimetres from its upper left corner.

use krilla::color::luma;
use krilla::geom::{PathBuilder, Point, Rect, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};
use krilla::text::KrillaGlyph;

use crate::face::Face;

/// Points in a millimetre.
pub(crate) const MM: f32 = 72.0 / 25.4;

/// Millimetres in points, to the hundredth: finer ones only make files larger.
pub(crate) fn points(millimetres: f32) -> f32 {
    (millimetres * MM * 100.0).round() / 100.0
}

/// Shades, from black (0) to white (255).
pub(crate) const BLACK: u8 = 0;
pub(crate) const LABEL: u8 = 85;
pub(crate) const FRAME: u8 = 90;
pub(crate) const GRID: u8 = 175;
pub(crate) const BAR: u8 = 232;
pub(crate) const WHITE: u8 = 255;

/// How a text is set.
#[derive(Clone, Copy)]
pub(crate) struct Style {
    pub(crate) face: &'static Face,
    /// In points.
    pub(crate) size: f32,
    pub(crate) shade: u8,
}

impl Style {
    /// The width of a text in millimetres.
    pub(crate) fn width(&self, text: &str) -> f32 {
        self.face.width(text, self.size) / MM
    }

    /// The text in lines of this many millimetres.
    pub(crate) fn lines(&self, text: &str, width: f32) -> Vec<String> {
        self.face.lines(text, self.size, width * MM)
    }
}

/// A rectangle in millimetres.
#[derive(Clone, Copy)]
pub(crate) struct Area {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) width: f32,
    pub(crate) height: f32,
}

/// The page that is drawn on.
pub(crate) struct Sheet<'a> {
    surface: Surface<'a>,
}

impl<'a> Sheet<'a> {
    pub(crate) fn new(surface: Surface<'a>) -> Self {
        Self { surface }
    }

    pub(crate) fn finish(self) {
        self.surface.finish();
    }

    /// A line of text whose baseline begins at `x`, `y`.
    pub(crate) fn text(&mut self, x: f32, y: f32, style: Style, text: &str) -> Identifier {
        let id = self.surface.start_tagged(ContentTag::Span(SpanTag::empty()));
        self.glyphs(x, y, style, text, &style.face.glyphs(text));
        self.surface.end_tagged();
        id
    }

    /// A line of text that is no part of the document, as the page's number.
    pub(crate) fn footer(&mut self, x: f32, y: f32, style: Style, text: &str) {
        let kind = ArtifactType::Footer;
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
        self.glyphs(x, y, style, text, &style.face.glyphs(text));
        self.surface.end_tagged();
    }

    /// A number with a little air between its groups of three digits: so little that no program takes it for a blank.
    pub(crate) fn number(&mut self, x: f32, y: f32, style: Style, digits: &str) -> Identifier {
        let id = self.surface.start_tagged(ContentTag::Span(SpanTag::empty()));
        let mut glyphs = style.face.glyphs(digits);
        for glyph in glyphs.iter_mut().skip(2).step_by(3) {
            glyph.x_advance += GROUP_GAP;
        }
        self.glyphs(x, y, style, digits, &glyphs);
        self.surface.end_tagged();
        id
    }

    /// A box to cross, beside a text with its baseline at `y`; read as `[X]` or `[ ]`: the brackets are there in
    /// white. (A replaced text would do for the standard, but poppler puts it elsewhere on the page.)
    pub(crate) fn tick_box(&mut self, x: f32, y: f32, face: &'static Face, is_chosen: bool) -> Identifier {
        let size = points(BOX * 0.92);
        let cross = face.width("X", size) / MM;
        let bracket = face.width("[", size) / MM;
        let left = x + (BOX - cross) / 2.0;
        let id = self.surface.start_tagged(ContentTag::Span(SpanTag::empty()));
        let white = Style { face, size, shade: WHITE };
        self.glyphs(left - bracket, y, white, "[", &face.glyphs("["));
        if is_chosen {
            self.glyphs(left, y, Style { shade: BLACK, ..white }, "X", &face.glyphs("X"));
        } else {
            let mut blank = face.glyphs(" ");
            for glyph in &mut blank {
                glyph.x_advance = cross * MM / size;
            }
            self.glyphs(left, y, white, " ", &blank);
        }
        self.glyphs(left + cross, y, white, "] ", &face.glyphs("] "));
        self.surface.end_tagged();
        self.frame(Area { x, y: y - BOX * 0.83, width: BOX, height: BOX }, FRAME, 0.25);
        id
    }

    /// A surface of one shade.
    pub(crate) fn fill(&mut self, area: Area, shade: u8) {
        self.path(area, Some(shade), None);
    }

    /// The four sides of a rectangle, as thick as `width` millimetres.
    pub(crate) fn frame(&mut self, area: Area, shade: u8, width: f32) {
        self.path(area, None, Some((shade, width)));
    }

    /// A thin line from one point to another.
    pub(crate) fn line(&mut self, from: (f32, f32), to: (f32, f32)) {
        let mut path = PathBuilder::new();
        path.move_to(points(from.0), points(from.1));
        path.line_to(points(to.0), points(to.1));
        if let Some(path) = path.finish() {
            self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
            self.surface.set_fill(None);
            self.surface.set_stroke(Some(stroke(GRID, points(0.15))));
            self.surface.draw_path(&path);
            self.surface.end_tagged();
        }
    }

    /// Words across the page as outlines, which no program reads as text.
    pub(crate) fn watermark(&mut self, style: Style, lines: &[&str], center: (f32, f32), angle: f32) {
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Watermark)));
        let (x, y) = (points(center.0), points(center.1));
        self.surface.push_transform(&Transform::from_rotate_at(angle, x, y));
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(stroke(style.shade, 0.8)));
        let mut base = y;
        for text in lines {
            let start = Point::from_xy((x - style.face.width(text, style.size) / 2.0).round(), base.round());
            let glyphs = style.face.glyphs(text);
            self.surface.draw_glyphs(start, &glyphs, style.face.font.clone(), text, style.size, true);
            base += style.size * 1.3;
        }
        self.surface.pop();
        self.surface.end_tagged();
    }

    fn path(&mut self, area: Area, shade: Option<u8>, line: Option<(u8, f32)>) {
        let mut path = PathBuilder::new();
        let Some(rect) =
            Rect::from_ltrb(points(area.x), points(area.y), points(area.x + area.width), points(area.y + area.height))
        else {
            return;
        };
        path.push_rect(rect);
        if let Some(path) = path.finish() {
            self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
            self.surface.set_fill(shade.map(paint));
            self.surface.set_stroke(line.map(|(shade, width)| stroke(shade, points(width))));
            self.surface.draw_path(&path);
            self.surface.end_tagged();
        }
    }

    fn glyphs(&mut self, x: f32, y: f32, style: Style, text: &str, glyphs: &[KrillaGlyph]) {
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(paint(style.shade)));
        let start = Point::from_xy(points(x), points(y));
        self.surface.draw_glyphs(start, glyphs, style.face.font.clone(), text, style.size, false);
    }
}

/// The side of a box, in millimetres.
pub(crate) const BOX: f32 = 3.0;
/// The air after three digits, as a part of the size.
const GROUP_GAP: f32 = 0.09;

fn paint(shade: u8) -> Fill {
    Fill { paint: luma::Color::new(shade).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

fn stroke(shade: u8, width: f32) -> Stroke {
    Stroke { paint: luma::Color::new(shade).into(), width, ..Stroke::default() }
}
