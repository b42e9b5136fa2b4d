//! Admissions: recording, cancelling, discharging, finding.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, named_params, params};

use super::convert::{from_json, instant, json, millis, number, unreadable};
use super::document::{add_cancellation, cancelled_at, new_number};
use super::transaction::Transaction;
use crate::certificates::Conflict;
use crate::error::Failure;
use sac_domain::admission::{ComunicazioneRicovero, RicoveroRegistrato, StatoRicovero};
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::identifier::{IdAnnullamento, Puc, Pucir};

/// Records a notice.
pub(crate) fn record(
    transaction: &mut Transaction<'_>,
    comunicazione: &ComunicazioneRicovero,
    ricevuto: DateTime<Utc>,
    refuse_duplicate: bool,
) -> Result<Result<Pucir, Conflict>, Failure> {
    let connection = transaction.connection;
    if refuse_duplicate && let Some(pucir) = find_equal(connection, comunicazione)? {
        return Ok(Err(Conflict::DuplicateAdmission(pucir)));
    }
    let pucir = new_number(transaction, Pucir::from_number)?;
    let sede = &comunicazione.sede;
    let mut statement = connection.prepare_cached(
        "INSERT INTO admission
             (pucir, ricevuto, lavoratore, data_ricovero, codice_regione, codice_asl, codice_struttura, contenuto)
         VALUES (:pucir, :ricevuto, :lavoratore, :data_ricovero, :codice_regione, :codice_asl, :codice_struttura, :contenuto)",
    )?;
    statement.execute(named_params! {
        ":pucir": pucir.number(),
        ":ricevuto": millis(ricevuto),
        ":lavoratore": comunicazione.lavoratore.as_str(),
        ":data_ricovero": comunicazione.ricovero.data_ricovero.to_string(),
        ":codice_regione": sede.codice_regione,
        ":codice_asl": sede.codice_asl,
        ":codice_struttura": sede.codice_struttura,
        ":contenuto": json(comunicazione)?,
    })?;
    Ok(Ok(pucir))
}

/// Cancels an open admission.
pub(crate) fn cancel(
    transaction: &mut Transaction<'_>,
    pucir: Pucir,
    ricevuto: DateTime<Utc>,
) -> Result<Result<IdAnnullamento, Conflict>, Failure> {
    let connection = transaction.connection;
    match find(connection, pucir)?.map(|found| found.stato) {
        Some(StatoRicovero::Aperto) => {}
        Some(stato) => return Ok(Err(Conflict::AdmissionNotOpen(pucir, stato))),
        None => return Ok(Err(Conflict::Unknown)),
    }
    let id = add_cancellation(transaction, ricevuto)?;
    connection
        .prepare_cached("UPDATE admission SET annullamento = ?2 WHERE pucir = ?1")?
        .execute(params![pucir.number(), id.number()])?;
    Ok(Ok(id))
}

/// The admission of this number, if it is the worker's.
pub(crate) fn find_of(
    connection: &Connection,
    pucir: Pucir,
    lavoratore: &CodiceFiscale,
) -> rusqlite::Result<Option<RicoveroRegistrato>> {
    let mut statement = connection
        .prepare_cached("SELECT * FROM admission INDEXED BY admission_owner WHERE lavoratore = ?1 AND pucir = ?2")?;
    statement.query_row(params![lavoratore.as_str(), pucir.number()], read).optional()
}

/// The admission of this number, whosever it is.
pub(crate) fn find(connection: &Connection, pucir: Pucir) -> rusqlite::Result<Option<RicoveroRegistrato>> {
    let mut statement = connection.prepare_cached("SELECT * FROM admission WHERE pucir = ?1")?;
    statement.query_row([pucir.number()], read).optional()
}

/// The moment when the admission was cancelled; of one that was not, when it was received.
pub(crate) fn changed_at(connection: &Connection, found: &RicoveroRegistrato) -> rusqlite::Result<DateTime<Utc>> {
    match found.stato {
        StatoRicovero::Annullato(id) => cancelled_at(connection, id),
        StatoRicovero::Aperto | StatoRicovero::Dimesso(_) => Ok(found.ricevuto),
    }
}

/// Why a discharge certificate for this worker cannot close the admission; `None` if it can.
pub(super) fn not_open_for(
    connection: &Connection,
    pucir: Pucir,
    lavoratore: &CodiceFiscale,
) -> rusqlite::Result<Option<Conflict>> {
    Ok(match find_of(connection, pucir, lavoratore)? {
        Some(found) if found.stato == StatoRicovero::Aperto => None,
        Some(found) => Some(Conflict::AdmissionNotOpen(pucir, found.stato)),
        None => Some(Conflict::Unknown),
    })
}

/// Closes the admission by this certificate, or opens it again.
pub(super) fn set_discharge(connection: &Connection, pucir: Pucir, puc: Option<Puc>) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE admission SET dimissione = ?2 WHERE pucir = ?1")?
        .execute(params![pucir.number(), puc.map(Puc::number)])?;
    Ok(())
}

/// The oldest open admission that the notice repeats (rules §3, `ricovero-duplicato`).
pub(crate) fn find_equal(connection: &Connection, new: &ComunicazioneRicovero) -> rusqlite::Result<Option<Pucir>> {
    let mut candidates = connection.prepare_cached(
        "SELECT * FROM admission
         WHERE lavoratore = ?1 AND data_ricovero = ?2 AND annullamento IS NULL AND dimissione IS NULL
         ORDER BY nr",
    )?;
    let mut rows = candidates.query(params![new.lavoratore.as_str(), new.ricovero.data_ricovero.to_string()])?;
    while let Some(row) = rows.next()? {
        let found = read(row)?;
        if new.repeats(&found.comunicazione) {
            return Ok(Some(found.pucir));
        }
    }
    Ok(None)
}

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<RicoveroRegistrato> {
    let annullamento = number(row, "annullamento", IdAnnullamento::from_number)?;
    let dimissione = number(row, "dimissione", Puc::from_number)?;
    Ok(RicoveroRegistrato {
        pucir: number(row, "pucir", Pucir::from_number)?.ok_or_else(|| unreadable("pucir"))?,
        ricevuto: instant(row, "ricevuto")?,
        comunicazione: from_json(row, "contenuto")?,
        stato: match (annullamento, dimissione) {
            (Some(id), _) => StatoRicovero::Annullato(id),
            (None, Some(puc)) => StatoRicovero::Dimesso(puc),
            (None, None) => StatoRicovero::Aperto,
        },
    })
}
