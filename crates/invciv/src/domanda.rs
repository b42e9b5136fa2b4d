//! The domanda: certificates that are paired with it, and what stops it (circular §3.2).

mod open;
mod pairing;

pub use open::{Admission, Earlier, admit};
pub use pairing::{Abbinamento, Paired, Pairing, Past, Pregresso};
