//! The digits of a personal code, and the letters that take their place in a case of omocodia.

/// The indexes, from 0, that hold a digit or the letter that stands for it.
pub(super) const DIGIT_PLACES: [usize; 7] = [6, 7, 9, 10, 12, 13, 14];
/// The letter that stands for each digit from 0 to 9.
const LETTERS: &str = "LMNPQRSTUV";

/// Whether the character at this index, from 0, is a digit or a letter that stands for one.
pub(super) fn is_digit_place(index: usize) -> bool {
    DIGIT_PLACES.contains(&index)
}

/// The value of a digit or of the letter that stands for it.
pub(super) fn value(found: char) -> Option<u32> {
    found.to_digit(10).or_else(|| LETTERS.find(found).and_then(|value| u32::try_from(value).ok()))
}

/// The letter that stands for a digit.
pub(super) fn letter(digit: char) -> Option<char> {
    let value = usize::try_from(digit.to_digit(10)?).ok()?;
    LETTERS.chars().nth(value)
}
