//! The tables of PINs.

use chrono::{DateTime, TimeZone, Utc};
use rusqlite::{Connection, OptionalExtension, Row, named_params, params};

use super::convert::{from_json, json, millis, unreadable};
use super::outbox;
use super::transaction::Transaction;
use crate::error::Failure;
use crate::pin::{
    Changed, EnvelopeState, EnvelopeUse, Kept, PinChange, PinMessage, PutSubject, Requests, SentHalf, SettledHalf,
    Subjects,
};
use sac_domain::delivery::MessageBody;
use sac_pin::event::Accaduto;
use sac_pin::machine::Ultimo;
use sac_pin::message::BLANKED;
use sac_pin::profile::StatoProfilo;
use sac_pin::request::{Richiesta, StatoRichiesta};
use sac_pin::secret::Codice;
use sac_pin::subject::Soggetto;

/// How many are read at a time.
const AT_A_TIME: u32 = 200;
/// Events that are kept of codes that are no subject's.
const STRANGERS: i64 = 10_000;

pub(crate) fn change(t: &mut Transaction<'_>, change: &PinChange) -> Result<Changed, Failure> {
    if let Some(subject) = &change.subject
        && put_subject(t, subject)? == Changed::Outdated
    {
        return Ok(Changed::Outdated);
    }
    let code = change.codice_fiscale.as_ref().map(|code| code.as_str().to_owned());
    if let Some(code) = code.as_deref().filter(|_| change.forget_secrets) {
        forget_secrets(t, code)?;
    }
    for request in &change.requests {
        put_request(t, request)?;
    }
    if let Some((numero, copy)) = &change.copy {
        let sql = "UPDATE pin_request SET copia = ?2 WHERE numero = ?1";
        t.connection.prepare_cached(sql)?.execute(params![numero, copy])?;
    }
    if let Some(code) = &code {
        for event in &change.events {
            put_event(t, code, event)?;
        }
        for message in &change.messages {
            put_message(t, code, message)?;
        }
        if let Some(envelope) = &change.envelope {
            let sql = "INSERT INTO pin_envelope (numero, codice_fiscale, codice, printed, opened)
                       VALUES (?1, ?2, ?3, 0, 0)";
            t.connection.prepare_cached(sql)?.execute(params![envelope.numero, code, envelope.codice.expose()])?;
        }
    }
    for (message, blank) in &change.settled {
        let sql = "UPDATE pin_half SET settled = 1, blank = ?2 WHERE message = ?1";
        t.connection.prepare_cached(sql)?.execute(params![message, blank.map(millis)])?;
    }
    Ok(Changed::Done)
}

pub(crate) fn put_subject(t: &mut Transaction<'_>, put: &PutSubject) -> Result<Changed, Failure> {
    let PutSubject { soggetto, from, due } = put;
    let code = soggetto.codice_fiscale.as_str();
    if let Some(from) = from {
        let sql = "SELECT version FROM pin_subject WHERE codice_fiscale = ?1";
        let found: Option<i64> = t.connection.prepare_cached(sql)?.query_row([code], |row| row.get(0)).optional()?;
        if found.unwrap_or(0) != *from {
            return Ok(Changed::Outdated);
        }
    }
    let sql = "INSERT INTO pin_subject (codice_fiscale, stato, tipo, seed_secret, due, version, contenuto)
               VALUES (:code, :stato, :tipo, :seed, :due, 1, :contenuto)
               ON CONFLICT (codice_fiscale) DO UPDATE SET stato = excluded.stato, tipo = excluded.tipo,
                   seed_secret = excluded.seed_secret, due = excluded.due, version = version + 1,
                   contenuto = excluded.contenuto";
    let pin = soggetto.pin.as_ref();
    t.connection.prepare_cached(sql)?.execute(named_params! {
        ":code": code,
        ":stato": pin.map(|pin| pin.stato().as_str()),
        ":tipo": pin.map(|pin| pin.tipo().as_str()),
        ":seed": soggetto.seme,
        ":due": due.map(millis),
        ":contenuto": json(soggetto)?,
    })?;
    Ok(Changed::Done)
}

pub(crate) fn remove_subject(t: &mut Transaction<'_>, code: &str) -> Result<bool, Failure> {
    forget_secrets(t, code)?;
    for table in ["pin_request", "pin_event", "pin_half", "pin_envelope"] {
        t.connection.prepare_cached(&format!("DELETE FROM {table} WHERE codice_fiscale = ?1"))?.execute([code])?;
    }
    Ok(t.connection.prepare_cached("DELETE FROM pin_subject WHERE codice_fiscale = ?1")?.execute([code])? > 0)
}

