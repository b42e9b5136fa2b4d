//! What may be keyed at a question: checked here again, and told to the voice platform as a grammar.

/// The key that goes back one question.
pub(crate) const BACK: &str = "*";

/// What may be keyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// One of these digits.
    Choice(&'static str),
    /// So many digits.
    Digits(usize),
    /// 32 digits, or the 11 of a provisional code.
    CodiceFiscale,
    /// Eight digits, or 0 or 1.
    Day,
    /// One to six digits and asterisks.
    Diagnosis,
    /// Any one key.
    AnyKey,
}

impl Format {
    /// Whether this may be keyed.
    pub(crate) fn fits(self, keyed: &str) -> bool {
        let digits = |count: usize| keyed.len() == count && keyed.bytes().all(|byte| byte.is_ascii_digit());
        match self {
            Self::Choice(allowed) => keyed.len() == 1 && allowed.contains(keyed),
            Self::Digits(count) => digits(count),
            Self::CodiceFiscale => digits(32) || digits(11),
            Self::Day => digits(8) || matches!(keyed, "0" | "1"),
            Self::Diagnosis => {
                (1..=6).contains(&keyed.len()) && keyed.bytes().all(|byte| byte.is_ascii_digit() || byte == b'*')
            }
            Self::AnyKey => true,
        }
    }

    /// The content of the one rule of its grammar (SRGS). The termination key is none of it.
    pub(crate) fn grammar(self) -> String {
        let back = item("", BACK);
        let alternatives = match self {
            Self::Choice(allowed) => allowed.chars().map(|digit| item("", &digit.to_string())).collect(),
            Self::Digits(count) => item(&repeat(count), &one_of("0123456789")),
            Self::CodiceFiscale => item(&repeat(32), &one_of("0123456789")) + &item(&repeat(11), &one_of("0123456789")),
            Self::Day => item("", "0") + &item("", "1") + &item(&repeat(8), &one_of("0123456789")),
            Self::Diagnosis => return format!("<one-of>{}</one-of>", item(" repeat=\"1-6\"", &one_of("0123456789*"))),
            Self::AnyKey => return one_of("0123456789*"),
        };
        format!("<one-of>{alternatives}{back}</one-of>")
    }
}

fn repeat(count: usize) -> String {
    format!(" repeat=\"{count}\"")
}

fn item(attributes: &str, content: &str) -> String {
    format!("<item{attributes}>{content}</item>")
}

fn one_of(keys: &str) -> String {
    let items: String = keys.chars().map(|key| item("", &key.to_string())).collect();
    format!("<one-of>{items}</one-of>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_takes_what_it_says_and_nothing_else() {
        let cases = [
            (Format::Choice("19"), vec!["1", "9"], vec!["", "2", "19", "11", "*"]),
            (Format::Digits(5), vec!["24680"], vec!["2468", "246801", "2468a", "２4680"]),
            (Format::Day, vec!["0", "1", "06032026"], vec!["2", "6032026", "060320260", "00"]),
            (Format::Diagnosis, vec!["487*1", "4", "****"], vec!["", "4871234", "487.1", "E950"]),
        ];
        for (format, good, bad) in cases {
            assert!(good.iter().all(|keyed| format.fits(keyed)), "{format:?}");
            assert!(bad.iter().all(|keyed| !format.fits(keyed)), "{format:?}");
        }
        assert!(Format::CodiceFiscale.fits(&"0".repeat(32)) && Format::CodiceFiscale.fits(&"0".repeat(11)));
        assert!(!Format::CodiceFiscale.fits(&"0".repeat(16)));
        assert_eq!(Format::Choice("12").grammar(), "<one-of><item>1</item><item>2</item><item>*</item></one-of>");
    }
}
