//! The pages of an Ordine of doctors.

use hyper::StatusCode;
use sac_people::pin::LineOutcome;
use sac_pin::profile::Profilo;
use sac_pin::request::{Richiesta, TipoRichiesta};
use sac_pin::rule::{Refusal, Rule};
use sac_store::pin::Requests;

use super::kit::{
    self, Parts, PinForm, Table, TableRow, cell, choice, fact, input, listed, page as show, typed, with_errors,
};
use super::page::Page;
use super::reader::Reader;
use crate::answer::Answer;
use crate::call::{Broken, Call};
use crate::html::FormError;

const TYPES: [(&str, &str); 3] = [("nuovo", "Nuovo PIN"), ("estensione", "Estensione"), ("ripristino", "Ripristino")];
const DOCUMENTS: [(&str, &str); 3] = [("CI", "Carta d'identità"), ("PAT", "Patente"), ("PAS", "Passaporto")];
const PROFILES: [(&str, &str); 2] = [("medico-ctu", "CTU"), ("medico-certificatore", "Certificatore")];

/// The pages, for clerks of an Ordine.
pub(super) async fn page(call: &Call<'_>, which: &Page, reader: &Reader) -> Result<Answer, Broken> {
    if !reader.has(Profilo::OperatoreOrdine) {
        let refusal = Refusal::of(Rule::ProfiloNonAbilitato);
        return Ok(kit::refusal_page(call, StatusCode::FORBIDDEN, &refusal, Vec::new()));
    }
    let ordine = reader.soggetto.ordine.clone().unwrap_or_default();
    match which {
        Page::OrdineRequest | Page::Batch | Page::HandOver if !call.is_own_form() => Ok(call.csrf_refused()),
        Page::OrdineRequest => request(call, &ordine).await,
        Page::Batch => batch(call, &ordine).await,
        Page::HandOver => hand_over(call, &ordine).await,
        _ => list(call, &ordine, &[], "").await,
    }
}

/// The requests of the Ordine, and what can be done.
async fn list(call: &Call<'_>, ordine: &str, wrong: &[FormError], note: &str) -> Result<Answer, Broken> {
    let which = Requests { ordine: Some(ordine.to_owned()), ..Requests::default() };
    let found = call.world().pins().store().pin_requests(which).await?;
    let base = call.base();
    let of = |it: &'static str, en: &'static str| call.lang.of(it, en);
    let form = PinForm {
        title: of("Nuova richiesta", "New request").to_owned(),
        action: format!("{base}/ordine/richieste"),
        inputs: vec![
            choice(call, "tipo", of("Tipo", "Type"), &TYPES, wrong),
            input(call, "codice_fiscale", "Codice fiscale", wrong),
            input(call, "cognome", of("Cognome", "Surname"), wrong),
            input(call, "nome", of("Nome", "First name"), wrong),
            input(call, "pec", "PEC", wrong),
            input(call, "cellulare", of("Cellulare (+39…)", "Mobile number (+39…)"), wrong),
            input(call, "email", "E-mail", wrong),
            choice(call, "documento_tipo", of("Documento", "Document"), &DOCUMENTS, wrong),
            input(call, "documento_numero", of("Numero", "Number"), wrong),
            typed(call, "documento_scadenza", of("Scadenza", "Valid until"), "date", wrong),
            choice(call, "profilo", of("Profilo", "Profile"), &PROFILES, wrong),
            choice(
                call,
                "attestazione",
                of("Attestazione d'iscrizione all'Albo", "Enrolment attested"),
                &[("si", "Sì"), ("no", "No")],
                wrong,
            ),
            input(call, "numeroAlbo", of("Numero nell'Albo", "Number in the Albo"), wrong),
        ],
        button: of("Salva", "Save").to_owned(),
        ..PinForm::default()
    };
    let file = PinForm {
        title: of("Lotto da file CSV", "Batch from a CSV file").to_owned(),
        action: format!("{base}/ordine/richieste/lotto"),
        inputs: vec![
            typed(call, "file", "CSV", "file", &[]),
            choice(
                call,
                "attestazione",
                of("Attestazione d'iscrizione all'Albo", "Enrolment attested"),
                &[("si", "Sì"), ("no", "No")],
                &[],
            ),
            input(call, "numeroAlbo", of("Numero dell'attestazione", "Number of the attestation"), &[]),
        ],
        button: of("Carica", "Upload").to_owned(),
        takes_file: true,
        ..PinForm::default()
    };
    let consign = PinForm {
        title: of("Consegna all'INPS", "Hand over to INPS").to_owned(),
        action: format!("{base}/ordine/richieste/consegna"),
        button: of("Consegna", "Hand over").to_owned(),
        ..PinForm::default()
    };
    let table = Table {
        caption: of("Richieste", "Requests").to_owned(),
        heads: [of("Numero", "Number"), of("Tipo", "Type"), of("Stato", "State"), of("Lotto", "Lot")]
            .map(str::to_owned)
            .to_vec(),
        rows: found.iter().map(|one| row(call, one)).collect(),
    };
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let parts = Parts {
        note: note.to_owned(),
        errors: listed(wrong),
        facts: vec![fact("ordine", "Ordine", ordine)],
        forms: vec![form, file, consign],
        tables: vec![table],
        ..Parts::default()
    };
    Ok(with_errors(show(call, status, "pin-ordine", of("Ordine dei medici", "Ordine of doctors"), parts), wrong))
}

