//! Lists of documents with their histories.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, named_params, params};

use super::convert::instant;
use super::{admission, certificate};
use crate::certificates::{Event, Listing, State, What};
use sac_domain::admission::{RicoveroRegistrato, StatoRicovero};
use sac_domain::certificate::{CertificatoRegistrato, StatoCertificato};
use sac_domain::identifier::{IdAnnullamento, Puc};

/// How many certificates may replace one another in a row before a history is cut short.
const LONGEST: usize = 1000;

type Histories<T> = Vec<(T, Vec<Event>)>;

/// Certificates with their histories, newest first.
pub(crate) fn certificates(
    connection: &Connection,
    listing: &Listing,
) -> rusqlite::Result<Histories<CertificatoRegistrato>> {
    let state = match listing.state {
        None => "TRUE",
        Some(State::Stands) => "annullamento IS NULL AND rettificato_da IS NULL",
        Some(State::Cancelled) => "annullamento IS NOT NULL",
        Some(State::Followed) => "annullamento IS NULL AND rettificato_da IS NOT NULL",
    };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT * FROM certificate
         WHERE (:worker IS NULL OR lavoratore = :worker) AND (:doctor IS NULL OR medico = :doctor)
             AND (:number IS NULL OR puc = :number)
             AND (:after IS NULL OR nr < (SELECT nr FROM certificate WHERE puc = :after)) AND {state}
         ORDER BY nr DESC LIMIT :limit"
    ))?;
    let Listing { worker, doctor, number, after, limit, .. } = listing;
    let parameters = named_params! {
        ":worker": worker, ":doctor": doctor, ":number": number, ":after": after, ":limit": limit,
    };
    let found: Vec<CertificatoRegistrato> =
        statement.query_map(parameters, certificate::read)?.collect::<Result<_, _>>()?;
    found
        .into_iter()
        .map(|found| {
            let history = certificate_history(connection, &found)?;
            Ok((found, history))
        })
        .collect()
}

/// Admissions with their histories, newest first. No doctor gives notice of one.
pub(crate) fn admissions(
    connection: &Connection,
    listing: &Listing,
) -> rusqlite::Result<Histories<RicoveroRegistrato>> {
    let state = match listing.state {
        None => "TRUE",
        Some(State::Stands) => "annullamento IS NULL AND dimissione IS NULL",
        Some(State::Cancelled) => "annullamento IS NOT NULL",
        Some(State::Followed) => "annullamento IS NULL AND dimissione IS NOT NULL",
    };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT * FROM admission
         WHERE (:worker IS NULL OR lavoratore = :worker) AND (:number IS NULL OR pucir = :number)
             AND (:after IS NULL OR nr < (SELECT nr FROM admission WHERE pucir = :after)) AND {state}
         ORDER BY nr DESC LIMIT :limit"
    ))?;
    let Listing { worker, number, after, limit, .. } = listing;
    let parameters = named_params! { ":worker": worker, ":number": number, ":after": after, ":limit": limit };
    let found: Vec<RicoveroRegistrato> = statement.query_map(parameters, admission::read)?.collect::<Result<_, _>>()?;
    found
        .into_iter()
        .map(|found| {
            let history = admission_history(connection, &found)?;
            Ok((found, history))
        })
        .collect()
}

/// From the first certificate that this one goes back to, up to the last that replaced it.
fn certificate_history(connection: &Connection, found: &CertificatoRegistrato) -> rusqlite::Result<Vec<Event>> {
    let mut first = found.clone();
    for _ in 0..LONGEST {
        match first.rettifica_di.map(|puc| certificate::find(connection, puc)).transpose()?.flatten() {
            Some(earlier) => first = earlier,
            None => break,
        }
    }
    let mut events = Vec::new();
    let mut next = Some(first);
    while let Some(one) = next.take().filter(|_| events.len() < LONGEST) {
        let doctor = Some(one.certificato.medico.as_str().to_owned());
        let puc = one.puc.number();
        match one.rettifica_di {
            None => events.push(event(connection, What::Sent, one.ricevuto, puc, puc, doctor.clone())?),
            Some(old) => {
                events.push(event(connection, What::Rectified, one.ricevuto, old.number(), puc, doctor.clone())?);
            }
        }
        match one.stato {
            StatoCertificato::Attivo => {}
            StatoCertificato::Annullato(id) => events.extend(cancelled(connection, puc, id, doctor)?),
            StatoCertificato::Rettificato(puc) => next = certificate::find(connection, puc)?,
        }
    }
    Ok(events)
}

fn admission_history(connection: &Connection, found: &RicoveroRegistrato) -> rusqlite::Result<Vec<Event>> {
    let pucir = found.pucir.number();
    let mut events = vec![event(connection, What::Sent, found.ricevuto, pucir, pucir, None)?];
    match found.stato {
        StatoRicovero::Aperto => {}
        StatoRicovero::Annullato(id) => events.extend(cancelled(connection, pucir, id, None)?),
        StatoRicovero::Dimesso(puc) => events.extend(discharged(connection, pucir, puc)?),
    }
    Ok(events)
}

fn discharged(connection: &Connection, pucir: u32, puc: Puc) -> rusqlite::Result<Option<Event>> {
    let Some(found) = certificate::find(connection, puc)? else { return Ok(None) };
    let doctor = Some(found.certificato.medico.as_str().to_owned());
    event(connection, What::Discharged, found.ricevuto, pucir, puc.number(), doctor).map(Some)
}

fn cancelled(
    connection: &Connection,
    document: u32,
    id: IdAnnullamento,
    by: Option<String>,
) -> rusqlite::Result<Option<Event>> {
    let mut statement = connection.prepare_cached("SELECT ricevuto FROM cancellation WHERE id = ?1")?;
    let at = statement.query_row([id.number()], |row| instant(row, "ricevuto")).optional()?;
    at.map(|at| event(connection, What::Cancelled, at, document, id.number(), by)).transpose()
}

/// An event, with what the journal knows of the exchange that assigned its number.
fn event(
    connection: &Connection,
    what: What,
    at: DateTime<Utc>,
    document: u32,
    number: u32,
    by: Option<String>,
) -> rusqlite::Result<Event> {
    let mut statement =
        connection.prepare_cached("SELECT id, user FROM journal WHERE number = ?1 ORDER BY nr LIMIT 1")?;
    let exchange = statement.query_row(params![number], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?))).optional()?;
    let (exchange, user) = exchange.map_or((None, None), |(id, user)| (Some(id.cast_unsigned()), user));
    Ok(Event { what, at, document, number, by: user.or(by), exchange })
}
