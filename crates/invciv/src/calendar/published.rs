//! A calendar as it is published, and the days on which it has sessions.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::holiday::is_national_holiday;
use super::session::{Session, Shape};
use super::window::{Extraordinary, Hours, Weekly};
use crate::identifier::{CodiceAmbulatorio, CodiceCommissione};

/// How many days ahead a calendar reaches at most (circular §5).
pub const LONGEST: u64 = 90;

/// A calendar that passed its checks (rules `calendario-oltre-90`, `calendario-fasce`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendario {
    commissione: CodiceCommissione,
    ambulatorio: CodiceAmbulatorio,
    published: NaiveDate,
    dal: NaiveDate,
    al: NaiveDate,
    minutes: u16,
    weekly: Vec<Weekly>,
    closed: BTreeSet<NaiveDate>,
    extraordinary: Vec<Extraordinary>,
}

/// Why a calendar is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// Rule `calendario-oltre-90`: it begins in the past, ends before it begins, or reaches too far.
    #[error("the days are not within today and the {LONGEST} days after it")]
    Days,
    /// Rule `calendario-fasce`: two windows of one day have a minute in common.
    #[error("two windows overlap")]
    Overlap,
    /// Rule `calendario-fasce`: a window in which not one visit fits, or a visit of less than 5 or more than
    /// 240 minutes.
    #[error("a window is shorter than a visit")]
    Short,
    /// Rule `calendario-fasce`: no session at all within the days.
    #[error("no session falls on the days of the calendar")]
    Empty,
}

/// What is asked for when a calendar is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The commission.
    pub commissione: CodiceCommissione,
    /// The room.
    pub ambulatorio: CodiceAmbulatorio,
    /// The first day.
    pub dal: NaiveDate,
    /// The last day.
    pub al: NaiveDate,
    /// Minutes of a visit.
    pub minutes: u16,
    /// The hours of each week.
    pub weekly: Vec<Weekly>,
    /// Days without sessions.
    pub closed: BTreeSet<NaiveDate>,
    /// Sessions outside of those hours.
    pub extraordinary: Vec<Extraordinary>,
}

impl Calendario {
    /// Publishes it on the day `today`.
    ///
    /// # Errors
    /// The first thing for which it is not taken.
    pub fn publish(draft: Draft, today: NaiveDate) -> Result<Self, CalendarError> {
        let Draft { commissione, ambulatorio, dal, al, minutes, weekly, closed, extraordinary } = draft;
        let latest = today.checked_add_days(Days::new(LONGEST)).ok_or(CalendarError::Days)?;
        if dal < today || dal > al || al > latest {
            return Err(CalendarError::Days);
        }
        let all = weekly.iter().map(|window| window.hours).chain(extraordinary.iter().map(|window| window.hours));
        if !(5..=240).contains(&minutes) || all.into_iter().any(|hours| hours.to() - hours.from() < minutes) {
            return Err(CalendarError::Short);
        }
        let calendar =
            Self { commissione, ambulatorio, published: today, dal, al, minutes, weekly, closed, extraordinary };
        if calendar.days().any(|day| has_overlap(&calendar.shapes_of(day))) {
            return Err(CalendarError::Overlap);
        }
        if calendar.sessions().next().is_none() {
            return Err(CalendarError::Empty);
        }
        Ok(calendar)
    }

    /// The commission.
    #[must_use]
    pub fn commissione(&self) -> &CodiceCommissione {
        &self.commissione
    }

    /// The room.
    #[must_use]
    pub fn ambulatorio(&self) -> &CodiceAmbulatorio {
        &self.ambulatorio
    }

    /// The day on which it was published.
    #[must_use]
    pub fn published(&self) -> NaiveDate {
        self.published
    }

    /// First and last day.
    #[must_use]
    pub fn period(&self) -> (NaiveDate, NaiveDate) {
        (self.dal, self.al)
    }

    /// Its sessions, by day and hour.
    pub fn sessions(&self) -> impl Iterator<Item = Session> {
        self.days()
            .flat_map(|day| self.shapes_of(day).into_iter().map(move |shape| (day, shape)))
            .map(|(day, shape)| Session::new(self.commissione.clone(), self.ambulatorio.clone(), day, shape))
    }

    fn days(&self) -> impl Iterator<Item = NaiveDate> + use<> {
        let al = self.al;
        self.dal.iter_days().take_while(move |day| *day <= al)
    }

    /// The hours of one day, by their beginning. None on national holidays and closed days, and on
    /// Sundays only where a weekly window names the Sunday.
    fn shapes_of(&self, day: NaiveDate) -> Vec<Shape> {
        let works_on_sundays = || self.weekly.iter().any(|window| window.giorno == Weekday::Sun);
        if is_national_holiday(day)
            || self.closed.contains(&day)
            || (day.weekday() == Weekday::Sun && !works_on_sundays())
        {
            return Vec::new();
        }
        let weekly = self.weekly.iter().filter(|window| window.giorno == day.weekday());
        let weekly = weekly.map(|window| (window.hours, window.tipologie));
        let extraordinary = self.extraordinary.iter().filter(|window| window.data == day);
        let extraordinary = extraordinary.map(|window| (window.hours, window.tipologie));
        let mut shapes: Vec<Shape> = weekly
            .chain(extraordinary)
            .map(|(hours, tipologie)| Shape { hours, tipologie, minutes: self.minutes })
            .collect();
        shapes.sort_by_key(|shape| shape.hours);
        shapes
    }
}

fn has_overlap(shapes: &[Shape]) -> bool {
    let hours: Vec<Hours> = shapes.iter().map(|shape| shape.hours).collect();
    hours.windows(2).any(|pair| matches!(pair, [first, second] if first.overlap(*second)))
}
