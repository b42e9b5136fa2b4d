//! The pages of the institute's staff.

use hyper::StatusCode;
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_people::pin::{Azione, PinError};
use sac_pin::profile::Profilo;
use sac_pin::request::Richiesta;
use sac_pin::rule::{Refusal, Rule};
use sac_pin::secret::Codice;
use sac_pin::subject::Soggetto;
use sac_print::{Statement, statement};
use sac_store::pin::{EnvelopeUse, Requests};

use super::kit::{
    self, Cell, Parts, PinForm, Table, TableRow, cell, choice, fact, input, listed, page as show, typed, with_errors,
};
use super::page::Page;
use super::reader::Reader;
use crate::answer::Answer;
use crate::call::{Broken, Call};
use crate::html::FormError;

const DOCUMENTS: [(&str, &str); 3] = [("CI", "Carta d'identità"), ("PAT", "Patente"), ("PAS", "Passaporto")];
const ACTIONS: [(&str, &str); 6] = [
    ("sblocca", "Sblocca"),
    ("revoca", "Revoca"),
    ("rispedisci", "Rispedisci le metà"),
    ("converti", "Rendi dispositivo"),
    ("profilo-aggiungi", "Aggiungi un profilo"),
    ("profilo-togli", "Togli un profilo"),
];

/// The pages, for staff.
pub(super) async fn page(call: &Call<'_>, which: &Page, reader: &Reader) -> Result<Answer, Broken> {
    if !reader.has(Profilo::OperatoreInps) {
        let refusal = Refusal::of(Rule::ProfiloNonAbilitato);
        return Ok(kit::refusal_page(call, StatusCode::FORBIDDEN, &refusal, Vec::new()));
    }
    match which {
        Page::Decide(_) | Page::Subject | Page::Envelope if !call.is_own_form() => Ok(call.csrf_refused()),
        Page::OperatoreRequest(number) => request(call, number).await,
        Page::Decide(number) => decide(call, number).await,
        Page::Subjects => Ok(subjects_form(call, &[])),
        Page::Subject => subject(call).await,
        Page::EnvelopeForm => Ok(envelope_form(call, &[])),
        Page::Envelope => envelope(call).await,
        Page::EnvelopePdf(number) => envelope_pdf(call, number).await,
        _ => requests(call).await,
    }
}

/// The requests that are still to be decided, and the ways to the rest.
async fn requests(call: &Call<'_>) -> Result<Answer, Broken> {
    let mut found = call.world().pins().store().pin_requests(Requests::default()).await?;
    found.sort_by_key(|one| !one.stato.aperta());
    let base = call.base();
    let of = |it: &'static str, en: &'static str| call.lang.of(it, en);
    let row = |one: &Richiesta| TableRow {
        key: one.id(),
        stato: one.stato.as_str().to_owned(),
        rules: String::new(),
        cells: vec![
            Cell {
                link: format!("{base}/operatore/richieste/{}", one.id()),
                ..cell("numero", of("Numero", "Number"), one.id())
            },
            cell("canale", of("Via", "Way"), one.canale.as_str()),
            cell("tipo", of("Tipo", "Type"), one.tipo.as_str()),
            cell("stato", of("Stato", "State"), one.stato.as_str()),
        ],
    };
    let table = Table {
        caption: of("Richieste", "Requests").to_owned(),
        heads: [of("Numero", "Number"), of("Via", "Way"), of("Tipo", "Type"), of("Stato", "State")]
            .map(str::to_owned)
            .to_vec(),
        rows: found.iter().map(row).collect(),
    };
    let link = |path: &str, label: &str| (format!("{base}{path}"), label.to_owned());
    let links = vec![
        link("/operatore/soggetti", of("Soggetti", "Subjects")),
        link("/operatore/buste", of("Rilascio allo sportello", "Issue at the counter")),
    ];
    let parts = Parts { tables: vec![table], links, ..Parts::default() };
    Ok(show(call, StatusCode::OK, "pin-operatore", of("Operatore INPS", "INPS operator"), parts))
}

fn parsed(number: &str) -> Option<u32> {
    Some(number).filter(|text| text.len() == 9).and_then(|text| text.parse().ok())
}

fn absent(call: &Call<'_>) -> Answer {
    let title = call.of("Non trovato", "Not found");
    call.message(StatusCode::NOT_FOUND, "pin-assente", title, call.of("Non esiste.", "There is no such thing."))
}

