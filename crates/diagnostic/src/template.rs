//! Sentences with names in braces, `{subject}` for example, to be filled in.

/// A piece of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// Words that stay as they are.
    Words(&'t str),
    /// The name of what is to be filled in.
    Name(&'t str),
}

/// The pieces of a template, in order. A brace that is not closed begins no name.
pub(super) fn pieces(template: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = template;
    std::iter::from_fn(move || {
        if let Some((name, after)) = rest.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
            rest = after;
            return Some(Piece::Name(name));
        }
        let end = rest.char_indices().skip(1).find(|(_, c)| *c == '{').map_or(rest.len(), |(at, _)| at);
        let (words, after) = rest.split_at(end);
        rest = after;
        (!words.is_empty()).then_some(Piece::Words(words))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_braces_are_pieces_of_their_own() {
        let cases: &[(&str, &[Piece<'_>])] = &[
            ("", &[]),
            ("è", &[Piece::Words("è")]),
            ("{a}", &[Piece::Name("a")]),
            (
                "«{a}» {b}{c}.",
                &[
                    Piece::Words("«"),
                    Piece::Name("a"),
                    Piece::Words("» "),
                    Piece::Name("b"),
                    Piece::Name("c"),
                    Piece::Words("."),
                ],
            ),
            ("{a", &[Piece::Words("{a")]),
        ];
        for (template, expected) in cases {
            assert_eq!(pieces(template).collect::<Vec<_>>(), *expected, "{template}");
        }
    }
}
