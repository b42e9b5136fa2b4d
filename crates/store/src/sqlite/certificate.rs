//! Certificates: recording, replacing, cancelling, finding.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, OptionalExtension, Row, named_params, params};

use super::admission;
use super::convert::{from_json, instant, json, millis, number, unreadable};
use super::document::{add_cancellation, cancelled_at, new_number};
use super::transaction::Transaction;
use crate::certificates::Conflict;
use crate::error::Failure;
use sac_domain::certificate::{Certificato, CertificatoRegistrato, Contenuto, StatoCertificato};
use sac_domain::codice_fiscale::{CodiceFiscale, CodiceFiscaleMedico};
use sac_domain::identifier::{IdAnnullamento, Puc};

/// Records a certificate; one written at discharge closes its admission.
pub(crate) fn record(
    transaction: &mut Transaction<'_>,
    certificato: &Certificato,
    ricevuto: DateTime<Utc>,
    refuse_duplicate: bool,
) -> Result<Result<Puc, Conflict>, Failure> {
    let connection = transaction.connection;
    if let Contenuto::Dimissione { pucir, .. } = certificato.contenuto
        && let Some(conflict) = admission::not_open_for(connection, pucir, &certificato.lavoratore)?
    {
        return Ok(Err(conflict));
    }
    let fingerprint = fingerprint(certificato)?;
    if refuse_duplicate && let Some(puc) = find_equal(connection, certificato, fingerprint)? {
        return Ok(Err(Conflict::DuplicateCertificate(puc)));
    }
    let puc = new_number(transaction, Puc::from_number)?;
    insert(connection, puc, certificato, fingerprint, ricevuto, None)?;
    if let Contenuto::Dimissione { pucir, .. } = certificato.contenuto {
        admission::set_discharge(connection, pucir, Some(puc))?;
    }
    Ok(Ok(puc))
}

/// Replaces a certificate by one that ends earlier, and links the two both ways.
pub(crate) fn rectify(
    transaction: &mut Transaction<'_>,
    puc: Puc,
    data_fine: NaiveDate,
    ricevuto: DateTime<Utc>,
) -> Result<Result<Puc, Conflict>, Failure> {
    let connection = transaction.connection;
    let old = match active(connection, puc)? {
        Ok(old) => old.certificato,
        Err(conflict) => return Ok(Err(conflict)),
    };
    if !old.contenuto.may_end_on(data_fine) {
        return Ok(Err(Conflict::NotShorter));
    }
    let new_puc = new_number(transaction, Puc::from_number)?;
    let new = Certificato { contenuto: old.contenuto.ending(data_fine), ..old };
    insert(connection, new_puc, &new, fingerprint(&new)?, ricevuto, Some(puc))?;
    connection
        .prepare_cached("UPDATE certificate SET rettificato_da = ?2 WHERE puc = ?1")?
        .execute(params![puc.number(), new_puc.number()])?;
    if let Contenuto::Dimissione { pucir, .. } = new.contenuto {
        admission::set_discharge(connection, pucir, Some(new_puc))?;
    }
    Ok(Ok(new_puc))
}

/// Cancels a certificate; the admission that it closed is open again.
pub(crate) fn cancel(
    transaction: &mut Transaction<'_>,
    puc: Puc,
    ricevuto: DateTime<Utc>,
) -> Result<Result<IdAnnullamento, Conflict>, Failure> {
    let connection = transaction.connection;
    let found = match active(connection, puc)? {
        Ok(found) => found,
        Err(conflict) => return Ok(Err(conflict)),
    };
    let id = add_cancellation(transaction, ricevuto)?;
    connection
        .prepare_cached("UPDATE certificate SET annullamento = ?2 WHERE puc = ?1")?
        .execute(params![puc.number(), id.number()])?;
    if let Contenuto::Dimissione { pucir, .. } = found.certificato.contenuto {
        admission::set_discharge(connection, pucir, None)?;
    }
    Ok(Ok(id))
}

