//! Documents on record, ready to be shown: with the worker's data, and with the comuni that only their codes name.

use sac_domain::attestato::{Attestato, AttestatoRicovero, CopiaLavoratore, NomeMedico};
use sac_domain::certificate::{CertificatoRegistrato, Indirizzo};
use sac_domain::clock::civil_date;
use sac_domain::codice_fiscale::{CodiceFiscale, CodiceFiscaleMedico};
use sac_domain::employer::Employer;
use sac_domain::identifier::{Puc, Pucir};
use sac_domain::person::Lavoratore;
use sac_people::places::Places;
use sac_people::synthetic_person;
use sac_store::certificates::DocumentKind;
use sac_store::{Store, StoreError};

use crate::lista::{Content, EmployerDocument};

use chrono::{DateTime, NaiveDate, Utc};

/// The certificate of this number as its employer sees it.
///
/// # Errors
/// The store's.
pub async fn attestato(store: &Store, puc: Puc) -> Result<Option<Attestato>, StoreError> {
    let Some((found, changed, worker)) = certificate(store, puc).await? else { return Ok(None) };
    let name = doctor_name(store, &found.certificato.medico).await?;
    Ok(Some(Attestato::of(found, changed, worker, Some(name))))
}

/// The certificate of this number as its worker sees it.
///
/// # Errors
/// The store's.
pub async fn copia_lavoratore(store: &Store, puc: Puc) -> Result<Option<CopiaLavoratore>, StoreError> {
    let Some((found, changed, worker)) = certificate(store, puc).await? else { return Ok(None) };
    let name = doctor_name(store, &found.certificato.medico).await?;
    Ok(Some(CopiaLavoratore::of(found, changed, worker, Some(name))))
}

/// The notice of admission of this number.
///
/// # Errors
/// The store's.
pub async fn ricovero(store: &Store, pucir: Pucir) -> Result<Option<AttestatoRicovero>, StoreError> {
    let Some((mut found, changed)) = store.any_admission(pucir).await? else { return Ok(None) };
    name_comune(&mut found.comunicazione.residenza);
    let worker = worker(store, &found.comunicazione.lavoratore, civil_date(found.ricevuto)).await?;
    Ok(Some(AttestatoRicovero::of(found, changed, worker)))
}

/// The document of this worker with this number, whatever it is. The same look-ups whatever is wrong.
///
/// # Errors
/// The store's.
pub async fn of_worker(store: &Store, code: &str, number: &str) -> Result<Option<Content>, StoreError> {
    let code = CodiceFiscale::parse(code).ok();
    let found = match Puc::parse(number).or_else(|| Puc::parse(NO_NUMBER)) {
        Some(puc) => attestato(store, puc).await?,
        None => None,
    };
    let notice = match Pucir::parse(number).or_else(|| Pucir::parse(NO_NUMBER)) {
        Some(pucir) => ricovero(store, pucir).await?,
        None => None,
    };
    let content = found.map(Content::Attestato).or_else(|| notice.map(|notice| Content::Ricovero(notice, None)));
    Ok(content.filter(|content| {
        let worker = match content {
            Content::Attestato(attestato) => &attestato.lavoratore.codice_fiscale,
            Content::Ricovero(ricovero, _) => &ricovero.lavoratore.codice_fiscale,
        };
        code.as_ref() == Some(worker) && Puc::parse(number).is_some()
    }))
}

/// Looked up in the place of what is no number.
const NO_NUMBER: &str = "999999999";

async fn certificate(
    store: &Store,
    puc: Puc,
) -> Result<Option<(CertificatoRegistrato, DateTime<Utc>, Lavoratore)>, StoreError> {
    let Some((mut found, changed)) = store.any_certificate(puc).await? else { return Ok(None) };
    let certificato = &mut found.certificato;
    name_comune(&mut certificato.residenza);
    if let Some(indirizzo) = certificato.reperibilita.as_mut().and_then(|elsewhere| elsewhere.indirizzo.as_mut()) {
        name_comune(indirizzo);
    }
    let worker = worker(store, &certificato.lavoratore, civil_date(found.ricevuto)).await?;
    Ok(Some((found, changed, worker)))
}

