//! What can be done.

use askama::Template;
use hyper::StatusCode;
use sac_certificates::copy;
use sac_domain::user::UserKind;

use crate::answer::Answer;
use crate::call::{Broken, Call};
use crate::html::{Frame, rendered};
use crate::medici::doctor::Doctor;
use crate::medici::sheet::Sheet;

#[derive(Template)]
#[template(path = "medici_menu.html", escape = "html")]
struct MenuPage {
    f: Frame,
    name: String,
    /// Whether a worker's name can be asked for.
    has_worker: bool,
    groups: Vec<Entries>,
}

/// Links that belong together.
struct Entries {
    title: &'static str,
    links: Vec<Entry>,
}

/// A link, with its mark.
struct Entry {
    voce: &'static str,
    path: &'static str,
    label: &'static str,
}

/// The menu.
pub(super) async fn menu(call: &Call<'_>, doctor: &Doctor) -> Result<Answer, Broken> {
    let store = call.world().ledger().store();
    let name = match doctor.user().kind.codice_fiscale() {
        Some(code) => {
            let name = copy::doctor_name(store, code).await?;
            format!("{} {}", name.nome, name.cognome)
        }
        None => String::new(),
    };
    let is_doctor = matches!(doctor.user().kind, UserKind::Medico { .. });
    let mut groups = Vec::new();
    if is_doctor {
        groups.push(Entries {
            title: call.of("Certificati di malattia", "Certificates of sickness"),
            links: vec![
                entry(Sheet::Malattia, call.of("Inserimento", "New")),
                entry(Sheet::Ricerca, call.of("Ricerca", "Search")),
                entry(Sheet::Rettifica, call.of("Rettifica", "Change")),
                entry(Sheet::Annulla, call.of("Annullamento", "Cancellation")),
                entry(Sheet::Ristampa, call.of("Ristampa", "Print once more")),
            ],
        });
    }
    groups.push(Entries {
        title: call.of("Comunicazioni di inizio ricovero", "Notices of admission"),
        links: vec![
            entry(Sheet::Ricovero, call.of("Inserimento", "New")),
            entry(Sheet::AnnullaRicovero, call.of("Annullamento", "Cancellation")),
        ],
    });
    if is_doctor {
        groups.push(Entries {
            title: call.of("Certificati in sede di dimissione", "Certificates at discharge"),
            links: vec![
                entry(Sheet::Dimissione, call.of("Inserimento", "New")),
                entry(Sheet::RettificaDimissione, call.of("Rettifica", "Change")),
            ],
        });
    }
    let page = MenuPage {
        f: call.frame("menu", call.of("Che cosa vuole fare?", "What would you like to do?")),
        name,
        has_worker: is_doctor,
        groups,
    };
    Ok(Answer::page(StatusCode::OK, rendered(&page)))
}

fn entry(sheet: Sheet, label: &'static str) -> Entry {
    Entry { voce: sheet.name(), path: sheet.path(), label }
}