/// The certificate of this number, if the doctor issued it for the worker.
pub(crate) fn find_of(
    connection: &Connection,
    puc: Puc,
    medico: &CodiceFiscaleMedico,
    lavoratore: &CodiceFiscale,
) -> rusqlite::Result<Option<CertificatoRegistrato>> {
    let mut statement = connection.prepare_cached(
        "SELECT * FROM certificate INDEXED BY certificate_owner
         WHERE medico = ?1 AND lavoratore = ?2 AND puc = ?3",
    )?;
    statement.query_row(params![medico.as_str(), lavoratore.as_str(), puc.number()], read).optional()
}

/// The certificate of this number, whosever it is.
pub(crate) fn find(connection: &Connection, puc: Puc) -> rusqlite::Result<Option<CertificatoRegistrato>> {
    let mut statement = connection.prepare_cached("SELECT * FROM certificate WHERE puc = ?1")?;
    statement.query_row([puc.number()], read).optional()
}

/// The moment when the state of a certificate changed; of one that stands, when it was received.
pub(crate) fn changed_at(connection: &Connection, found: &CertificatoRegistrato) -> rusqlite::Result<DateTime<Utc>> {
    match found.stato {
        StatoCertificato::Attivo => Ok(found.ricevuto),
        StatoCertificato::Annullato(id) => cancelled_at(connection, id),
        StatoCertificato::Rettificato(puc) => {
            let mut statement = connection.prepare_cached("SELECT ricevuto FROM certificate WHERE puc = ?1")?;
            statement.query_row([puc.number()], |row| instant(row, "ricevuto"))
        }
    }
}

