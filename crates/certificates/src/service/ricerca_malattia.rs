//! Listing what a doctor issued for a worker (contract §6.7).

use chrono::{DateTime, Months, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::Rome;

use super::Service;
use super::common_stages::Parties;
use super::not_served::{NotServed, stage};
use super::shown_as_malattia::shown_as_malattia;
use crate::receipt::{DatiCertificato, MalattiaRidotta, Receipt};
use crate::request::Ricerca;
use sac_domain::certificate::{CertificatoRegistrato, StatoCertificato};
use sac_domain::giorno::Giorno;

/// How far back a search reaches (contract §6.7).
const SEARCH: Months = Months::new(6);

impl Service {
    pub(super) async fn ricerca_malattia(&self, parties: Parties, request: Ricerca) -> Result<Receipt, NotServed> {
        let content = self.content();
        stage([content.ricerca(&request)])?;
        let Ricerca { data_inizio, data_fine } = request;
        let oggi = content.today;
        let (inizio, fine) = (data_inizio.as_ref().and_then(Giorno::date), data_fine.as_ref().and_then(Giorno::date));
        let fine_or_today = fine.unwrap_or(oggi);

        let furthest = oggi.checked_sub_months(SEARCH).unwrap_or(NaiveDate::MIN);
        let from = inizio.map_or(furthest, |inizio| inizio.max(furthest));
        let found = self.ledger.store().certificates(
            &parties.redattore,
            &parties.lavoratore.codice_fiscale,
            midnight(from),
            midnight(fine_or_today.succ_opt().unwrap_or(NaiveDate::MAX)),
        );
        Ok(Receipt::RicercaMalattia(found.await?.into_iter().map(dati_certificato).collect()))
    }
}

/// The instant at which this day begins in Rome.
fn midnight(day: NaiveDate) -> DateTime<Utc> {
    let start = day.and_time(NaiveTime::MIN);
    // No change of the clock in Rome falls on midnight; were one to, the earlier instant is
    // the one that leaves nothing out.
    Rome.from_local_datetime(&start).earliest().map_or_else(|| start.and_utc(), |local| local.to_utc())
}

fn dati_certificato(registered: CertificatoRegistrato) -> DatiCertificato {
    let malattia = shown_as_malattia(registered.certificato.contenuto);
    DatiCertificato {
        id_certificato: registered.puc,
        data_ricezione: registered.ricevuto,
        annullato: matches!(registered.stato, StatoCertificato::Annullato(_)),
        malattia: MalattiaRidotta {
            data_rilascio: malattia.data_rilascio,
            data_inizio: malattia.data_inizio,
            data_fine: malattia.data_fine,
            visita: malattia.visita,
            tipo_certificato: malattia.tipo_certificato,
        },
    }
}