/// A document as one employer gets it; nothing where it is not this employer's.
///
/// # Errors
/// The store's.
pub async fn for_employer(
    store: &Store,
    employer: &Employer,
    number: u32,
    kind: DocumentKind,
) -> Result<Option<EmployerDocument>, StoreError> {
    let Some(addressee) = store.addressee(number, &employer.codice_fiscale).await? else { return Ok(None) };
    let (content, writer) = match kind {
        DocumentKind::Attestato | DocumentKind::Dimissione => {
            let Some(puc) = Puc::from_number(number) else { return Ok(None) };
            let Some(attestato) = attestato(store, puc).await? else { return Ok(None) };
            let writer = attestato.medico.codice_fiscale.clone();
            (Content::Attestato(attestato), Some(writer))
        }
        DocumentKind::Ricovero => {
            let Some(pucir) = Pucir::from_number(number) else { return Ok(None) };
            let Some(ricovero) = ricovero(store, pucir).await? else { return Ok(None) };
            let writer = ricovero.ricovero.comunicazione.redattore.clone();
            let name = match &writer {
                Some(code) => Some(doctor_name(store, code).await?),
                None => None,
            };
            (Content::Ricovero(ricovero, name), writer)
        }
    };
    let registered = match writer {
        Some(code) => {
            store.users_with_code(&code).await?.iter().find_map(|user| user.kind.iscrizioni().first().cloned())
        }
        None => None,
    };
    Ok(Some(EmployerDocument {
        employer: employer.clone(),
        codice_sede: addressee.codice_sede,
        registered: registered.map(|place| (place.regione, place.asl)),
        content,
    }))
}

/// The printed name of a doctor or clerk: as registered, or made up, the same every time.
///
/// # Errors
/// The store's.
pub async fn doctor_name(store: &Store, code: &CodiceFiscaleMedico) -> Result<NomeMedico, StoreError> {
    Ok(store.printed_name(code).await?.unwrap_or_else(|| synthetic_person::doctor_name(code)))
}

/// The worker on record, or the one who is made up for this code. The document exists, so its worker was known on
/// the day of its reception, whatever the register says of others now.
async fn worker(store: &Store, code: &CodiceFiscale, received: NaiveDate) -> Result<Lavoratore, StoreError> {
    Ok(match store.worker(code).await? {
        Some(on_record) => on_record,
        None => synthetic_person::person(code.clone(), received),
    })
}

/// Fills in comune and province where only the codice catastale was sent.
fn name_comune(indirizzo: &mut Indirizzo) {
    let place = indirizzo.codice_catastale.as_deref().and_then(|code| Places::embedded().by_code(code.trim()));
    let Some(place) = place else { return };
    fill(&mut indirizzo.comune, place.name());
    fill(&mut indirizzo.provincia, place.provincia());
}

fn fill(element: &mut Option<String>, text: &str) {
    if element.as_deref().is_none_or(|sent| sent.trim().is_empty()) {
        *element = Some(text.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sac_domain::attestato::StatoAttestato;
    use sac_store::testing::{certificato, day, ledger_in_memory, noon};

    #[tokio::test]
    async fn a_copy_names_the_comune_and_when_the_state_changed() {
        let ((), ledger) = ledger_in_memory();
        let mut sent = certificato("2026-03-10");
        sent.residenza.codice_catastale = Some("H501".to_owned());
        (sent.residenza.comune, sent.residenza.provincia) = (None, None);
        let fine = sent.contenuto.data_fine();
        let first = ledger.record_certificate(sent, noon(), true).await.unwrap().into_inner();
        let later = noon() + chrono::TimeDelta::days(1);
        let second = ledger.rectify_certificate(first, fine - chrono::Days::new(1), later).await.unwrap().into_inner();
        let last = later + chrono::TimeDelta::hours(1);
        let id = ledger.cancel_certificate(second, last).await.unwrap().into_inner();

        let store = ledger.store();
        let old = attestato(store, first).await.unwrap().unwrap();
        assert_eq!(old.stato, StatoAttestato::Rettificato { puc: second, quando: later });
        assert_eq!(old.residenza.comune.as_deref(), Some("Roma"));
        assert_eq!(old.residenza.provincia.as_deref(), Some("RM"));
        let new = copia_lavoratore(store, second).await.unwrap().unwrap().attestato;
        assert_eq!(new.stato, StatoAttestato::Annullato { id, quando: last });
        assert_eq!(new.rettifica_di, Some(first));
        assert!(new.lavoratore.data_nascita < day("2010-01-01"));
        assert!(attestato(store, Puc::parse("999999999").unwrap()).await.unwrap().is_none());
    }
}
