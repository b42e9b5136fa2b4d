//! Employers and documents, put straight into the store.

use chrono::{DateTime, TimeDelta, Utc};
use sac_gateway::domain::certificate::{Certificato, Contenuto, Diagnosi, Indirizzo, Malattia, Sede};
use sac_gateway::domain::code::{Ruolo, TipoCertificato, TipoVisita};
use sac_gateway::domain::codice_fiscale::{CodiceFiscale, CodiceFiscaleMedico};
use sac_gateway::domain::employer::{Destinatario, Employer, PecFormato, Settore};
use sac_gateway::store::certificates::{Address, Addressees, DocumentKind, RecordCertificate};
use sac_gateway::store::outbox::{Accompany, NoteForFlow};
use sac_gateway::store::register::PutRegister;
use sac_gateway::store::{Command as _, Ledger};
use tokio::task::JoinSet;

pub const NOW: &str = "2026-03-02T10:00:00+01:00";
pub const PINI: &str = "PNIMRA70A01H501P";
const AZIENDA: &str = "99900010580";
/// Documents that wait to be written at a time.
const BATCH: u32 = 2_000;
/// Documents that the flow to an employer carries.
const IN_FLOW: u32 = 3;

/// The code of an employer of many.
pub fn of_employer(number: u32) -> CodiceFiscale {
    provisional(8, number)
}

/// An eleven-digit code with its check digit.
fn provisional(first: u32, number: u32) -> CodiceFiscale {
    let stem = format!("{first}{number:09}");
    (0..10).find_map(|digit| CodiceFiscale::parse(&format!("{stem}{digit}")).ok()).unwrap()
}

/// Employers with certified mail.
pub async fn employers(ledger: &Ledger, count: u32) {
    let employer = |number: u32| Employer {
        codice_fiscale: of_employer(number),
        matricola_inps: Some(format!("97{number:08}")),
        codice_sede: None,
        denominazione: format!("Azienda n. {number}"),
        settore: Settore::Privato,
        pec: Some(format!("azienda{number}@pec.example")),
        pec_formato: PecFormato::Xml,
    };
    let employers = (0..count).map(employer).collect();
    ledger.put_register(PutRegister { employers, ..PutRegister::default() }).await.unwrap();
}

/// Documents: every second one of Pini and the employer of the seed, the others of many. The last ones of each employer
/// are for the next flow. The number of Pini's last.
pub async fn documents(ledger: &Ledger, count: u32, employers: u32) -> u32 {
    let start: DateTime<Utc> = NOW.parse::<DateTime<chrono::FixedOffset>>().unwrap().to_utc();
    let first_of_flow = count.saturating_sub(2 * IN_FLOW * employers);
    let mut last = 0;
    for batch in 0..count.div_ceil(BATCH) {
        let mut writing = JoinSet::new();
        for number in batch * BATCH..((batch + 1) * BATCH).min(count) {
            let ledger = ledger.clone();
            let received = start - TimeDelta::seconds(i64::from(count - number) * 2);
            writing.spawn(async move {
                let is_pini = number % 2 == 0;
                let (worker, employer) = if is_pini {
                    (CodiceFiscale::parse(PINI).unwrap(), CodiceFiscale::parse(AZIENDA).unwrap())
                } else {
                    (provisional(7, number / 2 % 200_000), of_employer(number / 2 % employers))
                };
                let certificato = certificato(&worker, number);
                let record = RecordCertificate { certificato, ricevuto: received, refuse_duplicate: false };
                let in_flow = !is_pini && number >= first_of_flow;
                let record = record.and_then(move |puc| {
                    let number = puc.as_ref().ok()?.number();
                    let to = Addressees::These(vec![Destinatario { employer: employer.clone(), codice_sede: None }]);
                    let kind = DocumentKind::Attestato;
                    let address = Address { number, kind, worker: worker.as_str().to_owned(), received, to };
                    // What is noted for a document that nobody gets is noted for nobody.
                    let noted = if in_flow { number } else { 0 };
                    let flow = NoteForFlow { number: noted, kind, cancelled: false, at: received };
                    Some(Accompany { address: Some(address), messages: Vec::new(), flow })
                });
                let puc = ledger.commit(record).await.unwrap().into_inner().0.unwrap();
                (is_pini, puc)
            });
        }
        while let Some(done) = writing.join_next().await {
            let (is_pini, puc) = done.unwrap();
            if is_pini {
                last = puc.number();
                if last % 100 == 0 {
                    ledger.cancel_certificate(puc, start).await.unwrap();
                }
            }
        }
    }
    last
}

fn certificato(worker: &CodiceFiscale, number: u32) -> Certificato {
    let day = |text: &str| text.parse().unwrap();
    Certificato {
        medico: CodiceFiscaleMedico::parse("PROVAX00X00X000Y").unwrap(),
        sede: Sede {
            codice_regione: Some("120".to_owned()),
            codice_asl: Some("201".to_owned()),
            codice_struttura: None,
        },
        lavoratore: worker.clone(),
        residenza: Indirizzo {
            via: "Via Nazionale".to_owned(),
            civico: number.to_string(),
            cap: "00184".to_owned(),
            codice_catastale: Some("H501".to_owned()),
            comune: None,
            provincia: None,
        },
        reperibilita: None,
        contenuto: Contenuto::Malattia(Malattia {
            ruolo_medico: Ruolo::Ssn,
            data_rilascio: day("2026-03-02"),
            data_inizio: day("2026-03-02"),
            data_fine: day("2026-03-06"),
            visita: TipoVisita::Ambulatoriale,
            tipo_certificato: TipoCertificato::Inizio,
            diagnosi: Diagnosi { codice: Some("460".to_owned()), note: Some("rinofaringite acuta".to_owned()) },
            giornata_lavorata: None,
            trauma: None,
            agevolazioni: None,
        }),
    }
}
