//! «Did you mean»: the name that was probably meant.

/// Names longer than this are not compared.
const LONGEST: usize = 64;

/// The index of the name nearest to `given`, when it is near enough to be a slip. Letter case
/// does not matter.
pub(super) fn nearest<'n>(given: &str, names: impl Iterator<Item = &'n str>) -> Option<usize> {
    if given.len() > LONGEST {
        return None;
    }
    names
        .enumerate()
        .filter_map(|(index, name)| {
            let allowed = (name.len().min(given.len()) / 3).clamp(1, 3);
            if name.len().abs_diff(given.len()) > allowed || name.len() > LONGEST {
                return None;
            }
            let distance = distance(given.as_bytes(), name.as_bytes(), allowed)?;
            Some((distance, index))
        })
        .min()
        .map(|(_, index)| index)
}

/// Insertions, deletions, replacements and swaps of neighbouring bytes from one name to the
/// other, both at most [`LONGEST`] bytes long, unless there are more than `most`.
#[expect(clippy::indexing_slicing, reason = "both names are at most LONGEST bytes, and a row has one more")]
fn distance(a: &[u8], b: &[u8], most: usize) -> Option<usize> {
    // Distances are at most LONGEST, so bytes hold them, and rows are cheap to pass on.
    let mut before = [0_u8; LONGEST + 1];
    let mut last = [0_u8; LONGEST + 1];
    let mut row = [0_u8; LONGEST + 1];
    for (start, index) in last.iter_mut().zip(0..) {
        *start = index;
    }
    for (i, x) in a.iter().enumerate() {
        row[0] = last[0] + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = last[j] + u8::from(!x.eq_ignore_ascii_case(y));
            row[j + 1] = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && x.eq_ignore_ascii_case(&b[j - 1]) && a[i - 1].eq_ignore_ascii_case(y) {
                row[j + 1] = row[j + 1].min(before[j - 1] + 1);
            }
        }
        // What follows builds on these two rows, and only grows.
        let is_far = |row: &[u8]| row.iter().take(b.len() + 1).all(|&distance| usize::from(distance) > most);
        if is_far(&row) && is_far(&last) {
            return None;
        }
        (before, last, row) = (last, row, before);
    }
    Some(usize::from(last[b.len()])).filter(|&distance| distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_recognised_and_other_names_are_not() {
        let names = ["codiceFiscale", "pincode", "codiceRegione", "codiceAsl", "via", "cap"];
        let cases = [
            ("codicefiscale", Some(0)),
            ("codiceFiscal", Some(0)),
            ("pinCode", Some(1)),
            ("pinocde", Some(1)),
            ("CodiceASL", Some(3)),
            ("vía", None),
            ("viia", Some(4)),
            ("telefono", None),
            ("x", None),
            ("", None),
        ];
        for (given, expected) in cases {
            assert_eq!(nearest(given, names.into_iter()), expected, "{given}");
        }
    }
}