/// One request.
async fn request(call: &Call<'_>, number: &str) -> Result<Answer, Broken> {
    let found = match parsed(number) {
        Some(number) => call.world().pins().store().pin_request(number).await?,
        None => None,
    };
    let Some(found) = found else { return Ok(absent(call)) };
    Ok(show_request(call, &found, &[]))
}

fn show_request(call: &Call<'_>, one: &Richiesta, wrong: &[FormError]) -> Answer {
    let of = |it: &'static str, en: &'static str| call.lang.of(it, en);
    let mut facts = vec![
        fact("numero", of("Numero", "Number"), one.id()),
        fact("codiceFiscale", "Codice fiscale", one.codice_fiscale.as_str()),
        fact("canale", of("Via", "Way"), one.canale.as_str()),
        fact("tipo", of("Tipo", "Type"), one.tipo.as_str()),
        fact("stato", of("Stato", "State"), one.stato.as_str()),
    ];
    facts.extend(one.profilo.map(|profilo| fact("profilo", of("Profilo", "Profile"), profilo.as_str())));
    facts.extend(one.motivo.clone().map(|motivo| fact("motivo", of("Motivo", "Reason"), motivo)));
    let forms = if one.stato.aperta() {
        vec![PinForm {
            action: format!("{}/operatore/richieste/{}", call.base(), one.id()),
            inputs: vec![
                choice(
                    call,
                    "azione",
                    of("Azione", "Action"),
                    &[("rilascia", "Rilascia"), ("respingi", "Respingi")],
                    wrong,
                ),
                input(call, "motivo", of("Motivo", "Reason"), wrong),
            ],
            button: of("Decidi", "Decide").to_owned(),
            ..PinForm::default()
        }]
    } else {
        Vec::new()
    };
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let stato = one.stato.as_str().to_owned();
    let parts = Parts { errors: listed(wrong), stato, facts, forms, ..Parts::default() };
    with_errors(show(call, status, "pin-operatore-richiesta", of("Richiesta", "Request"), parts), wrong).about(one.id())
}

async fn decide(call: &Call<'_>, number: &str) -> Result<Answer, Broken> {
    let Some(numero) = parsed(number) else { return Ok(absent(call)) };
    let pins = call.world().pins();
    let release = match call.form.get("azione") {
        "rilascia" => true,
        "respingi" => false,
        _ => return request(call, number).await,
    };
    match pins.decide(numero, release, call.form.get("motivo")).await {
        Ok(_) => Ok(Answer::see_other(&format!("{}/operatore/richieste/{number}", call.base()))),
        Err(PinError::NotFound) => Ok(absent(call)),
        Err(error) => {
            let wrong = kit::refused(call, error)?;
            match pins.store().pin_request(numero).await? {
                Some(found) => Ok(show_request(call, &found, &wrong)),
                None => Ok(absent(call)),
            }
        }
    }
}

/// The form in which a subject is looked for.
fn subjects_form(call: &Call<'_>, wrong: &[FormError]) -> Answer {
    let form = PinForm {
        action: format!("{}/operatore/soggetti", call.base()),
        inputs: vec![input(call, "codiceFiscale", "Codice fiscale", wrong)],
        button: call.of("Cerca", "Search").to_owned(),
        ..PinForm::default()
    };
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let parts = Parts { errors: listed(wrong), forms: vec![form], ..Parts::default() };
    with_errors(show(call, status, "pin-operatore-soggetti", call.of("Soggetti", "Subjects"), parts), wrong)
}

