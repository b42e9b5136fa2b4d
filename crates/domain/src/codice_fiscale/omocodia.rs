//! Omocodia: two persons whose codes would be equal get letters in place of digits.

use super::digit::{DIGIT_PLACES, letter, value};
use super::{CodiceFiscale, check};

impl CodiceFiscale {
    /// The code as it would be without omocodia. A provisional code is its own.
    #[must_use]
    pub fn without_omocodia(&self) -> Self {
        self.rewritten(|_, found| value(found).and_then(|value| char::from_digit(value, 10)))
    }

    /// Every form that the code can take: the plain one first, then the 127 with letters in
    /// place of digits, the rightmost digit first as the register gives them out. A
    /// provisional code has one form.
    pub fn omocodia_variants(&self) -> impl Iterator<Item = Self> + '_ {
        let plain = self.without_omocodia();
        let forms = if self.is_provisional() { 1 } else { 1_u32 << DIGIT_PLACES.len() };
        (0..forms).map(move |chosen| {
            plain.rewritten(|nth, found| {
                let from_the_right = DIGIT_PLACES.len() - 1 - nth;
                let stays = chosen >> from_the_right & 1 == 0;
                if stays { None } else { letter(found) }
            })
        })
    }

    /// The code with each digit place put through `change` (its number among the seven, and
    /// what stands there; `None` leaves it), and a check letter to match.
    fn rewritten(&self, change: impl Fn(usize, char) -> Option<char>) -> Self {
        if self.is_provisional() {
            return self.clone();
        }
        let mut code: String = self
            .0
            .chars()
            .take(15)
            .enumerate()
            .map(|(index, found)| {
                let nth = DIGIT_PLACES.iter().position(|place| *place == index);
                nth.and_then(|nth| change(nth, found)).unwrap_or(found)
            })
            .collect();
        code.extend(check::check_letter(code.chars()));
        Self(code.into())
    }
}