fn row(call: &Call<'_>, one: &Richiesta) -> TableRow {
    let lotto = one.lotto.map(|numero| format!("{numero:09}")).unwrap_or_default();
    TableRow {
        key: one.id(),
        stato: one.stato.as_str().to_owned(),
        rules: String::new(),
        cells: vec![
            cell("numero", call.of("Numero", "Number"), one.id()),
            cell("tipo", call.of("Tipo", "Type"), one.tipo.as_str()),
            cell("stato", call.of("Stato", "State"), one.stato.as_str()),
            cell("lotto", call.of("Lotto", "Lot"), lotto),
        ],
    }
}

async fn request(call: &Call<'_>, ordine: &str) -> Result<Answer, Broken> {
    let mut form = kit::form_of(call);
    ordine.clone_into(&mut form.ordine);
    let tipo = match call.form.get("tipo") {
        "" => Some(TipoRichiesta::Nuovo),
        text => TipoRichiesta::parse(text),
    };
    let allowed = [TipoRichiesta::Nuovo, TipoRichiesta::Estensione, TipoRichiesta::Ripristino];
    let Some(tipo) = tipo.filter(|tipo| allowed.contains(tipo)) else {
        let refusal = Refusal::of(Rule::ProfiloNonAbilitato).with("campo", "tipo");
        return list(call, ordine, &kit::wrong(call, &[refusal]), "").await;
    };
    match call.world().pins().ask_ordine(&form, tipo).await {
        Ok(esito) => {
            let number = format!("{:09}", esito.numero);
            let facts = vec![
                fact("numero", call.of("Numero", "Number"), &number),
                fact("stato", call.of("Stato", "State"), &esito.stato),
            ];
            let links = vec![(format!("{}/ordine/richieste", call.base()), call.of("Elenco", "List").to_owned())];
            let parts = Parts { stato: esito.stato, is_receipt: true, facts, links, ..Parts::default() };
            let title = call.of("Richiesta registrata", "Request registered");
            Ok(show(call, StatusCode::OK, "pin-ordine-richiesta", title, parts).about(number))
        }
        Err(error) => {
            let wrong = kit::refused(call, error)?;
            list(call, ordine, &wrong, "").await
        }
    }
}

async fn batch(call: &Call<'_>, ordine: &str) -> Result<Answer, Broken> {
    let attested = matches!(call.form.get("attestazione"), "si" | "sì") && !call.form.get("numeroAlbo").is_empty();
    if !attested {
        let refusal = Refusal::of(Rule::AttestazioneAlboAssente).with("campo", "attestazione");
        return list(call, ordine, &kit::wrong(call, &[refusal]), "").await;
    }
    // A form without a file part may bring the text itself.
    let bytes = call.file.clone().unwrap_or_else(|| call.form.exact("file").as_bytes().to_vec());
    let outcomes = match call.world().pins().batch(&bytes, ordine, call.form.get("numeroAlbo")).await? {
        Ok(outcomes) => outcomes,
        Err(bad) => {
            let error = FormError { field: "file".to_owned(), text: bad.italian(), ..FormError::default() };
            return list(call, ordine, &[error], "").await;
        }
    };
    let catalogue = call.world().pin_catalogue();
    let rows = outcomes.iter().map(|LineOutcome { line, outcome }| {
        let (stato, rules, text) = match outcome {
            Ok(number) => ("accettata".to_owned(), String::new(), format!("{number:09}")),
            Err(found) => {
                let names: Vec<&str> = found.iter().map(|refusal| refusal.rule.name()).collect();
                let texts: Vec<String> = found.iter().map(|refusal| catalogue.errore(refusal).descrizione).collect();
                ("respinta".to_owned(), names.join(" "), format!("{}: {}", names.join(", "), texts.join(" ")))
            }
        };
        TableRow {
            key: line.to_string(),
            cells: vec![
                cell("riga", call.of("Riga", "Line"), line.to_string()),
                cell("esito", call.of("Esito", "Outcome"), &stato),
                cell("numero", call.of("Numero o motivo", "Number or reason"), text),
            ],
            stato,
            rules,
        }
    });
    let heads = [call.of("Riga", "Line"), call.of("Esito", "Outcome"), call.of("Numero o motivo", "Number or reason")];
    let table = Table {
        caption: call.of("Esito del lotto", "Outcome of the batch").to_owned(),
        heads: heads.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    };
    let links = vec![(format!("{}/ordine/richieste", call.base()), call.of("Elenco", "List").to_owned())];
    let parts = Parts { tables: vec![table], links, ..Parts::default() };
    Ok(show(call, StatusCode::OK, "pin-ordine-lotto", call.of("Lotto da file", "Batch from a file"), parts))
}

async fn hand_over(call: &Call<'_>, ordine: &str) -> Result<Answer, Broken> {
    match call.world().pins().hand_over(ordine, false).await {
        Ok(Some(lotto)) => {
            let number = format!("{:09}", lotto.numero);
            let facts = vec![
                fact("lotto", call.of("Lotto", "Lot"), &number),
                fact("richieste", call.of("Richieste", "Requests"), lotto.richieste.len().to_string()),
            ];
            let links = vec![(format!("{}/ordine/richieste", call.base()), call.of("Elenco", "List").to_owned())];
            let parts =
                Parts { stato: "consegnata-inps".to_owned(), is_receipt: true, facts, links, ..Parts::default() };
            let title = call.of("Consegna all'INPS", "Handed over to INPS");
            Ok(show(call, StatusCode::OK, "pin-ordine-consegna", title, parts).about(number))
        }
        Ok(None) => list(call, ordine, &[], call.of("Nessuna richiesta pronta.", "No request is ready.")).await,
        Err(error) => {
            let wrong = kit::refused(call, error)?;
            list(call, ordine, &wrong, "").await
        }
    }
}