/// Halves on their way, and the secrets in envelopes.
fn forget_secrets(t: &mut Transaction<'_>, code: &str) -> Result<(), Failure> {
    t.connection.prepare_cached("UPDATE pin_envelope SET codice = NULL WHERE codice_fiscale = ?1")?.execute([code])?;
    let open: Vec<i64> = t
        .connection
        .prepare_cached("SELECT message FROM pin_half WHERE codice_fiscale = ?1")?
        .query_map([code], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for message in open {
        blank(t, message)?;
        let sql = "UPDATE outbox SET state = 'cancelled', due = NULL WHERE nr = ?1 AND state IN ('queued', 'sent')";
        t.connection.prepare_cached(sql)?.execute([message])?;
    }
    t.connection.prepare_cached("DELETE FROM pin_half WHERE codice_fiscale = ?1")?.execute([code])?;
    Ok(())
}

fn put_request(t: &mut Transaction<'_>, request: &Richiesta) -> Result<(), Failure> {
    let sql = "INSERT INTO pin_request (numero, codice_fiscale, canale, tipo, stato, ordine, due, contenuto)
               VALUES (:numero, :code, :canale, :tipo, :stato, :ordine, :due, :contenuto)
               ON CONFLICT (numero) DO UPDATE SET stato = excluded.stato, due = excluded.due,
                   contenuto = excluded.contenuto, copia = CASE WHEN :open THEN copia END";
    t.connection.prepare_cached(sql)?.execute(named_params! {
        ":numero": request.numero,
        ":code": request.codice_fiscale.as_str(),
        ":canale": request.canale.as_str(),
        ":tipo": request.tipo.as_str(),
        ":stato": request.stato.as_str(),
        ":ordine": request.ordine,
        ":due": request.prossimo().map(millis),
        ":contenuto": json(request)?,
        ":open": request.stato.aperta(),
    })?;
    Ok(())
}

fn put_event(t: &mut Transaction<'_>, code: &str, event: &Accaduto) -> Result<(), Failure> {
    let sql = "INSERT INTO pin_event (codice_fiscale, contenuto) VALUES (?1, ?2)";
    t.connection.prepare_cached(sql)?.execute(params![code, json(event)?])?;
    let nr = t.connection.last_insert_rowid();
    if nr % 1000 == 0 {
        let sql = "DELETE FROM pin_event WHERE nr <= ?1
                       AND codice_fiscale NOT IN (SELECT codice_fiscale FROM pin_subject)";
        t.connection.prepare_cached(sql)?.execute([nr - STRANGERS])?;
    }
    Ok(())
}

fn put_message(t: &mut Transaction<'_>, code: &str, new: &PinMessage) -> Result<(), Failure> {
    let nr = outbox::put(t, &new.message)?;
    if let Some(due) = new.due {
        t.connection.prepare_cached("UPDATE outbox SET due = ?2 WHERE nr = ?1")?.execute(params![nr, millis(due)])?;
    }
    if let Some((generation, which)) = new.half {
        let sql =
            "INSERT INTO pin_half (message, codice_fiscale, generation, which, settled) VALUES (?1, ?2, ?3, ?4, 0)";
        t.connection.prepare_cached(sql)?.execute(params![nr, code, generation, name(which)])?;
    }
    Ok(())
}

pub(crate) fn request_number(t: &mut Transaction<'_>) -> Result<u32, Failure> {
    t.next_number(|c, number| {
        let sql = "SELECT EXISTS (SELECT 1 FROM pin_request WHERE numero = ?1)";
        c.prepare_cached(sql)?.query_row([number], |row| row.get(0))
    })
}

/// One of eight digits: those numbers of nine whose last digit is zero, without it.
pub(crate) fn envelope_number(t: &mut Transaction<'_>) -> Result<u32, Failure> {
    loop {
        let number = t.next_number(|_, _| Ok(false))?;
        if number % 10 != 0 {
            continue;
        }
        let sql = "SELECT EXISTS (SELECT 1 FROM pin_envelope WHERE numero = ?1)";
        let taken: bool = t.connection.prepare_cached(sql)?.query_row([number / 10], |row| row.get(0))?;
        if !taken {
            return Ok(number / 10);
        }
    }
}

pub(crate) fn use_envelope(t: &mut Transaction<'_>, numero: u32, r#use: EnvelopeUse) -> Result<EnvelopeState, Failure> {
    let sql = "SELECT * FROM pin_envelope WHERE numero = ?1";
    let found: Option<(String, Option<String>, bool, bool)> = t
        .connection
        .prepare_cached(sql)?
        .query_row([numero], |row| {
            Ok((row.get("codice_fiscale")?, row.get("codice")?, row.get("printed")?, row.get("opened")?))
        })
        .optional()?;
    let Some((code, codice, printed, opened)) = found else { return Ok(EnvelopeState::Unknown) };
    let was_used = match r#use {
        EnvelopeUse::Print => printed,
        EnvelopeUse::Open => opened,
    };
    let Some(codice) = codice.filter(|_| !was_used) else { return Ok(EnvelopeState::Used) };
    let sql = match r#use {
        EnvelopeUse::Print => "UPDATE pin_envelope SET printed = 1 WHERE numero = ?1",
        EnvelopeUse::Open => "UPDATE pin_envelope SET opened = 1 WHERE numero = ?1",
    };
    t.connection.prepare_cached(sql)?.execute([numero])?;
    let sql = "UPDATE pin_envelope SET codice = NULL WHERE numero = ?1 AND printed = 1 AND opened = 1";
    t.connection.prepare_cached(sql)?.execute([numero])?;
    Ok(EnvelopeState::Sealed(Codice::typed(&codice), code))
}

