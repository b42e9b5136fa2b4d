//! The pages of employers (decree §3.5) and the public page for whoever has codice fiscale and number.
//!
//! Pages only translate: what they show is made by [`sac_certificates`], who may see it is settled by [`sac_people`] and
//! the addressees on record. What goes to an employer is made from
//! [`EmployerDocument`](sac_certificates::lista::EmployerDocument) alone, which has no place for a diagnosis.
//!
//! ```text
//! handler (journal, faults) ─▶ azienda (one file a page) ─▶ view, html (askama) ─▶ answer
//! ```

mod answer;
mod azienda;
mod call;
mod classic;
mod faults;
mod form;
mod guesses;
mod handler;
mod html;
mod labels;
mod lang;
mod look_up;
mod reader;
mod record;
mod session;
mod view;

pub use handler::{Pages, Settings};
