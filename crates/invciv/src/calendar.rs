//! The calendar of a commission, and the sessions that follow from it (circular §5).

mod holiday;
mod published;
mod session;
mod window;

pub use holiday::{easter, is_national_holiday};
pub use published::{CalendarError, Calendario, Draft, LONGEST};
pub use session::{Session, Shape, SlotIndex};
pub use window::{Extraordinary, Hours, Weekly, WindowError};