pub(crate) fn blank_halves(t: &mut Transaction<'_>, until: DateTime<Utc>) -> Result<usize, Failure> {
    let sql = "SELECT message FROM pin_half WHERE blank IS NOT NULL AND blank <= ?1";
    let over: Vec<i64> =
        t.connection.prepare_cached(sql)?.query_map([millis(until)], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for message in &over {
        blank(t, *message)?;
        t.connection.prepare_cached("DELETE FROM pin_half WHERE message = ?1")?.execute([message])?;
    }
    Ok(over.len())
}

fn blank(t: &mut Transaction<'_>, message: i64) -> Result<(), Failure> {
    let sql = "SELECT contenuto FROM outbox WHERE nr = ?1";
    let found: Option<MessageBody> =
        t.connection.prepare_cached(sql)?.query_row([message], |row| from_json(row, "contenuto")).optional()?;
    let Some(mut body) = found else { return Ok(()) };
    BLANKED.clone_into(&mut body.text);
    let sql = "UPDATE outbox SET contenuto = ?2 WHERE nr = ?1";
    t.connection.prepare_cached(sql)?.execute(params![message, json(&body)?])?;
    Ok(())
}

pub(crate) fn subject(c: &Connection, code: &str) -> rusqlite::Result<Option<Kept>> {
    let sql = "SELECT version, contenuto FROM pin_subject WHERE codice_fiscale = ?1";
    c.prepare_cached(sql)?.query_row([code], kept).optional()
}

pub(crate) fn subjects(c: &Connection, which: &Subjects) -> rusqlite::Result<Vec<Soggetto>> {
    let sql = "SELECT contenuto FROM pin_subject
               WHERE (?1 IS NULL OR stato = ?1) AND (?2 IS NULL OR tipo = ?2) AND (?3 IS NULL OR codice_fiscale > ?3)
               ORDER BY codice_fiscale";
    let mut statement = c.prepare_cached(sql)?;
    let stato = which.stato.map(sac_pin::machine::Stato::as_str);
    let tipo = which.tipo.map(sac_pin::machine::Tipo::as_str);
    let rows = statement.query_map(params![stato, tipo, which.after], |row| from_json(row, "contenuto"))?;
    let has = |soggetto: &Soggetto| {
        which.profilo.is_none_or(|profilo| {
            soggetto.profili.iter().any(|one| one.profilo == profilo && one.stato == StatoProfilo::Attivo)
        })
    };
    let limit = usize::try_from(which.limit).unwrap_or(usize::MAX);
    rows.filter(|row: &rusqlite::Result<Soggetto>| row.as_ref().map_or(true, has)).take(limit).collect()
}

pub(crate) fn codes(c: &Connection) -> rusqlite::Result<Vec<String>> {
    c.prepare_cached("SELECT codice_fiscale FROM pin_subject")?.query_map([], |row| row.get(0))?.collect()
}

pub(crate) fn request(c: &Connection, numero: u32) -> rusqlite::Result<Option<Richiesta>> {
    let sql = "SELECT contenuto FROM pin_request WHERE numero = ?1";
    c.prepare_cached(sql)?.query_row([numero], |row| from_json(row, "contenuto")).optional()
}

pub(crate) fn requests(c: &Connection, which: &Requests) -> rusqlite::Result<Vec<Richiesta>> {
    let sql = "SELECT contenuto FROM pin_request
               WHERE (?1 IS NULL OR stato = ?1) AND (?2 IS NULL OR canale = ?2) AND (?3 IS NULL OR ordine = ?3)
                   AND (?4 IS NULL OR codice_fiscale = ?4)
               ORDER BY rowid DESC LIMIT 1000";
    let parameters = params![
        which.stato.map(StatoRichiesta::as_str),
        which.canale.map(sac_pin::request::Canale::as_str),
        which.ordine,
        which.codice_fiscale
    ];
    let mut found: Vec<Richiesta> = c
        .prepare_cached(sql)?
        .query_map(parameters, |row| from_json(row, "contenuto"))?
        .collect::<rusqlite::Result<_>>()?;
    // Numbers are spread, so they say nothing of the order.
    found.sort_by_key(|request| std::cmp::Reverse((request.presentata, request.numero)));
    Ok(found)
}

pub(crate) fn events(c: &Connection, code: &str) -> rusqlite::Result<Vec<Accaduto>> {
    let sql = "SELECT contenuto FROM pin_event WHERE codice_fiscale = ?1 ORDER BY nr";
    c.prepare_cached(sql)?.query_map([code], |row| from_json(row, "contenuto"))?.collect()
}

pub(crate) fn settled_halves(c: &Connection) -> rusqlite::Result<Vec<SettledHalf>> {
    let sql = "SELECT pin_half.*, outbox.state FROM pin_half JOIN outbox ON outbox.nr = pin_half.message
               WHERE settled = 0 AND outbox.state IN ('delivered', 'failed') ORDER BY message LIMIT ?1";
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement.query_map([AT_A_TIME], |row| {
        Ok(SettledHalf {
            message: row.get("message")?,
            codice_fiscale: row.get("codice_fiscale")?,
            generation: row.get("generation")?,
            which: which(row)?,
            delivered: row.get_ref("state")?.as_str()? == "delivered",
        })
    })?;
    rows.collect()
}

pub(crate) fn sent_halves(c: &Connection, code: &str) -> rusqlite::Result<Vec<SentHalf>> {
    let sql = "SELECT pin_half.*, outbox.contenuto FROM pin_half JOIN outbox ON outbox.nr = pin_half.message
               WHERE codice_fiscale = ?1 ORDER BY message";
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement.query_map([code], |row| {
        let body: MessageBody = from_json(row, "contenuto")?;
        Ok(SentHalf { generation: row.get("generation")?, which: which(row)?, text: in_text(&body.text) })
    })?;
    rows.collect()
}

/// The half in a text: the one word of eight capitals and digits.
fn in_text(text: &str) -> Codice {
    let is_half = |word: &&str| {
        word.len() == sac_pin::secret::META
            && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    };
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    Codice::typed(words.find(is_half).unwrap_or_default())
}

pub(crate) fn next_due(c: &Connection) -> rusqlite::Result<Option<DateTime<Utc>>> {
    earliest(
        c,
        "SELECT min(due) FROM (SELECT min(due) AS due FROM pin_subject WHERE due IS NOT NULL
                               UNION ALL SELECT min(due) FROM pin_request WHERE due IS NOT NULL)",
    )
}

