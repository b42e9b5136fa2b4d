//! The ordinary certificate: invio, rettifica, annullamento, ricerca, ristampa
//! (decree §3.2–3.4, contract §6.6, §6.7).

use chrono::{DateTime, Months, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::Rome;

use super::common_stages::Parties;
use super::content::ContentRules;
use super::{NotServed, Service, refused, stage, unchecked};
use crate::receipt::{Copia, DatiCertificato, MalattiaRidotta, Receipt};
use crate::request::{InvioMalattia, Rettifica, Ricerca};
use crate::rule::certificate;
use sac_domain::certificate::{Certificato, CertificatoRegistrato, Contenuto, Dimissione, Malattia, StatoCertificato};
use sac_domain::clock::civil_date;
use sac_domain::code::TipoVisita;
use sac_domain::giorno::Giorno;
use sac_domain::identifier::Puc;
use sac_domain::operation::Operation;

/// How far back a search reaches (contract §6.7).
const SEARCH: Months = Months::new(6);

impl Service {
    pub(super) async fn invia_malattia(&self, parties: Parties, request: InvioMalattia) -> Result<Receipt, NotServed> {
        let InvioMalattia { residenza, reperibilita, malattia } = request;
        let Parties { redattore, sede, lavoratore } = parties;
        stage(self.content().malattia(&malattia))?;
        stage(self.content().addresses(&residenza, reperibilita.as_ref()))?;
        let malattia = malattia.dated().ok_or_else(unchecked)?;
        let certificato = Certificato {
            medico: redattore,
            sede,
            lavoratore: lavoratore.codice_fiscale,
            residenza,
            reperibilita,
            contenuto: Contenuto::Malattia(malattia),
        };
        let now = self.clock.now();
        let puc = self.ledger.record_certificate(certificato, now, self.refuses_duplicates()).await;
        Ok(Receipt::InvioMalattia { data_ricezione: now, id_certificato: *puc.map_err(|error| refused(error, ""))? })
    }

    pub(super) async fn rettifica_malattia(&self, parties: Parties, request: Rettifica) -> Result<Receipt, NotServed> {
        let (data_ricezione, id_certificato, newer) =
            self.rettifica(parties, Operation::RettificaMalattia, request).await?;
        let copia = newer.map(Contenuto::into_malattia).ok_or_else(unchecked)?;
        Ok(Receipt::RettificaMalattia { data_ricezione, id_certificato, copia: Box::new(copia) })
    }

    /// The rettifica of either kind: replaces the certificate by one that ends earlier, and
    /// gives back the new one.
    pub(super) async fn rettifica(
        &self,
        parties: Parties,
        operation: Operation,
        request: Rettifica,
    ) -> Result<(DateTime<Utc>, Puc, Copia<Contenuto>), NotServed> {
        let Rettifica { id_certificato, data_fine } = request;
        stage(ContentRules::rettifica(&data_fine))?;
        let data_fine = data_fine.date().ok_or_else(unchecked)?;
        let old = self.named(&parties, &id_certificato).await?;
        let contenuto = &old.certificato.contenuto;
        stage(
            [
                certificate::certificato_attivo(old.puc, old.stato),
                certificate::certificato_tipo_errato(operation, old.puc, contenuto),
                certificate::rettifica_solo_anticipo(data_fine, contenuto),
                certificate::rettifica_oltre_prognosi(self.clock.today(), contenuto),
            ]
            .into_iter()
            .flatten(),
        )?;
        let now = self.clock.now();
        let puc = self.ledger.rectify_certificate(old.puc, data_fine, now).await;
        let puc = puc.map_err(|error| refused(error, "idCertificato"))?;
        let Certificato { residenza, reperibilita, contenuto, .. } = old.certificato;
        let lavoratore = parties.lavoratore;
        Ok((now, *puc, Copia { lavoratore, residenza, reperibilita, contenuto: contenuto.ending(data_fine) }))
    }

    pub(super) async fn annulla_malattia(&self, parties: Parties, id_certificato: &str) -> Result<Receipt, NotServed> {
        let named = self.named(&parties, id_certificato).await?;
        let received_on = civil_date(named.ricevuto);
        stage(
            [
                certificate::certificato_attivo(named.puc, named.stato),
                certificate::annullamento_oltre_termine(self.clock.today(), &named.certificato.contenuto, received_on),
            ]
            .into_iter()
            .flatten(),
        )?;
        let now = self.clock.now();
        let id = self.ledger.cancel_certificate(named.puc, now).await;
        let id = id.map_err(|error| refused(error, "idCertificato"))?;
        Ok(Receipt::Annullamento { data_ricezione: now, id_annullamento: *id })
    }

    pub(super) async fn ricerca_malattia(&self, parties: Parties, request: Ricerca) -> Result<Receipt, NotServed> {
        let content = self.content();
        stage(content.ricerca(&request))?;
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

    pub(super) async fn ristampa_malattia(&self, parties: Parties, id_certificato: &str) -> Result<Receipt, NotServed> {
        let named = self.named(&parties, id_certificato).await?;
        stage(certificate::certificato_attivo(named.puc, named.stato))?;
        let Certificato { residenza, reperibilita, contenuto, .. } = named.certificato;
        let contenuto = as_malattia(contenuto);
        let copia = Copia { lavoratore: parties.lavoratore, residenza, reperibilita, contenuto };
        Ok(Receipt::RistampaMalattia(Box::new(copia)))
    }

    /// The certificate named, if this doctor issued it for this worker. The store is asked
    /// for all three at once, so that another doctor's certificate takes the same time as none.
    async fn named(&self, parties: &Parties, named: &str) -> Result<CertificatoRegistrato, NotServed> {
        let lavoratore = &parties.lavoratore.codice_fiscale;
        let found = match Puc::parse(named) {
            Some(puc) => self.ledger.store().certificate(puc, &parties.redattore, lavoratore).await?,
            None => None,
        };
        found.ok_or_else(|| NotServed::Refused(vec![certificate::certificato_non_trovato(named)]))
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
    let malattia = as_malattia(registered.certificato.contenuto);
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

/// A certificate as far as the type `malattia` can show it. A discharge has no issue date,
/// no beginning and no place of visit of its own: the day of discharge, the day of admission
/// and `A` stand for them (assumed); `tipoRicovero` and the PUCIR cannot be shown.
fn as_malattia(contenuto: Contenuto) -> Malattia {
    match contenuto {
        Contenuto::Malattia(malattia) => malattia,
        Contenuto::Dimissione { dimissione, .. } => discharge_as_malattia(dimissione),
    }
}

fn discharge_as_malattia(dimissione: Dimissione) -> Malattia {
    Malattia {
        ruolo_medico: dimissione.ruolo_medico,
        data_rilascio: dimissione.data_dimissione,
        data_inizio: dimissione.data_ricovero,
        data_fine: dimissione.data_fine,
        visita: TipoVisita::Ambulatoriale,
        tipo_certificato: dimissione.tipo_certificato,
        diagnosi: dimissione.diagnosi,
        giornata_lavorata: dimissione.giornata_lavorata,
        trauma: dimissione.trauma,
        agevolazioni: dimissione.agevolazioni,
    }
}
