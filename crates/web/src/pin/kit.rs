//! What the pages of the PIN are made of.

use askama::Template;
use hyper::StatusCode;
use sac_people::pin::{Modulo, PinError};
use sac_pin::rule::Refusal;

use crate::answer::Answer;
use crate::call::{Broken, Call};
use crate::html::{FormError, Frame, Input, errors, rendered};

/// A page: everything in it may be absent.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) intro: String,
    pub(super) note: String,
    pub(super) errors: String,
    /// Where something stands (`data-stato`).
    pub(super) stato: String,
    /// Something was done (`data-ricevuta="ok"`).
    pub(super) is_receipt: bool,
    pub(super) facts: Vec<Fact>,
    pub(super) forms: Vec<PinForm>,
    pub(super) tables: Vec<Table>,
    pub(super) links: Vec<(String, String)>,
}

/// A labelled value.
pub(super) struct Fact {
    pub(super) path: &'static str,
    pub(super) label: String,
    pub(super) value: String,
}

/// A form.
#[derive(Default)]
pub(super) struct PinForm {
    pub(super) title: String,
    pub(super) action: String,
    pub(super) hidden: Vec<(&'static str, String)>,
    pub(super) inputs: Vec<String>,
    pub(super) button: String,
    pub(super) takes_file: bool,
}

/// A table.
pub(super) struct Table {
    pub(super) caption: String,
    pub(super) heads: Vec<String>,
    pub(super) rows: Vec<TableRow>,
}

/// A row of a table.
pub(super) struct TableRow {
    pub(super) key: String,
    pub(super) stato: String,
    pub(super) rules: String,
    pub(super) cells: Vec<Cell>,
}

/// A cell.
pub(super) struct Cell {
    pub(super) path: &'static str,
    pub(super) label: String,
    pub(super) value: String,
    pub(super) link: String,
}

#[derive(Template)]
#[template(path = "pin.html", escape = "html")]
struct PinPage {
    f: Frame,
    p: Parts,
}

/// Makes a page.
pub(super) fn page(call: &Call<'_>, status: StatusCode, name: &'static str, title: &str, parts: Parts) -> Answer {
    Answer::page(status, rendered(&PinPage { f: call.frame(name, title), p: parts }))
}

/// A page that only says something, under the heading of an act that was done.
pub(super) fn done(call: &Call<'_>, name: &'static str, title: &str, note: &str) -> Answer {
    page(call, StatusCode::OK, name, title, Parts { note: note.to_owned(), is_receipt: true, ..Parts::default() })
}

pub(super) fn fact(path: &'static str, label: &str, value: impl Into<String>) -> Fact {
    Fact { path, label: label.to_owned(), value: value.into() }
}

pub(super) fn cell(path: &'static str, label: &str, value: impl Into<String>) -> Cell {
    Cell { path, label: label.to_owned(), value: value.into(), link: String::new() }
}

/// A field with what was typed and what is wrong with it; a secret is never filled in again.
pub(super) fn input(call: &Call<'_>, name: &'static str, label: &str, wrong: &[FormError]) -> String {
    typed(call, name, label, "text", wrong)
}

pub(super) fn typed(
    call: &Call<'_>,
    name: &'static str,
    label: &str,
    kind: &'static str,
    wrong: &[FormError],
) -> String {
    let is_secret = kind == "password";
    let autocomplete = match kind {
        "password" => "current-password",
        _ => "off",
    };
    let value = if is_secret || kind == "file" { "" } else { call.form.get(name) };
    let error = wrong.iter().find(|error| error.field == name);
    Input { name, label, kind, value, autocomplete, error, ..Input::default() }.render()
}

/// A field that is a choice.
pub(super) fn choice(
    call: &Call<'_>,
    name: &'static str,
    label: &str,
    options: &[(&str, &str)],
    wrong: &[FormError],
) -> String {
    let options = options.iter().map(|(value, label)| ((*value).to_owned(), (*label).to_owned())).collect();
    let error = wrong.iter().find(|error| error.field == name);
    Input { name, label, kind: "text", value: call.form.get(name), options, error, ..Input::default() }.render()
}

/// What is wrong, in the words of the world's book.
pub(super) fn wrong(call: &Call<'_>, found: &[Refusal]) -> Vec<FormError> {
    let catalogue = call.world().pin_catalogue();
    let one = |refusal: &Refusal| {
        let errore = catalogue.errore(refusal);
        let field = refusal.value("campo").map_or(errore.sezione_errata.as_str(), |campo| campo);
        FormError {
            field: field.to_owned(),
            rule: refusal.rule.name().to_owned(),
            tipo: errore.tipo_errore.clone(),
            text: errore.descrizione.clone(),
            ..FormError::default()
        }
    };
    found.iter().map(one).collect()
}

/// What an error of the service means for a form: rules to show, or the page cannot be made.
pub(super) fn refused(call: &Call<'_>, error: PinError) -> Result<Vec<FormError>, Broken> {
    match error {
        PinError::Refused(found) => Ok(wrong(call, &found)),
        PinError::NotFound => Ok(vec![plain(call.of("Non esiste.", "There is no such thing."))]),
        PinError::State => Ok(vec![plain(call.of("Lo stato non lo consente.", "The state does not allow it."))]),
        error => Err(error.into()),
    }
}

fn plain(text: &str) -> FormError {
    FormError { text: text.to_owned(), ..FormError::default() }
}

/// The answer that shows what is wrong.
pub(super) fn with_errors(answer: Answer, wrong: &[FormError]) -> Answer {
    let broken: Vec<_> = wrong.iter().map(|error| (error.rule.clone(), error.tipo.clone())).collect();
    answer.breaking(&broken)
}

/// The list of what is wrong.
pub(super) fn listed(wrong: &[FormError]) -> String {
    if wrong.is_empty() { String::new() } else { errors(wrong) }
}

/// A page that says why something is not done.
pub(super) fn refusal_page(
    call: &Call<'_>,
    status: StatusCode,
    refusal: &Refusal,
    links: Vec<(String, String)>,
) -> Answer {
    let wrong = wrong(call, std::slice::from_ref(refusal));
    let parts = Parts { errors: listed(&wrong), links, ..Parts::default() };
    let title = call.of("Operazione non ammessa", "Not allowed");
    with_errors(page(call, status, "pin-rifiuto", title, parts), &wrong)
}

/// The fields of the form, by the names of pages or of the columns of a file.
pub(super) fn form_of(call: &Call<'_>) -> Modulo {
    let get = |name: &str| {
        let direct = call.form.get(name);
        if !direct.is_empty() {
            return direct.to_owned();
        }
        let column: String = name
            .chars()
            .flat_map(|c| if c.is_ascii_uppercase() { vec!['_', c.to_ascii_lowercase()] } else { vec![c] })
            .collect();
        call.form.get(&column).to_owned()
    };
    Modulo {
        codice_fiscale: get("codiceFiscale"),
        cognome: get("cognome"),
        nome: get("nome"),
        tessera_sanitaria: get("tesseraSanitaria"),
        via: get("via"),
        civico: get("civico"),
        cap: get("cap"),
        codice_catastale: get("codiceCatastale"),
        comune: get("comune"),
        provincia: get("provincia"),
        email: get("email"),
        cellulare: get("cellulare"),
        pec: get("pec"),
        documento_tipo: get("documentoTipo"),
        documento_numero: get("documentoNumero"),
        documento_scadenza: get("documentoScadenza"),
        modulo_firmato: get("moduloFirmato"),
        profilo: get("profilo"),
        genitore: get("genitore"),
        tutore: get("tutore"),
        delegato: get("delegato"),
        ordine: get("ordine"),
        attestazione: get("attestazione"),
        numero_albo: get("numeroAlbo"),
        codice: get("codice"),
        canale_abilitazione: get("canale"),
        ente: get("ente"),
        mittente: get("mittente"),
        motivo: get("motivo"),
        contatto1: get("contatto1"),
        contatto2: get("contatto2"),
    }
}

/// Who the connection comes from, for counts of attempts.
pub(super) fn must_wait(call: &Call<'_>) -> bool {
    call.world().guesses().must_wait(call.head.peer.ip(), call.now())
}

/// Too many attempts from this address.
pub(super) fn wait(call: &Call<'_>, seconds: u32) -> Answer {
    let title = call.of("Troppi tentativi", "Too many attempts");
    let text = call.of("Riprovare più tardi.", "Try again later.");
    call.message(StatusCode::TOO_MANY_REQUESTS, "troppi-tentativi", title, text).retry_after(seconds)
}
