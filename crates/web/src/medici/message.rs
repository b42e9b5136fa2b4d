//! What was typed as a request of the contract, judged by the contract's own schema.
//!
//! The message is written only to be read again: so that a form is refused for the same reasons as a message of the
//! SOAP channel, in the same words, and what is asked for is read by the same code.

use sac_certificates::request::{Head, Request, Unreadable};
use sac_contracts::certificati_medici::{EncryptedHead, NAMESPACE, read, schema};
use sac_diagnostic::{Code, Finding, Language};
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::operation::Operation;
use sac_people::credentials::PincodeProof;
use sac_schema::{EmptyOptional, ValidationError, Violation, ViolationKind};
use sac_xml::{Charset, Document, Limits, Writer};

use crate::html::FormError;
use crate::lang::Lang;
use crate::medici::fields::{Form, is_required};
use crate::medici::values::Values;

/// What is wrong with the form of what was typed.
#[derive(Debug)]
pub(super) enum NoRequest {
    Wrong(Vec<FormError>),
    /// Schema and types disagree: a fault of the program.
    Broken(String),
}

/// The request, of a caller whose pincode proves this.
pub(super) fn request(form: &Form, values: &Values, pincode: PincodeProof, lang: Lang) -> Result<Request, NoRequest> {
    let wrong = forbidden(form, values, lang);
    if !wrong.is_empty() {
        return Err(NoRequest::Wrong(wrong));
    }
    let operation = form.operation;
    let text = written(operation, values);
    let text = String::from_utf8_lossy(&text);
    let document = Document::from_text(&text);
    let validated = match schema().validate(&document, Limits::default(), EmptyOptional::Reject) {
        Ok(validated) => validated,
        Err(error) => return Err(NoRequest::Wrong(errors(error, form, lang))),
    };
    let read = read(operation, validated.root()).map_err(|mismatch| NoRequest::Broken(mismatch.to_string()))?;
    let EncryptedHead { redattore, lavoratore, .. } = read.head;
    let lavoratore = CodiceFiscale::parse(&lavoratore).map_err(|_| Unreadable);
    Ok(Request { head: Head { redattore, pincode, lavoratore }, content: read.content })
}

/// Characters that no message can carry.
fn forbidden(form: &Form, values: &Values, lang: Lang) -> Vec<FormError> {
    let of_field = |path: &str, value: &str| {
        let bad = value.chars().find(|c| !sac_xml::is_char(*c))?;
        let finding = Finding::new(Code::XML_CHARACTER).about(path).found(&bad.to_string());
        Some(error(&finding, path.to_owned(), lang))
    };
    form.fields().filter_map(|field| of_field(field.path, values.get(field.path))).collect()
}

/// The request element. An empty field is an absent element; an element around others that must be there is written
/// even if it is empty, so that each of those others is missed.
fn written(operation: Operation, values: &Values) -> Vec<u8> {
    let mut writer = Writer::fragment(Charset::Utf8);
    writer.start(&format!("cert:{}", operation.request_element())).attribute("xmlns:cert", NAMESPACE);
    let mut out = Out { writer, values };
    out.redattore(operation.redattore_element());
    out.group("lavoratore", &["codiceFiscale"]);
    match operation {
        Operation::InterrogazioneLavoratore => {}
        Operation::InviaMalattia => {
            out.group("residenza", &ADDRESS);
            out.reperibilita();
            out.writer.start("malattia");
            out.elements(
                "malattia",
                &["ruoloMedico", "dataRilascio", "dataInizio", "dataFine", "visita", "tipoCertificato"],
            );
            out.closing("malattia");
        }
        Operation::InviaRicovero => {
            out.group("residenza", &ADDRESS);
            out.group("ricovero", &["dataRicovero", "giornataLavorata", "trauma"]);
        }
        Operation::InviaDimissione => {
            out.element("", "idInizioRicovero");
            out.group("residenza", &ADDRESS);
            out.reperibilita();
            out.writer.start("dimissione");
            out.elements("dimissione", &["ruoloMedico", "dataRicovero", "dataDimissione"]);
            let end = values.given("dimissione.dataFine").unwrap_or_else(|| values.get("dimissione.dataDimissione"));
            if !end.is_empty() {
                out.writer.element("dataFine", end);
            }
            out.elements("dimissione", &["tipoCertificato", "tipoRicovero"]);
            out.closing("dimissione");
        }
        Operation::RettificaMalattia | Operation::RettificaDimissione => {
            out.elements("", &["idCertificato", "dataFine"]);
        }
        Operation::AnnullaMalattia | Operation::AnnullaRicovero | Operation::RistampaMalattia => {
            out.element("", "idCertificato");
        }
        Operation::RicercaMalattia => out.elements("", &["dataInizioRicerca", "dataFineRicerca"]),
    }
    out.writer.end();
    out.writer.finish()
}

