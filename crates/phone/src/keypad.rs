//! What is keyed on a telephone, and what it stands for.

use chrono::{Days, NaiveDate};

/// The letters of each key, from 2.
const KEYS: [&str; 8] = ["ABC", "DEF", "GHI", "JKL", "MNO", "PQRS", "TUV", "WXYZ"];

/// The digits for a codice fiscale: two for each character of sixteen, a provisional code as it is. Nothing where a
/// character is neither a capital letter nor a digit.
#[must_use]
pub fn encode(code: &str) -> Option<String> {
    if code.len() == 11 && code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(code.to_owned());
    }
    code.chars().map(pair).collect()
}

/// Two digits: the key of a letter, then its place there; a digit after 0.
fn pair(character: char) -> Option<String> {
    if character.is_ascii_digit() {
        return Some(format!("0{character}"));
    }
    let keys = KEYS.iter().zip(2..);
    keys.into_iter().find_map(|(letters, key)| Some(format!("{key}{}", letters.find(character)? + 1)))
}

/// What the digits of a codice fiscale stand for: 32, or the 11 of a provisional code. Nothing where a pair stands for
/// nothing.
#[must_use]
pub fn decode(digits: &str) -> Option<String> {
    match digits.len() {
        11 if digits.bytes().all(|byte| byte.is_ascii_digit()) => Some(digits.to_owned()),
        32 => digits.as_bytes().chunks(2).map(character).collect(),
        _ => None,
    }
}

fn character(pair: &[u8]) -> Option<char> {
    let [key, place] = pair else { return None };
    let (key, place) = (digit(*key)?, digit(*place)?);
    if key == 0 {
        return char::from_digit(place, 10);
    }
    let letters = KEYS.get(usize::try_from(key.checked_sub(2)?).ok()?)?;
    letters.chars().nth(usize::try_from(place.checked_sub(1)?).ok()?)
}

fn digit(byte: u8) -> Option<u32> {
    char::from(byte).to_digit(10)
}

/// A day as a message states it (`AAAA-MM-GG`): eight digits `GGMMAAAA`, `0` for today, `1` for yesterday. Whether the
/// calendar has it is another question.
pub(crate) fn day(digits: &str, today: NaiveDate) -> Option<String> {
    match digits {
        "0" => Some(today.to_string()),
        "1" => today.checked_sub_days(Days::new(1)).map(|day| day.to_string()),
        _ if digits.len() == 8 => Some(format!("{}-{}-{}", digits.get(4..)?, digits.get(2..4)?, digits.get(..2)?)),
        _ => None,
    }
}

/// A diagnosis code: which letter it begins with, then digits with `*` for the point. Nothing where it has not the form
/// that the contract allows.
pub(crate) fn diagnosis(kind: &str, keyed: &str) -> Option<String> {
    let letter = match kind {
        "1" => "",
        "2" => "V",
        "3" => "E",
        _ => return None,
    };
    let (whole, part) = match keyed.split_once('*') {
        Some((whole, part)) => (whole, Some(part)),
        None => (keyed, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    // The contract's pattern: a digit or V, one or two digits more, and perhaps a point with up to two.
    let (least, most) = if letter == "V" { (1, 2) } else { (2, 3) };
    let fits = digits(whole)
        && (least..=most).contains(&whole.len())
        && part.is_none_or(|part| digits(part) && part.len() <= 2);
    fits.then(|| format!("{letter}{}", keyed.replace('*', ".")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_keyed_by_key_and_place() {
        assert_eq!(encode("PNIMRA70A01H501P").as_deref(), Some("71624361732107002100014205000171"));
        assert_eq!(decode("71624361732107002100014205000171").as_deref(), Some("PNIMRA70A01H501P"));
        let all = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        let pairs: String = all.chars().filter_map(pair).collect();
        assert_eq!(pairs, "2122233132334142435152536162637172737481828391929394".to_owned() + "00010203040506070809");
        for character in all.chars() {
            let code = character.to_string().repeat(16);
            assert_eq!(decode(&encode(&code).unwrap()), Some(code));
        }
        assert_eq!(encode("12345678903").as_deref(), Some("12345678903"));
        assert_eq!((encode("pn"), encode("À"), encode("-")), (None, None, None));
    }

    #[test]
    fn pairs_that_stand_for_nothing_are_no_code() {
        let good = "71624361732107002100014205000171";
        for bad in ["10", "11", "20", "24", "75", "95", "99", "0x", "1*", "  "] {
            assert_eq!(decode(&good.replacen("71", bad, 1)), None, "{bad}");
        }
        for bad in ["", "7", "7162", "1234567890x", "123456789012"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }

    #[test]
    fn days_and_diagnoses_are_as_the_contract_writes_them() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
        for (keyed, day_) in
            [("06032026", "2026-03-06"), ("0", "2026-03-01"), ("1", "2026-02-28"), ("30022026", "2026-02-30")]
        {
            assert_eq!(day(keyed, today).as_deref(), Some(day_));
        }
        assert_eq!(day("2", today), None);
        let cases = [
            ("1", "487*1", Some("487.1")),
            ("1", "487", Some("487")),
            ("1", "48", Some("48")),
            ("1", "487*", Some("487.")),
            ("2", "17*34", Some("V17.34")),
            ("3", "950*1", Some("E950.1")),
            ("1", "4", None),
            ("1", "4871", None),
            ("1", "487*123", None),
            ("1", "48*7*1", None),
            ("2", "175", None),
            ("2", "1", Some("V1")),
            ("3", "9501", None),
            ("1", "*1", None),
            ("4", "487", None),
        ];
        for (kind, keyed, code) in cases {
            assert_eq!(diagnosis(kind, keyed).as_deref(), code, "{kind} {keyed}");
        }
    }
}
