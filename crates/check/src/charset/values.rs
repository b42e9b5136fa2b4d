//! The values of a message as they read once references and CDATA sections are resolved, with the
//! way back to where each character was written.

use std::ops::Range;

/// How a piece of a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// As characters of the charset.
    Characters,
    /// By references to characters, at least in part.
    References,
    /// As characters in a CDATA section.
    Cdata,
}

/// A stretch of text that reads as one: the content of an element up to the next tag, a tag, a
/// comment.
#[derive(Default)]
pub(super) struct Value {
    /// As it reads.
    pub(super) text: String,
    segments: Vec<Segment>,
}

struct Segment {
    /// Where it begins in the value.
    start: usize,
    /// Where it is written.
    source: Range<usize>,
    form: Form,
}

impl Value {
    /// Where a part of the value is written, and how.
    pub(super) fn source(&self, range: Range<usize>) -> (Range<usize>, Form) {
        let at = |offset: usize| self.segments.partition_point(|segment| segment.start <= offset).saturating_sub(1);
        let (first, last) = (at(range.start), at(range.end.saturating_sub(1)));
        let Some(segments) = self.segments.get(first..=last) else { return (0..0, Form::Characters) };
        let start = segments.first().map_or(0, |segment| match segment.form {
            Form::References => segment.source.start,
            Form::Characters | Form::Cdata => segment.source.start + (range.start - segment.start),
        });
        let end = segments.last().map_or(start, |segment| match segment.form {
            Form::References => segment.source.end,
            Form::Characters | Form::Cdata => segment.source.start + (range.end - segment.start),
        });
        let forms = [Form::References, Form::Cdata];
        let form = forms.into_iter().find(|form| segments.iter().any(|segment| segment.form == *form));
        (start..end, form.unwrap_or(Form::Characters))
    }

    fn push(&mut self, source: &str, range: Range<usize>, form: Form) {
        if let Some(text) = source.get(range.clone()).filter(|text| !text.is_empty()) {
            self.segments.push(Segment { start: self.text.len(), source: range, form });
            self.text.push_str(text);
        }
    }

    /// Adds text in which references are resolved.
    fn push_resolved(&mut self, source: &str, range: Range<usize>) {
        let mut from = range.start;
        let mut at = range.start;
        while let Some(found) = source.get(at..range.end).and_then(|rest| memchr::memchr(b'&', rest.as_bytes())) {
            let start = at + found;
            match source.get(start..range.end).and_then(of_xml) {
                Some((length, c)) => {
                    self.push(source, from..start, Form::Characters);
                    let segment =
                        Segment { start: self.text.len(), source: start..start + length, form: Form::References };
                    self.segments.push(segment);
                    self.text.push(c);
                    (at, from) = (start + length, start + length);
                }
                None => at = start + 1,
            }
        }
        self.push(source, from..range.end, Form::Characters);
    }
}

/// The reference at the start of `text` that XML itself knows.
fn of_xml(text: &str) -> Option<(usize, char)> {
    const NAMES: [&str; 5] = ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"];
    let is_known = text.starts_with("&#") || NAMES.iter().any(|name| text.starts_with(name));
    // Half a character is none.
    super::entities::reference(text).filter(|(length, _)| is_known && text.get(..*length).is_some_and(is_single))
}

fn is_single(reference: &str) -> bool {
    reference.matches(';').count() == 1
}

/// Hands over every stretch of a document's text, whether or not it is well-formed.
pub(super) fn each(text: &str, mut hand_over: impl FnMut(&Value)) {
    let mut value = Value::default();
    let mut at = 0;
    let mut flush = |value: &mut Value| {
        if !value.text.is_empty() {
            hand_over(value);
            value.text.clear();
            value.segments.clear();
        }
    };
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let found = memchr::memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
        value.push_resolved(text, at..at + found);
        let start = at + found;
        let markup = text.get(start..).unwrap_or_default();
        let end_of = |end: &str| memchr::memmem::find(markup.as_bytes(), end.as_bytes()).map(|found| found + end.len());
        let length = if let Some(content) = markup.strip_prefix("<![CDATA[") {
            let length = end_of("]]>").unwrap_or(markup.len());
            let inner = start + (markup.len() - content.len());
            value.push(text, inner..(start + length).saturating_sub("]]>".len()).max(inner), Form::Cdata);
            length
        } else {
            let (length, is_tag) = match markup {
                _ if markup.starts_with("<!--") => (end_of("-->"), false),
                _ if markup.starts_with("<?") => (end_of("?>"), false),
                _ => (end_of(">"), true),
            };
            let length = length.unwrap_or(markup.len());
            // Comments stand inside a value without ending it.
            if is_tag {
                flush(&mut value);
            }
            let mut own = Value::default();
            own.push_resolved(text, start..start + length);
            flush(&mut own);
            length
        };
        at = start + length;
    }
    flush(&mut value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_reads_as_one_and_knows_where_it_was_written() {
        let text = "<a>x&#xC3;<!-- - --><![CDATA[\u{A0}y]]>&amp;agrave;</a>";
        let mut values = Vec::new();
        each(text, |value| {
            if !value.text.starts_with('<') {
                let start = value.text.find('Ã').unwrap();
                let (range, form) = value.source(start..start + 4);
                let (end, in_cdata) = value.source(start + 4..start + 5);
                values.push(value.text.clone());
                assert_eq!((&text[range], form), ("&#xC3;<!-- - --><![CDATA[\u{A0}", Form::References));
                assert_eq!((&text[end], in_cdata), ("y", Form::Cdata));
            }
        });
        assert_eq!(values, ["xÃ\u{A0}y&agrave;"]);
    }

    #[test]
    fn any_text_is_gone_through() {
        for text in ["", "<", "<a", "<!--", "<![CDATA[", "<![CDATA[]]", "&", "&#", "&#xD800;", "a<b>c", "<?x", "]]>"] {
            let mut length = 0;
            each(text, |value| length += value.text.len());
            assert!(length <= text.len(), "{text}");
        }
    }
}
