//! The check letter of a personal code and the check digit of a provisional one.

use super::error::CodiceFiscaleError;

/// What a character in an odd place (first, third, …) counts, by its value: a digit's own, a
/// letter's place in the alphabet. Values of the decree of 23 December 1976.
const ODD: [u32; 26] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

/// The letter that closes a code with these first fifteen characters; `None` where one is
/// neither a capital letter nor a digit.
pub(super) fn check_letter(stem: impl Iterator<Item = char>) -> Option<char> {
    let mut sum = 0;
    for (index, found) in stem.take(15).enumerate() {
        let value = value(found)?;
        sum += if index % 2 == 0 { *ODD.get(value)? } else { u32::try_from(value).ok()? };
    }
    char::from_digit(10 + sum % 26, 36).map(|letter| letter.to_ascii_uppercase())
}

/// Whether the last of sixteen characters is the one that the others ask for.
pub(super) fn check_letter_of(code: &str) -> Result<(), CodiceFiscaleError> {
    match check_letter(code.chars()) {
        Some(expected) if !code.ends_with(expected) => Err(CodiceFiscaleError::Check { expected }),
        _ => Ok(()),
    }
}

/// Whether the last of eleven digits is the one that the others ask for (as in a partita IVA:
/// every second digit counts double, less nine where that has two digits).
pub(super) fn check_digit_of(code: &str) -> Result<(), CodiceFiscaleError> {
    let sum: u32 =
        code.chars().take(10).filter_map(|digit| digit.to_digit(10)).enumerate().fold(0, |sum, (index, digit)| {
            sum + match index % 2 {
                0 => digit,
                _ if digit > 4 => 2 * digit - 9,
                _ => 2 * digit,
            }
        });
    match char::from_digit((10 - sum % 10) % 10, 10) {
        Some(expected) if !code.ends_with(expected) => Err(CodiceFiscaleError::Check { expected }),
        _ => Ok(()),
    }
}

fn value(found: char) -> Option<usize> {
    match found {
        '0'..='9' => Some(found as usize - '0' as usize),
        'A'..='Z' => Some(found as usize - 'A' as usize),
        _ => None,
    }
}
