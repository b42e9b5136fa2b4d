//! The filters of the list.

use sac_domain::codice_fiscale::CodiceFiscale;
use sac_store::certificates::{AddressedTo, DocumentKind};

use crate::azienda::document::seen;
use crate::azienda::reader::Reader;
use crate::call::Call;
use crate::filter::{Filter, PAGE};
use crate::html::FormError;

/// The filters of the form, or what is wrong with them.
pub(super) fn read(call: &Call<'_>, reader: &Reader) -> Result<AddressedTo, Vec<FormError>> {
    let mut filter = Filter::of(call);
    let (from, until) = filter.period();
    let worker = filter.get("lavoratore").to_ascii_uppercase();
    if !worker.is_empty() && CodiceFiscale::parse(&worker).is_err() {
        filter.bad("lavoratore", "SAC-WEB-CF", "Codice fiscale non valido.", "No valid codice fiscale.");
    }
    let number = filter.get("numero");
    let is_number = number.len() == 9 && number.bytes().all(|byte| byte.is_ascii_digit());
    if !number.is_empty() && !is_number {
        filter.bad("numero", "SAC-WEB-NUMBER", "Il numero ha nove cifre.", "The number has nine digits.");
    }
    let kind = filter.choice("tipo", &DocumentKind::ALL.map(|kind| (kind.as_str(), kind)));
    let state = filter.state();
    let mut employers = seen(reader);
    let azienda = filter.get("azienda");
    if !azienda.is_empty() {
        employers.retain(|(code, _)| code.as_str().eq_ignore_ascii_case(azienda));
        if employers.is_empty() {
            filter.bad("azienda", "SAC-WEB-CHOICE", "Azienda non tra le sue.", "None of your employers.");
        }
    }
    let offset = filter.offset();
    filter.finish()?;
    let worker = (!worker.is_empty()).then_some(worker);
    Ok(AddressedTo { employers, from, until, worker, number: number.parse().ok(), kind, state, offset, limit: PAGE })
}
