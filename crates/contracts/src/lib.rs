//! The contracts on the wire, one module each: reading requests and writing receipts.

pub mod certificati_medici;
pub mod typed;
