//! What is to be sent, before it is sent.

use askama::Template;
use chrono::NaiveDate;
use hyper::StatusCode;
use sac_certificates::service::{Named, Verified};
use sac_domain::certificate::CertificatoRegistrato;

use crate::answer::Answer;
use crate::call::{Broken, Call};
use crate::html::{Frame, rendered};
use crate::medici::calendar;
use crate::medici::fields::Kind;
use crate::medici::forms::in_words;
use crate::medici::sheet::Sheet;
use crate::medici::values::Values;
use crate::session::random;
use crate::view::{Field, Section};

#[derive(Template)]
#[template(path = "medici_summary.html", escape = "html")]
struct SummaryPage<'a> {
    f: Frame,
    name: String,
    period: String,
    sections: Vec<Section>,
    action: String,
    invio: String,
    hidden: Vec<(&'a str, &'a str)>,
    sending: &'a str,
}

/// The page on which one sends what was verified.
pub(super) fn page(call: &Call<'_>, sheet: Sheet, values: &Values, verified: &Verified) -> Result<Answer, Broken> {
    let lang = call.lang;
    let mut sections = sections(call, sheet, values);
    let worker = &verified.lavoratore;
    if let Some(first) = sections.first_mut() {
        first.fields.push(field("lavoratore.cognome", lang.of("Cognome", "Surname"), &worker.cognome, None));
        first.fields.push(field("lavoratore.nome", lang.of("Nome", "First name"), &worker.nome, None));
    }
    if let Named::Certificato(old) = &verified.named {
        sections.push(present(call, old));
    }
    let page = SummaryPage {
        f: call.frame("conferma", lang.of("Controllo prima dell'invio", "Check before sending")),
        name: format!("{} {}", worker.cognome, worker.nome),
        period: period(call, values, verified).unwrap_or_default(),
        sections,
        action: format!("{}{}", call.base(), sheet.path()),
        invio: random()?,
        hidden: values.iter().collect(),
        sending: sheet.sending(lang),
    };
    Ok(Answer::page(StatusCode::OK, rendered(&page)))
}

/// The values by the groups of the form; groups without any are left out.
fn sections(call: &Call<'_>, sheet: Sheet, values: &Values) -> Vec<Section> {
    let lang = call.lang;
    let mut sections = Vec::new();
    for group in sheet.form().groups {
        let given = group.fields.iter().filter_map(|known| {
            let raw = values.given(known.path)?;
            let label = lang.of(known.label.0, known.label.1);
            let described = || {
                let words = call.world().certificates().icd9.words_of(raw);
                (known.kind == Kind::Icd && !words.is_empty()).then(|| format!("{raw} {words}"))
            };
            Some(field(known.path, label, raw, in_words(lang, known, raw).or_else(described)))
        });
        let fields: Vec<Field> = given.collect();
        if !fields.is_empty() {
            // What is said behind a colon tells how to fill the group in.
            let title = lang.of(group.title.0, group.title.1).split(':').next().unwrap_or_default();
            sections.push(Section { title, fields });
        }
    }
    sections
}

/// What is on record of the certificate that is to be changed.
fn present(call: &Call<'_>, old: &CertificatoRegistrato) -> Section {
    let lang = call.lang;
    let day = |day: NaiveDate| Some(day.format("%d/%m/%Y").to_string());
    let (from, until) = (old.certificato.contenuto.data_inizio(), old.certificato.contenuto.data_fine());
    Section {
        title: lang.of("Come risulta ora", "As it is now"),
        fields: vec![
            field("attuale.dataInizio", lang.of("Dal", "From"), &from.to_string(), day(from)),
            field("attuale.dataFine", lang.of("Al", "Until"), &until.to_string(), day(until)),
        ],
    }
}

/// How long the period is that comes of it.
fn period(call: &Call<'_>, values: &Values, verified: &Verified) -> Option<String> {
    let day = |path: &str| values.get(path).parse::<NaiveDate>().ok();
    let (from, until) = match &verified.named {
        Named::Certificato(old) => {
            let contenuto = &old.certificato.contenuto;
            (contenuto.data_inizio(), day("dataFine").unwrap_or(contenuto.data_fine()))
        }
        Named::Ricovero(_) => (day("dimissione.dataDimissione")?, day("dimissione.dataFine")?),
        Named::Nothing => (day("malattia.dataInizio")?, day("malattia.dataFine")?),
    };
    calendar::period(call.lang, from, until)
}

fn field(path: &str, label: &'static str, raw: &str, shown: Option<String>) -> Field {
    Field { path: path.to_owned(), name: None, label, raw: raw.to_owned(), shown }
}