/// A subject, or what is done to it.
async fn subject(call: &Call<'_>) -> Result<Answer, Broken> {
    let Ok(code) = CodiceFiscale::parse(&call.form.get("codiceFiscale").to_ascii_uppercase()) else {
        let refusal = Refusal::of(Rule::PinCfNonValido).with("campo", "codiceFiscale");
        return Ok(subjects_form(call, &kit::wrong(call, &[refusal])));
    };
    let pins = call.world().pins();
    let azione = call.form.get("azione");
    if azione.is_empty() {
        return match pins.find(&code).await? {
            Some(soggetto) => show_subject(call, &soggetto, &[]).await,
            None => Ok(absent(call)),
        };
    }
    let outcome = match (azione, Azione::parse(azione)) {
        ("rispedisci", _) => pins.send_again(&code, call.form.get("contatto")).await,
        (_, Some(azione)) => pins.act(&code, azione, call.form.get("profilo")).await,
        _ => Err(PinError::NotFound),
    };
    match outcome {
        Ok(soggetto) => {
            if soggetto.pin_in_vita().is_none() {
                call.memory.sessions.end_of(&code);
            }
            Ok(Answer::see_other(&format!("{}/operatore/soggetti", call.base())))
        }
        Err(error) => {
            let wrong = kit::refused(call, error)?;
            match pins.find(&code).await? {
                Some(soggetto) => show_subject(call, &soggetto, &wrong).await,
                None => Ok(absent(call)),
            }
        }
    }
}

async fn show_subject(call: &Call<'_>, soggetto: &Soggetto, wrong: &[FormError]) -> Result<Answer, Broken> {
    let of = |it: &'static str, en: &'static str| call.lang.of(it, en);
    let code = soggetto.codice_fiscale.as_str();
    let pin = soggetto.pin.as_ref();
    let mut facts = vec![
        fact("codiceFiscale", "Codice fiscale", code),
        fact("cognome", of("Cognome", "Surname"), &soggetto.cognome),
        fact("nome", of("Nome", "First name"), &soggetto.nome),
        fact("stato", of("Stato del PIN", "State of the PIN"), pin.map_or("", |pin| pin.stato().as_str())),
        fact("tipo", of("Tipo", "Type"), pin.map_or("", |pin| pin.tipo().as_str())),
    ];
    let profili: Vec<&str> = soggetto.attivi().map(|one| one.profilo.as_str()).collect();
    facts.push(fact("profili", of("Profili", "Profiles"), profili.join(" ")));
    let profiles: Vec<(&str, &str)> = Profilo::ALL.iter().map(|one| (one.as_str(), one.as_str())).collect();
    let contacts = [("", "-"), ("cellulare", "Cellulare"), ("email", "E-mail"), ("pec", "PEC"), ("posta", "Posta")];
    let form = PinForm {
        action: format!("{}/operatore/soggetti", call.base()),
        hidden: vec![("codiceFiscale", code.to_owned())],
        inputs: vec![
            choice(call, "azione", of("Azione", "Action"), &ACTIONS, wrong),
            choice(call, "profilo", of("Profilo", "Profile"), &profiles, wrong),
            choice(call, "contatto", of("Seconda metà a", "Second half to"), &contacts, wrong),
            input(call, "motivo", of("Motivo", "Reason"), wrong),
        ],
        button: of("Esegui", "Do it").to_owned(),
        ..PinForm::default()
    };
    let events = call.world().pins().store().pin_events(&soggetto.codice_fiscale).await?;
    let rows = events.into_iter().rev().take(50).enumerate().map(|(place, one)| TableRow {
        key: (place + 1).to_string(),
        stato: one.a.map(|stato| stato.as_str().to_owned()).unwrap_or_default(),
        rules: one.regola.unwrap_or_default(),
        cells: vec![
            cell("at", of("Quando", "When"), crate::view::minute(one.at)),
            cell("evento", of("Evento", "Event"), one.evento),
            cell("canale", of("Via", "Way"), one.canale.unwrap_or_default()),
        ],
    });
    let table = Table {
        caption: of("Eventi", "Events").to_owned(),
        heads: [of("Quando", "When"), of("Evento", "Event"), of("Via", "Way")].map(str::to_owned).to_vec(),
        rows: rows.collect(),
    };
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let stato = pin.map(|pin| pin.stato().as_str().to_owned()).unwrap_or_default();
    let parts =
        Parts { errors: listed(wrong), stato, facts, forms: vec![form], tables: vec![table], ..Parts::default() };
    Ok(with_errors(show(call, status, "pin-operatore-soggetto", of("Soggetto", "Subject"), parts), wrong))
}

