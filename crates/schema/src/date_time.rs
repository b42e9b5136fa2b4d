//! The lexical forms of `xs:dateTime` and `xs:date` (XML Schema Part 2, first edition of 1.0,
//! §3.2.7 and §3.2.9).

use super::violation::Unreal;

/// Checks that `value`, white space collapsed, is an `xs:dateTime`: a real calendar day of the
/// proleptic Gregorian calendar, a time of day or 24:00:00, a time zone within 14 hours. There
/// is no year 0000, and a year of more than four digits has no leading zero. The error names what
/// does not exist in a value of the right form.
pub(super) fn check_date_time(value: &str) -> Result<(), Option<Unreal>> {
    check(parse_date_time(value.as_bytes()))
}

/// The same for an `xs:date`: a calendar day with an optional time zone.
pub(super) fn check_date(value: &str) -> Result<(), Option<Unreal>> {
    check(parse_date(value.as_bytes()))
}

fn check(parts: Option<Parts<'_>>) -> Result<(), Option<Unreal>> {
    match parts.ok_or(None)?.unreal() {
        None => Ok(()),
        unreal => Err(unreal),
    }
}

/// The parts of a value in the right form.
struct Parts<'v> {
    date: Date<'v>,
    time: Time<'v>,
    /// Hours and minutes from UTC, either way.
    zone: (u8, u8),
}

struct Date<'v> {
    year: &'v [u8],
    month: u8,
    day: u8,
}

struct Time<'v> {
    hour: u8,
    minute: u8,
    second: u8,
    fraction: &'v [u8],
}

impl Parts<'_> {
    fn unreal(&self) -> Option<Unreal> {
        let Date { year, month, day } = self.date;
        let Time { hour, minute, second, fraction } = self.time;
        let midnight = hour == 24 && minute == 0 && second == 0 && fraction.iter().all(|&byte| byte == b'0');
        if year.iter().all(|&byte| byte == b'0') {
            Some(Unreal::Year)
        } else if !(1..=12).contains(&month) {
            Some(Unreal::Month)
        } else if !(1..=days_in(month, is_leap(year))).contains(&day) {
            Some(Unreal::Day)
        } else if !midnight && (hour > 23 || minute > 59 || second > 59) {
            Some(Unreal::Time)
        } else if self.zone > (14, 0) || self.zone.1 > 59 {
            Some(Unreal::Zone)
        } else {
            None
        }
    }
}

fn parse_date_time(value: &[u8]) -> Option<Parts<'_>> {
    let (date, rest) = date(value)?;
    let (time, rest) = time(rest.strip_prefix(b"T")?)?;
    Some(Parts { date, time, zone: zone(rest)? })
}

fn parse_date(value: &[u8]) -> Option<Parts<'_>> {
    let (date, rest) = date(value)?;
    let time = Time { hour: 0, minute: 0, second: 0, fraction: b"" };
    Some(Parts { date, time, zone: zone(rest)? })
}

fn date(value: &[u8]) -> Option<(Date<'_>, &[u8])> {
    let rest = value.strip_prefix(b"-").unwrap_or(value);
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (year, rest) = rest.split_at_checked(digits)?;
    if digits < 4 || (digits > 4 && year.starts_with(b"0")) {
        return None;
    }
    let (month, rest) = two(rest.strip_prefix(b"-")?)?;
    let (day, rest) = two(rest.strip_prefix(b"-")?)?;
    Some((Date { year, month, day }, rest))
}

fn time(value: &[u8]) -> Option<(Time<'_>, &[u8])> {
    let (hour, rest) = two(value)?;
    let (minute, rest) = two(rest.strip_prefix(b":")?)?;
    let (second, rest) = two(rest.strip_prefix(b":")?)?;
    let (fraction, rest) = match rest.strip_prefix(b".") {
        Some(rest) => {
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            rest.split_at_checked(digits).filter(|_| digits > 0)?
        }
        None => (&b""[..], rest),
    };
    Some((Time { hour, minute, second, fraction }, rest))
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
            assert_eq!(check_date_time(value), Ok(()), "{value}");
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
            assert_eq!(check_date_time(value), Err(Some(expected)));
        }
        assert_eq!(check_date_time("2026-01-01"), Err(None));
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
            assert!(check_date_time(value).is_err(), "{value}");
        }
    }

    #[test]
    fn dates_are_days_with_an_optional_zone() {
        for value in ["2026-01-31", "2026-01-31Z", "2026-01-31+14:00", "2024-02-29", "-0044-03-15", "12026-01-01"] {
            assert_eq!(check_date(value), Ok(()), "{value}");
        }
        for value in
            ["", "2026-01", "2026-1-31", "26-01-31", "31/01/2026", "2026-01-31T00:00:00", "2026-01-31 ", "20260131"]
        {
            assert_eq!(check_date(value), Err(None), "{value}");
        }
        let unreal = [
            ("0000-01-01", Unreal::Year),
            ("2026-00-10", Unreal::Month),
            ("2026-02-29", Unreal::Day),
            ("2026-01-31+15:00", Unreal::Zone),
        ];
        for (value, expected) in unreal {
            assert_eq!(check_date(value), Err(Some(expected)), "{value}");
        }
    }
}