const ADDRESS: [&str; 6] = ["via", "civico", "cap", "codiceCatastale", "comune", "provincia"];

struct Out<'a> {
    writer: Writer,
    values: &'a Values,
}

impl Out<'_> {
    fn element(&mut self, group: &str, name: &str) {
        let path = if group.is_empty() { name.to_owned() } else { format!("{group}.{name}") };
        if let Some(value) = self.values.given(&path) {
            self.writer.element(name, value);
        }
    }

    fn elements(&mut self, group: &str, names: &[&str]) {
        for name in names {
            self.element(group, name);
        }
    }

    fn group(&mut self, group: &str, names: &[&str]) {
        self.writer.start(group.rsplit('.').next().unwrap_or(group));
        self.elements(group, names);
        self.writer.end();
    }

    fn redattore(&mut self, element: &str) {
        let (regione, asl) = match self.values.get("sede").split_once('/') {
            Some(both) => both,
            None => (self.values.get("sede"), ""),
        };
        let struttura = format!("{element}.codiceStruttura");
        let given = [("codiceRegione", regione), ("codiceAsl", asl), ("codiceStruttura", self.values.get(&struttura))];
        let given = given.into_iter().filter(|(_, value)| !value.is_empty());
        if element == "operatore" && given.clone().next().is_none() {
            return;
        }
        self.writer.start(element);
        for (name, value) in given {
            self.writer.element(name, value);
        }
        self.writer.end();
    }

    fn reperibilita(&mut self) {
        if self.values.is_empty_below("reperibilita") {
            return;
        }
        self.writer.start("reperibilita");
        self.element("reperibilita", "cognome");
        if !self.values.is_empty_below("reperibilita.indirizzo") {
            self.group("reperibilita.indirizzo", &ADDRESS);
        }
        self.writer.end();
    }

    /// What a certificate of either kind ends with.
    fn closing(&mut self, group: &str) {
        self.group(&format!("{group}.diagnosi"), &["codiceDiagnosi", "noteDiagnosi"]);
        self.elements(group, &["giornataLavorata", "trauma", "agevolazioni"]);
        self.writer.end();
    }
}

/// What the schema finds wrong, each with its field.
fn errors(error: ValidationError, form: &Form, lang: Lang) -> Vec<FormError> {
    let violations = match error {
        ValidationError::Parse(parse) => return vec![self::error(&Finding::from(*parse), String::new(), lang)],
        ValidationError::Invalid { violations, .. } => violations,
    };
    let mut errors = Vec::new();
    for Violation { kind, place, is_empty_optional } in violations {
        let path = path_of(&place.xpath);
        match kind {
            ViolationKind::Missing { elements, .. } => {
                errors.extend(elements.into_iter().map(|element| missing(form, &path, &element, lang)));
            }
            kind => {
                let finding = Finding::from(Violation { kind, place, is_empty_optional });
                errors.push(self::error(&finding, path, lang));
            }
        }
    }
    errors
}

fn missing(form: &Form, group: &str, element: &str, lang: Lang) -> FormError {
    let path = if group.is_empty() { element.to_owned() } else { format!("{group}.{element}") };
    let label = form.field_of(&path).map_or((element, element), |field| field.label);
    FormError {
        field: path,
        code: Code::XSD_MISSING.as_str().to_owned(),
        text: format!("Manca un dato obbligatorio: {}.", label.0),
        english: english(lang, || format!("A required value is missing: {}.", label.1)),
        ..FormError::default()
    }
}

fn error(finding: &Finding, path: String, lang: Lang) -> FormError {
    FormError {
        field: path,
        code: finding.code.as_str().to_owned(),
        text: finding.message(Language::It),
        english: english(lang, || finding.message(Language::En)),
        ..FormError::default()
    }
}

/// The words beside the Italian ones, where English is wanted.
pub(super) fn english(lang: Lang, words: impl FnOnce() -> String) -> String {
    if lang == Lang::En { words() } else { String::new() }
}

/// `/cert:invioMalattiaRequest/malattia/dataFine` as `malattia.dataFine`.
fn path_of(xpath: &str) -> String {
    let steps = xpath.split('/').skip(2).map(|step| step.split('[').next().unwrap_or(step));
    steps.collect::<Vec<_>>().join(".")
}

/// The fields of a form that must not be empty and are.
pub(super) fn missing_of(form: &Form, values: &Values, lang: Lang) -> Vec<FormError> {
    let empty = form.fields().filter(|field| is_required(field.path) && values.get(field.path).is_empty());
    empty.map(|field| missing(form, "", field.path, lang)).collect()
}
