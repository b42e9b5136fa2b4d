//! The lexical form of `xs:dateTime` (XML Schema Part 2, first edition of 1.0, §3.2.7).

use super::violation::Unreal;

/// Checks that `value`, white space collapsed, is an `xs:dateTime`: a real calendar day of the
/// proleptic Gregorian calendar, a time of day or 24:00:00, a time zone within 14 hours. There
/// is no year 0000, and a year of more than four digits has no leading zero. The error names what
/// does not exist in a value of the right form.
pub(super) fn check(value: &str) -> Result<(), Option<Unreal>> {
    let parts = parse(value.as_bytes()).ok_or(None)?;
    match parts.unreal() {
        None => Ok(()),
        unreal => Err(unreal),
    }
}

/// The parts of a value in the right form.
struct Parts<'v> {
    year: &'v [u8],
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
    fraction: &'v [u8],
    /// Hours and minutes from UTC, either way.
    zone: (u8, u8),
}

impl Parts<'_> {
    fn unreal(&self) -> Option<Unreal> {
        let Self { year, month, day, hour, minute, second, fraction, zone } = *self;
        let midnight = hour == 24 && minute == 0 && second == 0 && fraction.iter().all(|&byte| byte == b'0');
        if year.iter().all(|&byte| byte == b'0') {
            Some(Unreal::Year)
        } else if !(1..=12).contains(&month) {
            Some(Unreal::Month)
        } else if !(1..=days_in(month, is_leap(year))).contains(&day) {
            Some(Unreal::Day)
        } else if !midnight && (hour > 23 || minute > 59 || second > 59) {
            Some(Unreal::Time)
        } else if zone > (14, 0) || zone.1 > 59 {
            Some(Unreal::Zone)
        } else {
            None
        }
    }
}

fn parse(value: &[u8]) -> Option<Parts<'_>> {
    let rest = value.strip_prefix(b"-").unwrap_or(value);
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (year, rest) = rest.split_at_checked(digits)?;
    if digits < 4 || (digits > 4 && year.starts_with(b"0")) {
        return None;
    }
    let (month, rest) = two(rest.strip_prefix(b"-")?)?;
    let (day, rest) = two(rest.strip_prefix(b"-")?)?;
    let (hour, rest) = two(rest.strip_prefix(b"T")?)?;
    let (minute, rest) = two(rest.strip_prefix(b":")?)?;
    let (second, rest) = two(rest.strip_prefix(b":")?)?;
    let (fraction, rest) = match rest.strip_prefix(b".") {
        Some(rest) => {
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let (fraction, rest) = rest.split_at_checked(digits).filter(|_| digits > 0)?;
            (fraction, rest)
        }
        None => (&b""[..], rest),
    };
    Some(Parts { year, month, day, hour, minute, second, fraction, zone: zone(rest)? })
}

fn two(bytes: &[u8]) -> Option<(u8, &[u8])> {
    match bytes {
        [tens @ b'0'..=b'9', units @ b'0'..=b'9', rest @ ..] => Some(((tens - b'0') * 10 + units - b'0', rest)),
        _ => None,
    }
}

fn zone(bytes: &[u8]) -> Option<(u8, u8)> {
    let offset = match bytes {
        [] | b"Z" => return Some((0, 0)),
        [b'+' | b'-', offset @ ..] => offset,
        _ => return None,
    };
    let (hours, rest) = two(offset)?;
    let (minutes, rest) = two(rest.strip_prefix(b":")?)?;
    rest.is_empty().then_some((hours, minutes))
}

fn days_in(month: u8, leap: bool) -> u8 {
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Leap years by the last four digits, which decide, before the common era too (appendix E).
fn is_leap(year: &[u8]) -> bool {
    let digits = year.get(year.len().saturating_sub(4)..).unwrap_or_default();
    let year = digits.iter().fold(0_u32, |number, &byte| number * 10 + u32::from(byte - b'0'));
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts() {
        for value in [
            "2026-01-31T10:30:00",
            "2026-01-31T10:30:00Z",
            "2026-01-31T10:30:00.123456789+01:00",
            "2024-02-29T00:00:00",
            "2000-02-29T00:00:00-14:00",
            "2026-12-31T24:00:00",
            "2026-12-31T24:00:00.000Z",
            "12026-01-01T00:00:00",
            "-0044-03-15T12:00:00",
            "9999-12-31T23:59:59.9+14:00",
        ] {
            assert_eq!(check(value), Ok(()), "{value}");
        }
    }

    #[test]
    fn what_does_not_exist_is_named() {
        let cases = [
            ("0000-01-01T00:00:00", Unreal::Year),
            ("2026-13-01T00:00:00", Unreal::Month),
            ("2026-02-29T00:00:00", Unreal::Day),
            ("2026-01-01T25:00:00", Unreal::Time),
            ("2026-01-01T10:30:00+14:01", Unreal::Zone),
        ];
        for (value, expected) in cases {
            assert_eq!(check(value), Err(Some(expected)));
        }
        assert_eq!(check("2026-01-01"), Err(None));
    }

    #[test]
    fn refuses() {
        for value in [
            "",
            "2026-01-31",
            "2026-01-31T10:30",
            "2026-01-31 10:30:00",
            "2026-02-29T00:00:00",
            "1900-02-29T00:00:00",
            "2026-04-31T00:00:00",
            "2026-13-01T00:00:00",
            "2026-00-01T00:00:00",
            "2026-01-00T00:00:00",
            "2026-01-01T24:00:01",
            "2026-01-01T24:00:00.1",
            "2026-01-01T25:00:00",
            "2026-01-01T10:60:00",
            "2026-01-01T10:30:60",
            "2026-01-01T10:30:00.",
            "2026-01-01T10:30:00+14:01",
            "2026-01-01T10:30:00+1:00",
            "2026-01-01T10:30:00z",
            "2026-01-01T10:30:00ZZ",
            "0000-01-01T00:00:00",
            "02026-01-01T00:00:00",
            "026-01-01T00:00:00",
            "+2026-01-01T00:00:00",
            "2026-1-01T00:00:00",
            "２０２６-01-01T00:00:00",
        ] {
            assert!(check(value).is_err(), "{value}");
        }
    }
}
