//! One document of an employer.

use hyper::StatusCode;
use sac_certificates::copy;
use sac_certificates::lista::EmployerDocument;
use sac_store::certificates::AddressedTo;

use crate::answer::Answer;
use crate::azienda::reader::Reader;
use crate::call::{Broken, Call};
use crate::html::{DocumentPage, rendered};
use crate::labels::state_label;
use crate::look_up::print;
use crate::view;

/// The document as a page.
pub(super) async fn page(call: &Call<'_>, reader: &Reader, number: &str) -> Result<Answer, Broken> {
    let Some(document) = find(call, reader, number).await? else { return Ok(absent(call)) };
    let v = view::view(&document.content, call.lang);
    let prints =
        vec![(format!("{}/attestati/{}.pdf", call.base(), v.number), call.of("Scarica il PDF", "Download the PDF"))];
    let state = state_label(call.lang, v.state);
    let title = v.title;
    let page = DocumentPage { f: call.frame("documento", title), v, state, prints, code: "", back: "/attestati" };
    Ok(Answer::page(StatusCode::OK, rendered(&page)).about(number))
}

/// Its print.
pub(super) async fn pdf(call: &Call<'_>, reader: &Reader, number: &str) -> Result<Answer, Broken> {
    let Some(document) = find(call, reader, number).await? else { return Ok(absent(call)) };
    let pdf = print(&document.content, call.world().name().as_str())?;
    Ok(Answer::file("application/pdf", &format!("attestato-{}.pdf", document.number()), pdf).about(number))
}

async fn find(call: &Call<'_>, reader: &Reader, number: &str) -> Result<Option<EmployerDocument>, Broken> {
    let is_number = number.len() == 9 && number.bytes().all(|byte| byte.is_ascii_digit());
    let Some(number) = number.parse::<u32>().ok().filter(|_| is_number) else { return Ok(None) };
    let store = call.world().ledger().store();
    let employers = seen(reader);
    let which = AddressedTo { employers, number: Some(number), limit: 1, ..AddressedTo::default() };
    let Some(found) = store.addressed(which).await?.1.into_iter().next() else { return Ok(None) };
    let employer = reader.employers.iter().find(|employer| employer.codice_fiscale.as_str() == found.employer);
    match employer {
        Some(employer) => Ok(copy::for_employer(store, employer, number, found.kind).await?),
        None => Ok(None),
    }
}

/// The employers whose documents may be seen, each with its office where it has one.
pub(super) fn seen(reader: &Reader) -> Vec<(sac_domain::codice_fiscale::CodiceFiscale, Option<String>)> {
    let employers = reader.employers.iter();
    employers.map(|employer| (employer.codice_fiscale.clone(), employer.codice_sede.clone())).collect()
}

fn absent(call: &Call<'_>) -> Answer {
    call.message(
        StatusCode::NOT_FOUND,
        "documento-assente",
        call.of("Nessun documento", "No document"),
        call.of(
            "Nessun documento con questo numero per le sue aziende.",
            "No document with this number for your employers.",
        ),
    )
}
