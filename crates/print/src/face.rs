//! The two faces of the embedded font, and how wide texts are in them.

use std::collections::HashMap;
use std::sync::LazyLock;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::MetadataProvider as _;
use skrifa::instance::{LocationRef, Size};

/// What stands for a character that the font lacks.
const SUBSTITUTE: char = '\u{fffd}';

/// One face of the font.
pub(crate) struct Face {
    pub(crate) font: Font,
    /// Glyph and advance, as a part of the size, of each character.
    glyphs: HashMap<char, (u32, f32)>,
}

/// A font that is part of the program and cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the embedded font cannot be read")]
pub struct BadFont;

/// For values and labels.
pub(crate) fn regular() -> Result<&'static Face, BadFont> {
    static FACE: LazyLock<Option<Face>> = LazyLock::new(|| Face::read(include_bytes!("../font/Roboto-Regular.ttf")));
    FACE.as_ref().ok_or(BadFont)
}

/// For titles and what matters most.
pub(crate) fn bold() -> Result<&'static Face, BadFont> {
    static FACE: LazyLock<Option<Face>> = LazyLock::new(|| Face::read(include_bytes!("../font/Roboto-Bold.ttf")));
    FACE.as_ref().ok_or(BadFont)
}

impl Face {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let font = Font::new(bytes.into(), 0)?;
        let metrics = skrifa::FontRef::new(bytes).ok()?;
        let advances = metrics.glyph_metrics(Size::new(1.0), LocationRef::default());
        let glyphs = metrics.charmap().mappings().filter_map(|(code, glyph)| {
            Some((char::from_u32(code)?, (glyph.to_u32(), advances.advance_width(glyph)?)))
        });
        Some(Self { font, glyphs: glyphs.collect() })
    }

    /// How wide a text is at this size.
    pub(crate) fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|letter| self.glyph(letter).1).sum::<f32>() * size
    }

    /// The glyphs of a text. A character that the font lacks is drawn as [`SUBSTITUTE`] and stays what it is in the
    /// text that can be copied out.
    pub(crate) fn glyphs(&self, text: &str) -> Vec<KrillaGlyph> {
        let glyph = |(start, letter): (usize, char)| {
            let (id, advance) = self.glyph(letter);
            let range = start..start + letter.len_utf8();
            KrillaGlyph::new(GlyphId::new(id), advance, 0.0, 0.0, 0.0, range, None)
        };
        text.char_indices().map(glyph).collect()
    }

    /// The text broken into lines of this width: between words, or within one that is wider than a line.
    pub(crate) fn lines(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.width(&longer, size) <= width {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for letter in word.chars() {
                line.push(letter);
                if self.width(&line, size) > width && line.chars().nth(1).is_some() {
                    line.pop();
                    lines.push(std::mem::replace(&mut line, letter.to_string()));
                }
            }
        }
        lines.push(line);
        lines
    }

    fn glyph(&self, letter: char) -> (u32, f32) {
        let found = self.glyphs.get(&letter).or_else(|| self.glyphs.get(&SUBSTITUTE));
        found.copied().unwrap_or((0, 0.5))
    }
}

/// A text as it can stand on paper: blanks for whatever breaks lines, and the substitute for characters that show
/// nothing or change the order of others.
pub(crate) fn on_paper(text: &str) -> String {
    text.chars().map(visible).collect::<String>().trim().to_owned()
}

fn visible(letter: char) -> char {
    match letter {
        '\t' | '\n' | '\r' | '\u{a0}' | '\u{2028}' | '\u{2029}' => ' ',
        // Formatting, private and unassigned characters, and the halves that text may not hold.
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff0}'..='\u{ffff}'
        | '\u{e000}'..='\u{f8ff}'
        | '\u{e0000}'..='\u{10ffff}' => SUBSTITUTE,
        letter if letter.is_control() || u32::from(letter) & 0xfffe == 0xfffe => SUBSTITUTE,
        letter => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_faces_have_every_letter_of_italian_names_and_the_substitute() {
        for face in [regular().unwrap(), bold().unwrap()] {
            for letter in ('\u{20}'..='\u{7e}').chain("àèéìòùÀÈÉÌÒÙçäöüßčšžŁ’–«»€\u{fffd}".chars())
            {
                assert!(face.glyphs.contains_key(&letter), "{letter:?}");
            }
        }
    }

    #[test]
    fn long_texts_wrap_between_words_and_long_words_anywhere() {
        let face = regular().unwrap();
        let width = face.width("uno due", 9.0) + 0.1;
        assert_eq!(face.lines("uno due tre", 9.0, width), ["uno due", "tre"]);
        assert_eq!(face.lines("", 9.0, width), [""]);
        let lines = face.lines("a mmmmmmmmmmmmmmmm b", 9.0, width);
        assert_eq!(lines.concat().replace(' ', ""), "ammmmmmmmmmmmmmmmb");
        assert!(lines.iter().all(|line| face.width(line, 9.0) <= width), "{lines:?}");
    }

    #[test]
    fn what_shows_nothing_is_made_visible() {
        assert_eq!(on_paper(" a\tb\u{202e}c\u{0}d\u{e000} "), "a b\u{fffd}c\u{fffd}d\u{fffd}");
        assert_eq!(on_paper("Nicolò D’Amìco 漢"), "Nicolò D’Amìco 漢");
    }
}
