//! A session and its slots.

use chrono::{NaiveDate, NaiveTime};

use super::window::Hours;
use crate::code::Tipologie;
use crate::identifier::{CodiceAmbulatorio, CodiceCommissione, IdSlot};

/// The number of a slot within its session, from 0.
pub type SlotIndex = u16;

/// Words that hold one bit for each slot: a whole day of visits of five minutes.
const WORDS: usize = 5;

/// The hours of a session, what it deals with, and how long a visit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The hours.
    pub hours: Hours,
    /// What is dealt with; empty stands for all but visits at home.
    pub tipologie: Tipologie,
    /// Minutes of a visit.
    pub minutes: u16,
}

/// A session of a commission. Its slots are computed; kept is only which are taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    commissione: CodiceCommissione,
    ambulatorio: CodiceAmbulatorio,
    data: NaiveDate,
    shape: Shape,
    taken: [u64; WORDS],
    free: u16,
}

impl Session {
    /// A session of which nothing is taken.
    #[must_use]
    pub fn new(commissione: CodiceCommissione, ambulatorio: CodiceAmbulatorio, data: NaiveDate, shape: Shape) -> Self {
        let fit = (shape.hours.to() - shape.hours.from()) / shape.minutes.max(1);
        let most = u16::try_from(WORDS * 64).unwrap_or(u16::MAX);
        Self { commissione, ambulatorio, data, shape, taken: [0; WORDS], free: fit.min(most) }
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

    /// The day.
    #[must_use]
    pub fn data(&self) -> NaiveDate {
        self.data
    }

    /// The minute of the day at which it begins.
    #[must_use]
    pub fn begins(&self) -> u16 {
        self.shape.hours.from()
    }

    /// Its hours.
    #[must_use]
    pub fn hours(&self) -> Hours {
        self.shape.hours
    }

    /// What it deals with.
    #[must_use]
    pub fn tipologie(&self) -> Tipologie {
        self.shape.tipologie
    }

    /// How many slots are free.
    #[must_use]
    pub fn free(&self) -> u16 {
        self.free
    }

    /// How many slots there are.
    #[must_use]
    pub fn slots(&self) -> SlotIndex {
        let taken: u32 = self.taken.iter().map(|word| word.count_ones()).sum();
        self.free + u16::try_from(taken).unwrap_or(0)
    }

    /// The free slots, the earliest first.
    pub fn free_slots(&self) -> impl Iterator<Item = SlotIndex> {
        (0..self.slots()).filter(|slot| !self.is_taken(*slot))
    }

    /// The slot that begins at this time, if there is one.
    #[must_use]
    pub fn slot_at(&self, time: NaiveTime) -> Option<SlotIndex> {
        let minute = u16::try_from(chrono::Timelike::num_seconds_from_midnight(&time) / 60).ok()?;
        let after = minute.checked_sub(self.begins())?;
        let slot = after / self.shape.minutes.max(1);
        (after % self.shape.minutes.max(1) == 0 && slot < self.slots()).then_some(slot)
    }

    /// When a slot begins, in minutes of the day.
    #[must_use]
    pub fn minute_of(&self, slot: SlotIndex) -> u16 {
        self.begins() + slot * self.shape.minutes
    }

    /// A slot's name.
    #[must_use]
    pub fn id_of(&self, slot: SlotIndex) -> IdSlot {
        let seconds = u32::from(self.minute_of(slot)) * 60;
        let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap_or_default();
        IdSlot::new(self.commissione.clone(), self.data, time)
    }

    /// Whether an appointment has this slot.
    #[must_use]
    pub fn is_taken(&self, slot: SlotIndex) -> bool {
        let (word, bit) = place(slot);
        self.taken.get(word).is_none_or(|word| word & bit != 0)
    }

    /// Takes a slot; `false` if it is taken or there is none of this number.
    pub fn take(&mut self, slot: SlotIndex) -> bool {
        if slot >= self.slots() || self.is_taken(slot) {
            return false;
        }
        let (word, bit) = place(slot);
        if let Some(word) = self.taken.get_mut(word) {
            *word |= bit;
            self.free -= 1;
        }
        true
    }

    /// Gives a slot back; `false` if it was free.
    pub fn release(&mut self, slot: SlotIndex) -> bool {
        if slot >= self.slots() || !self.is_taken(slot) {
            return false;
        }
        let (word, bit) = place(slot);
        if let Some(word) = self.taken.get_mut(word) {
            *word &= !bit;
            self.free += 1;
        }
        true
    }
}

fn place(slot: SlotIndex) -> (usize, u64) {
    (usize::from(slot / 64), 1 << (slot % 64))
}
