//! One document of a worker, and its prints.

use hyper::StatusCode;
use sac_certificates::copy;
use sac_certificates::lista::Content;
use sac_domain::attestato::{AttestatoRicovero, CopiaLavoratore};
use sac_domain::identifier::{Puc, Pucir};

use crate::answer::Answer;
use crate::call::{Broken, Call};
use crate::certificate::certificate;
use crate::cittadino::print::Print;
use crate::cittadino::worker::Worker;
use crate::html::{DocumentPage, rendered};
use crate::labels::state_label;
use crate::view;

/// A document as its worker sees it.
enum Own {
    Certificate(Box<CopiaLavoratore>),
    Ricovero(Box<AttestatoRicovero>),
}

/// The document as a page.
pub(super) async fn page(call: &Call<'_>, worker: &Worker, number: &str) -> Result<Answer, Broken> {
    let Some(own) = find(call, worker, number).await? else { return Ok(absent(call)) };
    let (v, prints) = match own {
        Own::Certificate(copy) => {
            let prints = vec![
                (Print::Certificato, call.of("Scarica il certificato", "Download the certificate")),
                (Print::Attestato, call.of("Scarica l'attestato", "Download the attestato")),
            ];
            (certificate(&copy, call.lang), prints)
        }
        Own::Ricovero(ricovero) => {
            let v = view::view(&Content::Ricovero(*ricovero, None), call.lang);
            (v, vec![(Print::Ricovero, call.of("Scarica il PDF", "Download the PDF"))])
        }
    };
    let base = call.base();
    let address = |print: Print| format!("{base}/certificati/{number}/{}.pdf", print.name());
    let prints = prints.into_iter().map(|(print, label)| (address(print), label)).collect();
    let (state, title) = (state_label(call.lang, v.state), v.title);
    let page = DocumentPage { f: call.frame("documento", title), v, state, prints, code: "", back: "/certificati" };
    Ok(Answer::page(StatusCode::OK, rendered(&page)).about(number))
}

/// One of its prints.
pub(super) async fn print(call: &Call<'_>, worker: &Worker, number: &str, print: Print) -> Result<Answer, Broken> {
    let world = call.world().name().as_str();
    let pdf = match (find(call, worker, number).await?, print) {
        (Some(Own::Certificate(copy)), Print::Certificato) => sac_print::certificato(&copy, world)?,
        (Some(Own::Certificate(copy)), Print::Attestato) => sac_print::attestato(&copy.attestato, world)?,
        (Some(Own::Ricovero(ricovero)), Print::Ricovero) => sac_print::ricovero(&ricovero, world)?,
        _ => return Ok(absent(call)),
    };
    Ok(Answer::file("application/pdf", &format!("{}-{number}.pdf", print.name()), pdf).about(number))
}

/// The document of this number, if it is the worker's.
async fn find(call: &Call<'_>, worker: &Worker, number: &str) -> Result<Option<Own>, Broken> {
    let store = call.world().ledger().store();
    if let Some(puc) = Puc::parse(number)
        && let Some(copy) = copy::copia_lavoratore(store, puc).await?
        && copy.attestato.lavoratore.codice_fiscale == worker.code
    {
        return Ok(Some(Own::Certificate(Box::new(copy))));
    }
    if let Some(pucir) = Pucir::parse(number)
        && let Some(ricovero) = copy::ricovero(store, pucir).await?
        && ricovero.lavoratore.codice_fiscale == worker.code
    {
        return Ok(Some(Own::Ricovero(Box::new(ricovero))));
    }
    Ok(None)
}

fn absent(call: &Call<'_>) -> Answer {
    call.message(
        StatusCode::NOT_FOUND,
        "documento-assente",
        call.of("Nessun documento", "No document"),
        call.of("Tra i suoi documenti non c'è questo.", "This is none of your documents."),
    )
}
