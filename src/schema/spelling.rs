//! «Did you mean»: the name that was probably meant.

/// Names longer than this are not compared.
const LONGEST: usize = 64;

/// The index of the name nearest to `given`, when it is near enough to be a slip.
pub(super) fn nearest<'n>(given: &str, names: impl Iterator<Item = &'n str>) -> Option<usize> {
    if given.len() > LONGEST {
        return None;
    }
    let given: Vec<char> = given.chars().flat_map(char::to_lowercase).collect();
    names
        .enumerate()
        .filter_map(|(index, name)| {
            let name: Vec<char> = name.chars().flat_map(char::to_lowercase).collect();
            let allowed = (name.len().min(given.len()) / 3).clamp(1, 3);
            let distance = distance(&given, &name);
            (distance <= allowed).then_some((distance, index))
        })
        .min()
        .map(|(_, index)| index)
}

/// Insertions, deletions, replacements and swaps of neighbours from one to the other.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let replaced = last[j] + usize::from(x != y);
            let mut best = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_recognised_and_strangers_are_not() {
        let names = [
            "codiceFiscale",
            "pincode",
            "codiceRegione",
            "codiceAsl",
            "via",
            "cap",
        ];
        let cases = [
            ("codicefiscale", Some(0)),
            ("codiceFiscal", Some(0)),
            ("pinCode", Some(1)),
            ("pinocde", Some(1)),
            ("CodiceASL", Some(3)),
            ("vía", Some(4)),
            ("telefono", None),
            ("x", None),
            ("", None),
        ];
        for (given, expected) in cases {
            assert_eq!(nearest(given, names.into_iter()), expected, "{given}");
        }
    }
}