/// The form of the counter.
fn envelope_form(call: &Call<'_>, wrong: &[FormError]) -> Answer {
    let of = |it: &'static str, en: &'static str| call.lang.of(it, en);
    let profiles: Vec<(&str, &str)> = Profilo::ALL.iter().map(|one| (one.as_str(), one.as_str())).collect();
    let form = PinForm {
        action: format!("{}/operatore/buste", call.base()),
        inputs: vec![
            input(call, "codiceFiscale", "Codice fiscale", wrong),
            input(call, "cognome", of("Cognome", "Surname"), wrong),
            input(call, "nome", of("Nome", "First name"), wrong),
            choice(call, "profilo", of("Profilo", "Profile"), &profiles, wrong),
            choice(call, "documentoTipo", of("Documento", "Document"), &DOCUMENTS, wrong),
            input(call, "documentoNumero", of("Numero", "Number"), wrong),
            typed(call, "documentoScadenza", of("Scadenza", "Valid until"), "date", wrong),
            input(call, "tesseraSanitaria", of("Tessera sanitaria", "Health card"), wrong),
            input(call, "pec", "PEC", wrong),
            input(call, "genitore", of("Genitore che chiede", "Parent who asks"), wrong),
            input(call, "tutore", of("Tutore che chiede", "Guardian who asks"), wrong),
            input(call, "delegato", of("Delegato che chiede", "Delegate who asks"), wrong),
            choice(call, "moduloFirmato", of("Modulo firmato", "Form signed"), &[("si", "Sì"), ("no", "No")], wrong),
        ],
        button: of("Rilascia la busta", "Issue the envelope").to_owned(),
        ..PinForm::default()
    };
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let parts = Parts { errors: listed(wrong), forms: vec![form], ..Parts::default() };
    let title = of("Rilascio allo sportello", "Issue at the counter");
    with_errors(show(call, status, "pin-operatore-buste", title, parts), wrong)
}

async fn envelope(call: &Call<'_>) -> Result<Answer, Broken> {
    match call.world().pins().issue_at_counter(&kit::form_of(call)).await {
        Ok(esito) => {
            let number = esito.busta.map(|numero| format!("{numero:08}")).unwrap_or_default();
            let facts = vec![
                fact("busta", call.of("Numero della busta", "Number of the envelope"), &number),
                fact(
                    "numero",
                    call.of("Numero della richiesta", "Number of the request"),
                    format!("{:09}", esito.numero),
                ),
            ];
            let print =
                (format!("{}/operatore/buste/{number}.pdf", call.base()), call.of("Stampa", "Print").to_owned());
            let parts = Parts { stato: esito.stato, is_receipt: true, facts, links: vec![print], ..Parts::default() };
            let title = call.of("Busta rilasciata", "Envelope issued");
            Ok(show(call, StatusCode::CREATED, "pin-busta", title, parts))
        }
        Err(error) => Ok(envelope_form(call, &kit::refused(call, error)?)),
    }
}

/// The envelope, printed once.
async fn envelope_pdf(call: &Call<'_>, number: &str) -> Result<Answer, Broken> {
    let numero = Some(number).filter(|text| text.len() == 8).and_then(|text| text.parse::<u32>().ok());
    let Some(numero) = numero else { return Ok(absent(call)) };
    match call.world().pins().envelope(numero, EnvelopeUse::Print).await {
        Ok((codice, _)) => {
            let pdf = statement(&sheet(number, &codice), call.now())?;
            Ok(Answer::file("application/pdf", &format!("busta-{number}.pdf"), pdf).showing(codice))
        }
        Err(PinError::NotFound) => Ok(absent(call)),
        Err(PinError::State) => {
            Ok(kit::refusal_page(call, StatusCode::GONE, &Refusal::of(Rule::BustaGiaStampata), Vec::new()))
        }
        Err(error) => Err(error.into()),
    }
}

/// What is in the envelope: no name and no codice fiscale beside the code.
fn sheet(number: &str, codice: &Codice) -> Statement {
    let (first, second) = codice.halves();
    Statement {
        language: "it-IT",
        title: format!("Busta n. {number}"),
        about: "STAMPA DI UN EMULATORE: nessun valore legale.".to_owned(),
        facts: vec![("Codice PIN".to_owned(), format!("{} {}", first.expose(), second.expose()))],
        notes: vec![
            "Il codice di 16 caratteri va cambiato al primo accesso.".to_owned(),
            "Messaggio di un ambiente di prova: nessun valore legale.".to_owned(),
        ],
        foot: "sac (emulatore)".to_owned(),
        page: "pag.".to_owned(),
        ..Statement::default()
    }
}
