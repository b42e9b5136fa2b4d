//! Values of flags, read so that what is wrong with one can be said in both languages.

use std::error::Error;
use std::num::NonZero;
use std::str::FromStr;
use std::time::Duration;

use chrono::NaiveDate;

use sac_gateway::config::Value as _;
use sac_gateway::domain::words::{Wanted, Words};

/// A value parser out of a function whose error has words in both languages.
pub(in crate::cli) fn by<T, E: Words + Error>(
    read: impl Fn(&str) -> Result<T, E> + Clone,
) -> impl Fn(&str) -> Result<T, Wanted> + Clone {
    move |text| read(text).map_err(|error| Wanted::from(&error))
}

/// The same for what can be read out of a text.
pub(in crate::cli) fn of<T: FromStr<Err: Words>>(text: &str) -> Result<T, Wanted> {
    text.parse().map_err(|error| Wanted::from(&error))
}

/// A whole number, 0 or more.
pub(in crate::cli) fn number<T: FromStr>(text: &str) -> Result<T, Wanted> {
    let wanted = || {
        Wanted::new("è un numero intero, 0 o più, non troppo grande", "it is a whole number, 0 or more, not too large")
    };
    if text.starts_with('+') { Err(wanted()) } else { text.parse().map_err(|_| wanted()) }
}

/// A whole number, 1 or more.
pub(in crate::cli) fn count(text: &str) -> Result<NonZero<usize>, Wanted> {
    text.parse().map_err(|_| Wanted::new("è un numero intero, 1 o più", "it is a whole number, 1 or more"))
}

/// A number greater than 0, perhaps with decimals.
pub(in crate::cli) fn factor(text: &str) -> Result<f64, Wanted> {
    let found = text.parse().ok().filter(|factor: &f64| factor.is_finite());
    found.ok_or_else(|| Wanted::new("è un numero, come 60 o 0.5", "it is a number, such as 60 or 0.5"))
}

/// A duration with its unit.
pub(in crate::cli) fn duration(text: &str) -> Result<Duration, Wanted> {
    Duration::read(&[text.to_owned()]).map_err(|misfit| misfit.wanted)
}

/// A day.
pub(in crate::cli) fn day(text: &str) -> Result<NaiveDate, Wanted> {
    text.parse().map_err(|_| Wanted::new("è un giorno, come 2026-03-02", "it is a day, such as 2026-03-02"))
}

/// `on` or `off`.
pub(in crate::cli) fn switch(text: &str) -> Result<bool, Wanted> {
    bool::read(&[text.to_owned()]).map_err(|misfit| misfit.wanted)
}
