//! Durations as they are written for people and programs: `90s`, `2d`, `36h`, or ISO 8601 (`P2D`, `PT36H`).

use std::time;

use jiff::{SignedDuration, Span, SpanRelativeTo};

use crate::as_text::as_text;

/// A duration that is not negative, and not longer than some thousand years. A day has 24 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duration(pub time::Duration);

const WANTED: &str = "it is a duration such as 90s, 36h or 2d, or in ISO 8601 such as P2D or PT36H";

impl Duration {
    /// Reads either form.
    ///
    /// # Errors
    /// Says what would have been right.
    pub fn parse(text: &str) -> Result<Self, String> {
        let span: Span = text.trim().parse().map_err(|_| WANTED.to_owned())?;
        if span.get_years() != 0 || span.get_months() != 0 {
            return Err("years and months are of different lengths: say it in days".to_owned());
        }
        let exact = span.to_duration(SpanRelativeTo::days_are_24_hours()).map_err(|_| WANTED.to_owned())?;
        time::Duration::try_from(exact).map(Self).map_err(|_| format!("it cannot be negative: {WANTED}"))
    }
}

impl std::fmt::Display for Duration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match SignedDuration::try_from(self.0) {
            Ok(duration) => write!(f, "{duration:#}"),
            Err(_) => write!(f, "{}s", self.0.as_secs()),
        }
    }
}

impl From<time::Duration> for Duration {
    fn from(duration: time::Duration) -> Self {
        Self(duration)
    }
}

as_text!(Duration);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read() {
        for (text, seconds) in [
            ("90s", 90),
            ("2d", 172_800),
            ("36h", 129_600),
            ("10m", 600),
            ("1h30m", 5400),
            ("1h 30m", 5400),
            ("1w", 604_800),
            ("P2D", 172_800),
            ("PT36H", 129_600),
            ("P1DT2H", 93_600),
            ("P1W", 604_800),
            ("PT0.5M", 30),
            ("0s", 0),
        ] {
            assert_eq!(Duration::parse(text).map(|found| found.0.as_secs()), Ok(seconds), "{text}");
        }
        assert_eq!(Duration::parse("500ms"), Ok(Duration(time::Duration::from_millis(500))));
        for text in ["", "10", "s", "-1s", "P1M", "1mo", "P1Y", "2 years", "x", "P", "99999999999999999999d", "１s"] {
            assert!(Duration::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        for text in ["90s", "2d", "500ms", "1h30m"] {
            let duration = Duration::parse(text).unwrap();
            assert_eq!(Duration::parse(&duration.to_string()), Ok(duration), "{duration}");
        }
    }
}
