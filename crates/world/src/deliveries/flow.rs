//! The flow to employers by certified mail (decree §3.5): daily, or with each document.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Days, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::Rome;
use sac_certificates::copy;
use sac_certificates::lista::{self, EmployerDocument, Form};
use sac_certificates::notice::LAST_LINE;
use sac_domain::attestato::Prognosi;
use sac_domain::clock::civil_date;
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::delivery::{Attachment, MessageKind, NewMessage};
use sac_domain::employer::{Employer, PecFormato};
use sac_settings::{Namespace, PecFlow};
use sac_store::outbox::{FlowEntry, SendFlow};
use sac_store::{Committed, Ledger, StoreError};

use crate::schedule::{Due, Happening};

/// Prints that go with one message.
const PRINTS: usize = 200;
/// The event of its messages.
const EVENT: &str = "flow";

/// The flow of one world. Clones are the same one.
#[derive(Clone, Debug)]
pub struct Flow {
    pub(crate) ledger: Ledger,
    /// Held while a flow is made.
    pub(crate) alone: Arc<tokio::sync::Mutex<()>>,
    pub(crate) when: PecFlow,
    /// The box that the messages come from.
    pub(crate) sender: String,
    /// Of the list in XML.
    pub(crate) namespace: Option<Namespace>,
}

#[async_trait]
impl Due for Flow {
    async fn next(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        if self.when == PecFlow::Off {
            return Ok(None);
        }
        let oldest = self.ledger.store().oldest_for_flow().await?;
        Ok(oldest.and_then(|at| match self.when {
            PecFlow::Off => None,
            PecFlow::Immediate => Some(at),
            PecFlow::At(hour) => next_time(at, hour),
        }))
    }

    async fn happen(&self, until: DateTime<Utc>) -> Result<Vec<Happening>, StoreError> {
        let made = self.run(until).await?;
        Ok(made.into_iter().map(|nr| Happening { at: until, what: "flow:pec", id: nr.to_string() }).collect())
    }
}

impl Flow {
    /// Writes the messages with all that was accepted, rectified or cancelled since the last flow; their numbers.
    ///
    /// # Errors
    /// The store failed.
    pub async fn run(&self, now: DateTime<Utc>) -> Result<Vec<i64>, StoreError> {
        let _alone = self.alone.lock().await;
        let mut made = Vec::new();
        for code in self.ledger.store().employers_of_flow(now).await? {
            let Ok(code) = CodiceFiscale::parse(&code) else { continue };
            made.extend(self.to_employer(code, now).await?);
        }
        Ok(made)
    }

    async fn to_employer(&self, code: CodiceFiscale, now: DateTime<Utc>) -> Result<Vec<i64>, StoreError> {
        let store = self.ledger.store();
        let entries = store.flow_entries(code.as_str(), now).await?;
        let Some(until) = entries.last().map(|entry| entry.nr) else { return Ok(Vec::new()) };
        let mut messages = Vec::new();
        if let Some(employer) = store.employer(&code).await?
            && let Some(pec) = employer.pec.clone()
        {
            messages = self.messages(&employer, &pec, entries, now).await?;
        }
        self.ledger.commit(SendFlow { employer: code, until, messages }).await.map(Committed::into_inner)
    }