/// What the doctor issued for the worker, by the time of reception.
pub(crate) fn search(
    connection: &Connection,
    medico: &CodiceFiscaleMedico,
    lavoratore: &CodiceFiscale,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> rusqlite::Result<Vec<CertificatoRegistrato>> {
    let mut statement = connection.prepare_cached(
        "SELECT * FROM certificate
         WHERE medico = ?1 AND lavoratore = ?2 AND ricevuto >= ?3 AND ricevuto < ?4
         ORDER BY ricevuto, nr",
    )?;
    let rows = statement.query_map(params![medico.as_str(), lavoratore.as_str(), millis(from), millis(until)], read)?;
    rows.collect()
}

/// The newest that the doctor sent for the worker.
pub(crate) fn last(
    connection: &Connection,
    medico: &CodiceFiscaleMedico,
    lavoratore: &CodiceFiscale,
) -> rusqlite::Result<Option<CertificatoRegistrato>> {
    let mut statement = connection.prepare_cached(
        "SELECT * FROM certificate WHERE medico = ?1 AND lavoratore = ?2 ORDER BY ricevuto DESC, nr DESC LIMIT 1",
    )?;
    statement.query_row(params![medico.as_str(), lavoratore.as_str()], read).optional()
}

/// How many certificates there are.
pub(crate) fn count(connection: &Connection) -> rusqlite::Result<u64> {
    let count: i64 = connection.prepare_cached("SELECT count(*) FROM certificate")?.query_row([], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

/// The certificate, if it stands.
fn active(connection: &Connection, puc: Puc) -> rusqlite::Result<Result<CertificatoRegistrato, Conflict>> {
    Ok(match find(connection, puc)? {
        None => Err(Conflict::Unknown),
        Some(found) if found.stato == StatoCertificato::Attivo => Ok(found),
        Some(found) => Err(Conflict::CertificateNotActive(puc, found.stato)),
    })
}

/// As [`find_equal`], for one that is not recorded yet.
pub(crate) fn equal(connection: &Connection, new: &Certificato) -> rusqlite::Result<Option<Puc>> {
    // One without a fingerprint cannot be recorded either, and that says why.
    new.fingerprint().map_or(Ok(None), |fingerprint| find_equal(connection, new, fingerprint))
}

/// The oldest certificate on record that the new one repeats and of which something stands
/// (rules §3, `certificato-duplicato`).
fn find_equal(connection: &Connection, new: &Certificato, fingerprint: i64) -> rusqlite::Result<Option<Puc>> {
    // A cancelled one never counts: that is said here too, for the sake of the index.
    let mut candidates = connection
        .prepare_cached("SELECT * FROM certificate WHERE impronta = ?1 AND annullamento IS NULL ORDER BY nr")?;
    let mut rows = candidates.query([fingerprint])?;
    while let Some(row) = rows.next()? {
        let found = read(row)?;
        if new.repeats(&found.certificato) && !StatoCertificato::is_void(states_from(connection, found.puc)?) {
            return Ok(Some(found.puc));
        }
    }
    Ok(None)
}

/// The state of a certificate, of the one that replaced it, and so on to the last.
fn states_from(connection: &Connection, puc: Puc) -> rusqlite::Result<Vec<StatoCertificato>> {
    let mut statement = connection.prepare_cached(
        "WITH RECURSIVE chain (place, rettificato_da, annullamento) AS (
             SELECT 1, rettificato_da, annullamento FROM certificate WHERE puc = ?1
             UNION ALL
             SELECT place + 1, next.rettificato_da, next.annullamento
             FROM chain JOIN certificate AS next ON next.puc = chain.rettificato_da
         )
         SELECT rettificato_da, annullamento FROM chain ORDER BY place",
    )?;
    statement.query_map([puc.number()], read_state)?.collect()
}

fn fingerprint(certificato: &Certificato) -> Result<i64, Failure> {
    certificato.fingerprint().map_err(|_| Failure::Internal("a certificate has no fingerprint"))
}

fn insert(
    connection: &Connection,
    puc: Puc,
    certificato: &Certificato,
    fingerprint: i64,
    ricevuto: DateTime<Utc>,
    rettifica_di: Option<Puc>,
) -> Result<(), Failure> {
    let pucir = match &certificato.contenuto {
        Contenuto::Malattia(_) => None,
        Contenuto::Dimissione { pucir, .. } => Some(pucir.number()),
    };
    let mut statement = connection.prepare_cached(
        "INSERT INTO certificate
             (puc, ricevuto, medico, lavoratore, data_inizio, data_fine, impronta, pucir, rettifica_di, contenuto)
         VALUES (:puc, :ricevuto, :medico, :lavoratore, :data_inizio, :data_fine, :impronta, :pucir, :rettifica_di, :contenuto)",
    )?;
    statement.execute(named_params! {
        ":puc": puc.number(),
        ":ricevuto": millis(ricevuto),
        ":medico": certificato.medico.as_str(),
        ":lavoratore": certificato.lavoratore.as_str(),
        ":data_inizio": certificato.contenuto.data_inizio().to_string(),
        ":data_fine": certificato.contenuto.data_fine().to_string(),
        ":impronta": fingerprint,
        ":pucir": pucir,
        ":rettifica_di": rettifica_di.map(Puc::number),
        ":contenuto": json(certificato)?,
    })?;
    Ok(())
}

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<CertificatoRegistrato> {
    Ok(CertificatoRegistrato {
        puc: number(row, "puc", Puc::from_number)?.ok_or_else(|| unreadable("puc"))?,
        ricevuto: instant(row, "ricevuto")?,
        certificato: from_json(row, "contenuto")?,
        stato: read_state(row)?,
        rettifica_di: number(row, "rettifica_di", Puc::from_number)?,
    })
}

fn read_state(row: &Row<'_>) -> rusqlite::Result<StatoCertificato> {
    let annullamento = number(row, "annullamento", IdAnnullamento::from_number)?;
    let rettificato_da = number(row, "rettificato_da", Puc::from_number)?;
    Ok(match (annullamento, rettificato_da) {
        (Some(id), _) => StatoCertificato::Annullato(id),
        (None, Some(puc)) => StatoCertificato::Rettificato(puc),
        (None, None) => StatoCertificato::Attivo,
    })
}
