//! A document of the doctor's own, or of the hospital's, and its prints.

use askama::Template;
use hyper::StatusCode;
use sac_certificates::copy;
use sac_certificates::lista::Content;
use sac_certificates::rule::{Refusal, certificate as rules};
use sac_domain::attestato::{AttestatoRicovero, CopiaLavoratore, Prognosi, StatoAttestato};
use sac_domain::identifier::{Puc, Pucir};
use sac_print::Kind;

use crate::answer::Answer;
use crate::call::{Broken, Call};
use crate::certificate;
use crate::html::{Frame, rendered};
use crate::labels::state_label;
use crate::medici::doctor::Doctor;
use crate::medici::{calendar, refused};
use crate::remark::Remark;
use crate::view::{self, View};

/// What is printed or sent; of a copy only the kind of document counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Print {
    Certificato,
    Attestato,
    Comunicazione,
}

#[derive(Template)]
#[template(path = "medici_document.html", escape = "html")]
struct DocumentPage<'a> {
    f: Frame,
    v: View,
    state: &'a str,
    period: String,
    remarks: Vec<Remark>,
    /// `malattia` or `ricovero`.
    kind: &'a str,
    /// Where its end is changed, while it stands.
    rectify: &'a str,
    is_standing: bool,
}

/// A certificate.
pub(super) async fn certificate(call: &Call<'_>, doctor: &Doctor, number: &str) -> Result<Answer, Broken> {
    let Some(copia) = own_certificate(call, doctor, number).await? else { return Ok(no_certificate(call, number)) };
    let attestato = &copia.attestato;
    let (from, until, is_discharge) = match &attestato.prognosi {
        Prognosi::Malattia { data_inizio, data_fine, .. } => (*data_inizio, *data_fine, false),
        Prognosi::Dimissione { data_dimissione, data_fine, .. } => (*data_dimissione, *data_fine, true),
    };
    let is_standing = attestato.stato == StatoAttestato::Attivo;
    let v = certificate::certificate(&copia, call.lang);
    let period = calendar::period(call.lang, from, until).unwrap_or_default();
    let rectify = if is_discharge { "dimissione/rettifica" } else { "malattia/rettifica" };
    Ok(shown(call, v, ("malattia", rectify, is_standing), period).about(number))
}

/// An admission.
pub(super) async fn admission(call: &Call<'_>, doctor: &Doctor, number: &str) -> Result<Answer, Broken> {
    let Some(found) = own_admission(call, doctor, number).await? else { return Ok(no_admission(call, number)) };
    let content = Content::Ricovero(found, None);
    let v = view::view(&content, call.lang);
    let is_standing = v.state == "aperto";
    Ok(shown(call, v, ("ricovero", "", is_standing), String::new()).about(number))
}

fn shown(call: &Call<'_>, v: View, (kind, rectify, is_standing): (&str, &str, bool), period: String) -> Answer {
    let state = state_label(call.lang, v.state);
    let here = format!("{}{}", call.head.mount, call.head.path);
    let remarks = call.session.as_ref().and_then(|session| session.kept.remarks.get(&here).cloned());
    let title = v.title;
    let page = DocumentPage {
        f: call.frame("documento", title),
        v,
        state,
        period,
        remarks: remarks.unwrap_or_default(),
        kind,
        rectify,
        is_standing,
    };
    Answer::page(StatusCode::OK, rendered(&page))
}

/// A print.
pub(super) async fn print(call: &Call<'_>, doctor: &Doctor, print: Print, number: &str) -> Result<Answer, Broken> {
    let (kind, name) = match print {
        Print::Comunicazione => {
            if own_admission(call, doctor, number).await?.is_none() {
                return Ok(no_admission(call, number));
            }
            (Kind::E, "ricovero")
        }
        Print::Certificato | Print::Attestato => {
            let Some(copia) = own_certificate(call, doctor, number).await? else {
                return Ok(no_certificate(call, number));
            };
            kind_of(&copia, print)
        }
    };
    let store = call.world().ledger().store();
    let pdf = sac_print::print(kind, number, store, call.world().name().as_str()).await?;
    match pdf {
        Some(pdf) => Ok(Answer::file("application/pdf", &format!("{name}-{number}.pdf"), pdf).about(number)),
        None => Ok(no_certificate(call, number)),
    }
}

/// Which print it is of this certificate, and its name.
pub(super) fn kind_of(copia: &CopiaLavoratore, print: Print) -> (Kind, &'static str) {
    let is_discharge = matches!(copia.attestato.prognosi, Prognosi::Dimissione { .. });
    match (print, is_discharge) {
        (Print::Attestato, false) => (Kind::B, "attestato"),
        (Print::Attestato, true) => (Kind::D, "attestato"),
        (_, false) => (Kind::A, "certificato"),
        (_, true) => (Kind::C, "certificato"),
    }
}

/// The certificate of this number, if this doctor issued it.
pub(super) async fn own_certificate(
    call: &Call<'_>,
    doctor: &Doctor,
    number: &str,
) -> Result<Option<CopiaLavoratore>, Broken> {
    let Some(puc) = Puc::parse(number) else { return Ok(None) };
    let found = copy::copia_lavoratore(call.world().ledger().store(), puc).await?;
    Ok(found.filter(|copia| doctor.is(&copia.attestato.medico.codice_fiscale)))
}

/// The notice of this number, if it was given under a registration of this user.
pub(super) async fn own_admission(
    call: &Call<'_>,
    doctor: &Doctor,
    number: &str,
) -> Result<Option<AttestatoRicovero>, Broken> {
    let Some(pucir) = Pucir::parse(number) else { return Ok(None) };
    let found = copy::ricovero(call.world().ledger().store(), pucir).await?;
    Ok(found.filter(|found| {
        let sede = &found.ricovero.comunicazione.sede;
        doctor.is_of(&sede.codice_regione, &sede.codice_asl)
    }))
}

/// No such certificate of this doctor.
pub(super) fn no_certificate(call: &Call<'_>, number: &str) -> Answer {
    none(call, &rules::certificato_non_trovato(number))
}

/// No such notice under a registration of this user.
pub(super) fn no_admission(call: &Call<'_>, number: &str) -> Answer {
    none(call, &rules::ricovero_non_trovato("idInizioRicovero", number))
}

fn none(call: &Call<'_>, refusal: &Refusal) -> Answer {
    call.refusal(StatusCode::NOT_FOUND, "documento-assente", refused::on_its_own(call, refusal))
}