    async fn messages(
        &self,
        employer: &Employer,
        pec: &str,
        entries: Vec<FlowEntry>,
        now: DateTime<Utc>,
    ) -> Result<Vec<NewMessage>, StoreError> {
        let store = self.ledger.store();
        let mut documents = Vec::new();
        let mut prints = Vec::new();
        for FlowEntry { number, kind, cancelled, .. } in entries {
            let Some(document) = copy::for_employer(store, employer, number, kind).await? else { continue };
            if !cancelled {
                prints.push(print(number, &document));
            }
            documents.push((document, cancelled));
        }
        let name = employer.matricola_inps.clone().unwrap_or_else(|| employer.codice_fiscale.as_str().to_owned());
        let day = civil_date(now);
        let count = |which: fn(&EmployerDocument) -> bool| {
            documents.iter().filter(|(document, cancelled)| !cancelled && which(document)).count()
        };
        let text = format!(
            "Si trasmettono {} documenti: {} attestati, {} ricoveri, {} dimissioni, {} annullamenti.\n{LAST_LINE}\n",
            documents.len(),
            count(|document| matches!(document.prognosi(), Some(Prognosi::Malattia { .. }))),
            count(|document| document.prognosi().is_none()),
            count(|document| matches!(document.prognosi(), Some(Prognosi::Dimissione { .. }))),
            documents.iter().filter(|(_, cancelled)| *cancelled).count(),
        );
        let mut files = Vec::new();
        if employer.pec_formato.has_xml() {
            let file = format!("attestati-{name}-{}.xml", day.format("%Y%m%d"));
            files.push((
                file,
                "application/xml",
                lista::write(&documents, Form::Pec, self.namespace.as_ref().map(Namespace::as_str)),
            ));
        }
        if !employer.pec_formato.has_pdf() {
            prints.clear();
        }
        let message = |attachments: Vec<Attachment>, files: Vec<(String, &'static str, Vec<u8>)>| NewMessage {
            kind: MessageKind::Pec,
            event: EVENT,
            document: None,
            number: None,
            worker: None,
            to: pec.to_owned(),
            from: self.sender.clone(),
            subject: Some(format!("[PROVA] Attestati di malattia del {} - {name}", day.format("%d/%m/%Y"))),
            text: text.clone(),
            attachments,
            files,
            created: now,
        };
        let mut shares = prints.chunks(PRINTS).map(<[Attachment]>::to_vec);
        let kept = files.iter().map(|(name, _, _)| Attachment::File { name: name.clone() });
        let first = message(kept.chain(shares.next().unwrap_or_default()).collect(), files);
        let rest = shares.map(|share| message(share, Vec::new()));
        // Nothing but cancellations, and no list wanted: the message tells of them.
        debug_assert!(employer.pec_formato != PecFormato::Xml || !first.files.is_empty());
        Ok(std::iter::once(first).chain(rest).collect())
    }
}

fn print(number: u32, document: &EmployerDocument) -> Attachment {
    let number = format!("{number:09}");
    let (name, kind) = match document.prognosi() {
        Some(Prognosi::Malattia { .. }) => ("attestato", 'B'),
        Some(Prognosi::Dimissione { .. }) => ("attestato", 'D'),
        None => ("ricovero", 'E'),
    };
    Attachment::Print { name: format!("{name}-{number}.pdf"), kind, number }
}

/// The first time after this instant at which it is that hour in Rome.
fn next_time(at: DateTime<Utc>, hour: NaiveTime) -> Option<DateTime<Utc>> {
    let day = civil_date(at);
    let on = |day: chrono::NaiveDate| {
        let local = day.and_time(hour);
        // In the night in which the clocks go forward, an hour that is not there is the first one after it.
        let times = (0..=4).map(|quarters| TimeDelta::minutes(15 * quarters));
        let mut found = times.filter_map(|later| Rome.from_local_datetime(&(local + later)).earliest());
        found.next().map(|at| at.to_utc())
    };
    let today = on(day)?;
    if today > at { Some(today) } else { on(day.checked_add_days(Days::new(1))?) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flow_is_at_its_hour_in_rome_in_summer_too() {
        let cases = [
            ("2026-03-02T09:00:00Z", "20:00", "2026-03-02T19:00:00Z"),
            ("2026-03-02T19:00:00Z", "20:00", "2026-03-03T19:00:00Z"),
            ("2026-07-02T17:59:59Z", "20:00", "2026-07-02T18:00:00Z"),
            ("2026-03-28T19:00:00Z", "20:00", "2026-03-29T18:00:00Z"),
            ("2026-03-02T09:00:00Z", "07:30", "2026-03-03T06:30:00Z"),
            // The night in which the clocks go forward has no such hour.
            ("2026-03-28T12:00:00Z", "02:30", "2026-03-29T01:00:00Z"),
        ];
        for (at, hour, next) in cases {
            let hour = NaiveTime::parse_from_str(hour, "%H:%M").unwrap();
            assert_eq!(next_time(at.parse().unwrap(), hour), Some(next.parse().unwrap()), "{at}");
        }
    }
}
