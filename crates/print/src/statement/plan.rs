//! Which parts of a statement stand on which page.

/// A part of a statement, with a height of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Title, sentence and facts.
    Head,
    /// The title of a section, with the heads of the columns.
    Title(usize),
    /// A row of a section.
    Row(usize, usize),
    /// The notes.
    Notes,
    /// The lines to sign on.
    Signatures,
}

/// Distributes the parts over pages of this height. A title does not stand alone at the end of a page, and the
/// title of a section is repeated where its rows go on.
pub(super) fn pages(parts: &[(Part, f32)], room: f32) -> Vec<Vec<Part>> {
    let mut pages = vec![Vec::new()];
    let mut used = 0.0;
    let mut title = None;
    for (at, (part, height)) in parts.iter().enumerate() {
        let next = parts.get(at + 1).map_or(0.0, |(_, height)| *height);
        let needed = if matches!(part, Part::Title(_)) { height + next } else { *height };
        if matches!(part, Part::Title(_)) {
            title = Some((*part, *height));
        }
        if used + needed > room && used > 0.0 {
            pages.push(Vec::new());
            used = 0.0;
            if let (Part::Row(..), Some((title, height))) = (part, title) {
                used += height;
                pages.last_mut().into_iter().for_each(|page| page.push(title));
            }
        }
        used += height;
        pages.last_mut().into_iter().for_each(|page| page.push(*part));
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_title_is_left_alone_and_each_is_repeated() {
        let row = |at| (Part::Row(0, at), 10.0);
        let parts = [(Part::Head, 10.0), (Part::Title(0), 10.0), row(0), row(1), row(2), (Part::Notes, 10.0)];
        assert_eq!(
            pages(&parts, 25.0),
            [
                vec![Part::Head],
                vec![Part::Title(0), Part::Row(0, 0)],
                vec![Part::Title(0), Part::Row(0, 1)],
                vec![Part::Title(0), Part::Row(0, 2)],
                vec![Part::Notes],
            ]
        );
        assert_eq!(pages(&parts, 100.0).len(), 1);
    }
}
