//! What a value looks like, with other characters: what breaks a facet breaks it still.

use super::Mask;

impl Mask {
    /// Another value of the same shape: capitals, small letters and digits by others of their
    /// kind, other letters by `è`, and what is none of these as it was.
    pub(super) fn shape(&self, value: &str) -> String {
        let mut stream = self.draw.stream("shape", value);
        let has_any = value.chars().any(|c| c.is_ascii_alphanumeric());
        loop {
            let mut other =
                |first: u8, count: usize| char::from(first + u8::try_from(stream.below(count)).unwrap_or(0));
            let drawn: String = value
                .chars()
                .map(|c| match c {
                    'A'..='Z' => other(b'A', 26),
                    'a'..='z' => other(b'a', 26),
                    '0'..='9' => other(b'0', 10),
                    c if c.is_ascii() => c,
                    _ => 'è',
                })
                .collect();
            if drawn != value || !has_any {
                return drawn;
            }
        }
    }

    /// Nine digits for nine digits, as the numbers of documents have them.
    pub(super) fn number(&self, value: &str) -> String {
        let digits = value.trim();
        if digits.len() != 9 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return self.shape(value);
        }
        value.replace(digits, &self.shape(digits))
    }
}