pub(crate) fn next_blanking(c: &Connection) -> rusqlite::Result<Option<DateTime<Utc>>> {
    earliest(c, "SELECT min(blank) FROM pin_half WHERE blank IS NOT NULL")
}

pub(crate) fn subjects_due(c: &Connection, until: DateTime<Utc>) -> rusqlite::Result<Vec<Kept>> {
    let sql = "SELECT version, contenuto FROM pin_subject WHERE due IS NOT NULL AND due <= ?1
               ORDER BY due, codice_fiscale LIMIT ?2";
    c.prepare_cached(sql)?.query_map(params![millis(until), AT_A_TIME], kept)?.collect()
}

pub(crate) fn requests_due(c: &Connection, until: DateTime<Utc>) -> rusqlite::Result<Vec<Richiesta>> {
    let sql = "SELECT contenuto FROM pin_request WHERE due IS NOT NULL AND due <= ?1 ORDER BY due, numero LIMIT ?2";
    c.prepare_cached(sql)?.query_map(params![millis(until), AT_A_TIME], |row| from_json(row, "contenuto"))?.collect()
}

fn kept(row: &Row<'_>) -> rusqlite::Result<Kept> {
    Ok(Kept { soggetto: from_json(row, "contenuto")?, version: row.get("version")? })
}

fn name(which: Ultimo) -> &'static str {
    match which {
        Ultimo::Prima => "prima",
        Ultimo::Seconda => "seconda",
    }
}

fn which(row: &Row<'_>) -> rusqlite::Result<Ultimo> {
    match row.get_ref("which")?.as_str()? {
        "prima" => Ok(Ultimo::Prima),
        "seconda" => Ok(Ultimo::Seconda),
        _ => Err(unreadable("which")),
    }
}

fn earliest(c: &Connection, sql: &str) -> rusqlite::Result<Option<DateTime<Utc>>> {
    let found: Option<i64> = c.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
    found.map(|at| Utc.timestamp_millis_opt(at).single().ok_or_else(|| unreadable("due"))).transpose()
}
