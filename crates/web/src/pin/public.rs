//! What everybody sees: what a PIN is, and the doctors who have one.

use hyper::StatusCode;
use sac_pin::machine::Stato;
use sac_pin::profile::Profilo;
use sac_store::pin::Subjects;

use super::kit::{Parts, Table, TableRow, cell, page};
use crate::answer::Answer;
use crate::call::{Broken, Call};

/// Doctors on a page.
const ON_A_PAGE: usize = 50;

/// What a PIN is.
pub(super) fn home(call: &Call<'_>) -> Answer {
    let base = call.base();
    let link = |path: &str, it: &str, en: &str| (format!("{base}{path}"), call.of(it, en).to_owned());
    let mut links = vec![
        link("/richiesta", "Richiesta del PIN", "Ask for a PIN"),
        link("/richiesta/stato", "Stato di una richiesta", "State of a request"),
        link("/accesso", "Accesso", "Log in"),
        link("/ripristino", "Ripristino", "Restore"),
        link("/revoca", "Revoca", "Revoke"),
        link("/enti", "Area Enti e Amministrazioni", "Area of public bodies"),
        link("/medici", "Medici certificatori con PIN", "Certifying doctors with a PIN"),
    ];
    if call.is_logged_in() {
        links.push(link("/contatti", "Recapiti", "Contacts"));
        links.push(link("/dispositivo", "PIN dispositivo", "PIN dispositivo"));
        links.push(link("/abilitazioni", "Abilitazioni", "Abilitazioni"));
        links.push(link("/ordine", "Ordine dei medici", "Ordine of doctors"));
        links.push(link("/operatore", "Operatore INPS", "INPS operator"));
    }
    let intro = call.of(
        "Il PIN è il codice personale con cui si entra nei servizi: arriva in due parti, si cambia al primo accesso, e può essere online o dispositivo.",
        "The PIN is the personal code that opens the services: it comes in two parts, is changed at the first access, and is online or dispositivo.",
    );
    let parts = Parts { intro: intro.to_owned(), links, ..Parts::default() };
    page(call, StatusCode::OK, "pin", call.of("Il PIN online", "The PIN"), parts)
}

/// The doctors with a PIN in use, fifty a page. No codice fiscale, no contacts.
pub(super) async fn doctors(call: &Call<'_>) -> Result<Answer, Broken> {
    let which = Subjects {
        stato: Some(Stato::Attivo),
        profilo: Some(Profilo::MedicoCertificatore),
        limit: u32::MAX,
        ..Subjects::default()
    };
    let pins = call.world().pins();
    let found = pins.store().pin_subjects(which).await?;
    let mut rows: Vec<[String; 3]> = found
        .into_iter()
        .map(|one| {
            let provincia = one.contatti.residenza.and_then(|residenza| residenza.provincia).unwrap_or_default();
            [one.cognome, one.nome, provincia]
        })
        .collect();
    rows.sort();
    let asked: usize = call.query.get("pagina").parse().unwrap_or(1);
    let pages = rows.len().div_ceil(ON_A_PAGE).max(1);
    let number = asked.clamp(1, pages);
    let (surname, name, province) =
        (call.of("Cognome", "Surname"), call.of("Nome", "First name"), call.of("Provincia", "Province"));
    let shown = rows.into_iter().skip((number - 1) * ON_A_PAGE).take(ON_A_PAGE).enumerate();
    let rows = shown.map(|(place, [cognome, nome, provincia])| TableRow {
        key: (place + 1).to_string(),
        stato: String::new(),
        rules: String::new(),
        cells: vec![
            cell("cognome", surname, cognome),
            cell("nome", name, nome),
            cell("provincia", province, provincia),
        ],
    });
    let table = Table {
        caption: format!("{} {number}/{pages}", call.of("Pagina", "Page")),
        heads: [surname, name, province].map(str::to_owned).to_vec(),
        rows: rows.collect(),
    };
    let mut links = Vec::new();
    let to = |number: usize| format!("{}/medici?pagina={number}", call.base());
    if number > 1 {
        links.push((to(number - 1), call.of("Precedente", "Previous").to_owned()));
    }
    if number < pages {
        links.push((to(number + 1), call.of("Successiva", "Next").to_owned()));
    }
    let parts = Parts { tables: vec![table], links, ..Parts::default() };
    let title = call.of("Medici certificatori con PIN", "Certifying doctors with a PIN");
    Ok(page(call, StatusCode::OK, "pin-medici", title, parts))
}
