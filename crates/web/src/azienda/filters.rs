//! The filters of the list.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone as _, Utc};
use chrono_tz::Europe::Rome;
use sac_certificates::rule::{Refusal, dates};
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_store::certificates::{AddressedTo, DocumentKind};

use crate::azienda::document::seen;
use crate::azienda::reader::Reader;
use crate::call::Call;
use crate::html::FormError;

/// Documents of a page.
pub(super) const PAGE: u32 = 50;
/// The states of documents.
pub(super) const STATES: [&str; 5] = ["attivo", "rettificato", "annullato", "aperto", "dimesso"];

/// The filters of the form, or what is wrong with them.
pub(super) fn read(call: &Call<'_>, reader: &Reader) -> Result<AddressedTo, Vec<FormError>> {
    let mut wrong = Vec::new();
    let mut bad = |field: &str, code: &str, text: &str| {
        wrong.push(FormError {
            field: field.to_owned(),
            code: code.to_owned(),
            text: text.to_owned(),
            ..FormError::default()
        });
    };
    let form = &call.form;
    let mut days = [None; 2];
    for (place, name) in ["dal", "al"].into_iter().enumerate() {
        let text = form.get(name);
        if !text.is_empty() {
            days[place] = day(text);
            if days[place].is_none() {
                bad(name, "SAC-WEB-DATE", call.of("Indicare una data, come 2026-03-31.", "A date such as 2026-03-31."));
            }
        }
    }
    let [dal, al] = days;
    let worker = form.get("lavoratore").to_ascii_uppercase();
    if !worker.is_empty() && CodiceFiscale::parse(&worker).is_err() {
        bad("lavoratore", "SAC-WEB-CF", call.of("Codice fiscale non valido.", "No valid codice fiscale."));
    }
    let number = form.get("numero");
    let is_number = number.len() == 9 && number.bytes().all(|byte| byte.is_ascii_digit());
    if !number.is_empty() && !is_number {
        bad("numero", "SAC-WEB-NUMBER", call.of("Il numero ha nove cifre.", "The number has nine digits."));
    }
    let kind = form.get("tipo");
    if !kind.is_empty() && DocumentKind::parse(kind).is_none() {
        bad("tipo", "SAC-WEB-CHOICE", "attestato, dimissione, ricovero.");
    }
    let state = form.get("stato");
    let known = STATES.into_iter().find(|known| *known == state);
    if !state.is_empty() && known.is_none() {
        bad("stato", "SAC-WEB-CHOICE", &format!("{}.", STATES.join(", ")));
    }
    let mut employers = seen(reader);
    let azienda = form.get("azienda");
    if !azienda.is_empty() {
        employers.retain(|(code, _)| code.as_str().eq_ignore_ascii_case(azienda));
        if employers.is_empty() {
            bad("azienda", "SAC-WEB-CHOICE", call.of("Azienda non tra le sue.", "None of your employers."));
        }
    }
    let page = form.get("pagina");
    let page: u32 = if page.is_empty() { 1 } else { page.parse().unwrap_or(0) };
    if page == 0 {
        bad("pagina", "SAC-WEB-NUMBER", call.of("Le pagine si contano da 1.", "Pages are counted from 1."));
    }
    if let (Some(dal), Some(al)) = (dal, al)
        && let Some(refusal) = dates::intervallo_ricerca_errato(dal, al)
    {
        wrong.push(of_rule(call, &refusal, "dal"));
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    Ok(AddressedTo {
        employers,
        from: dal.and_then(start_of),
        until: al.and_then(|day| day.checked_add_days(Days::new(1))).and_then(start_of),
        worker: (!worker.is_empty()).then_some(worker),
        number: number.parse().ok(),
        kind: DocumentKind::parse(kind),
        state: known,
        offset: (page - 1).saturating_mul(PAGE),
        limit: PAGE,
    })
}

/// A refusal by a rule, in the words of the world's rule book.
fn of_rule(call: &Call<'_>, refusal: &Refusal, field: &str) -> FormError {
    let errore = call.world().catalogue().errore(refusal);
    FormError {
        field: field.to_owned(),
        rule: refusal.rule.name().to_owned(),
        tipo: errore.tipo_errore,
        code: String::new(),
        text: errore.descrizione,
    }
}

/// `2026-03-31` or `31/03/2026`.
fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").or_else(|_| NaiveDate::parse_from_str(text, "%d/%m/%Y")).ok()
}

/// The first instant of a day in Rome.
fn start_of(day: NaiveDate) -> Option<DateTime<Utc>> {
    Rome.from_local_datetime(&day.and_time(NaiveTime::MIN)).earliest().map(|at| at.to_utc())
}
