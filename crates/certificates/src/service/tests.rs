//! What the head of a request may be, for a channel that supplies it itself.

use super::*;
use crate::notice::Senders;
use crate::request::{Head, Redattore, Unreadable};
use crate::rule::Rule;
use sac_domain::user::{User, UserKind};
use sac_people::credentials::{Credentials, PincodeKey, PincodeProof, Settings};
use sac_settings::RegisterMode;
use sac_store::testing::{lavoratore, ledger, medico, noon, utente_medico};

struct Installation {
    _directory: tempfile::TempDir,
    service: Service,
    credentials: Credentials,
}

/// An installation with the doctor of the tests, whose pincode is `12345678`, and the region
/// where the doctor is registered.
async fn installation() -> Installation {
    let (directory, ledger) = ledger();
    let pincodes = PincodeKey::new(&[5; 32]);
    let mut medico = utente_medico("medico");
    medico.pincode_hash = Some(pincodes.hash("medico", &"12345678".into()));
    let regione = User { kind: UserKind::Ente { regione: "120".to_owned() }, ..utente_medico("regione") };
    ledger.put_user(medico).await.unwrap();
    ledger.put_user(regione).await.unwrap();
    let (store, clock) = (ledger.store().clone(), Clock::frozen_at(noon()));
    let credentials = Credentials::new(store.clone(), clock.clone(), pincodes, &[6; 32], &Settings::default());
    let service = Service {
        register: Register::new(store, RegisterMode::Open, clock.clone()),
        ledger,
        places: Places::embedded(),
        clock,
        settings: RuleSettings::default(),
        icd9: Icd9::default(),
        senders: Senders { mail: "sac@posta.example".to_owned(), pec: "sac@pec.example".to_owned() },
    };
    Installation { _directory: directory, service, credentials }
}

impl Installation {
    /// The rules that a question for the worker's name breaks.
    async fn broken_by(&self, caller: &Authenticated, head: Head) -> Vec<Rule> {
        let request = Request { head, content: Content::InterrogazioneLavoratore };
        match self.service.serve(caller, request).await {
            Ok(_) => Vec::new(),
            Err(NotServed::Refused(refusals)) => refusals.iter().map(|refusal| refusal.rule).collect(),
            Err(NotServed::Failed(error)) => panic!("{error}"),
        }
    }
}

fn head(pincode: PincodeProof) -> Head {
    Head { redattore: Redattore::default(), pincode, lavoratore: Ok(lavoratore()) }
}

#[tokio::test]
async fn a_doctor_needs_the_proof_of_the_own_pincode() {
    let installation = installation().await;
    let caller = installation.credentials.by_certificate("PROVAX00X00X000Y", None).await.unwrap();
    let mut other = utente_medico("other");
    other.pincode_hash = Some(PincodeKey::new(&[5; 32]).hash("other", &"12345678".into()));
    let right_of = |user: &User| installation.credentials.verify_pincode(user, Some(&"12345678".into()));
    let cases = [
        (right_of(caller.user()), None),
        (right_of(&other), Some(Rule::MedicoPincodeErrato)),
        (PincodeProof::Wrong, Some(Rule::MedicoPincodeErrato)),
        (PincodeProof::NotCompared, Some(Rule::MedicoPincodeErrato)),
        (PincodeProof::Absent, Some(Rule::MedicoPincodeAssente)),
    ];
    for (proof, broken) in cases {
        let shown = format!("{proof:?}");
        let found = installation.broken_by(&caller, head(proof)).await;
        assert_eq!(found, Vec::from_iter(broken), "{shown}");
    }
}

#[tokio::test]
async fn a_region_needs_none_and_may_send_none() {
    let installation = installation().await;
    let caller = installation.credentials.by_certificate("regione", None).await.unwrap();
    let for_the_doctor = |pincode| {
        let redattore = Redattore { codice_fiscale: Some(medico().as_str().to_owned()), ..Redattore::default() };
        Head { redattore, ..head(pincode) }
    };
    let found = installation.broken_by(&caller, for_the_doctor(PincodeProof::Absent)).await;
    assert_eq!(found, []);
    let found = installation.broken_by(&caller, for_the_doctor(PincodeProof::NotCompared)).await;
    assert_eq!(found, [Rule::EntePincodeNonAmmesso]);
}

#[tokio::test]
async fn both_encrypted_fields_are_reported_together() {
    let installation = installation().await;
    let caller = installation.credentials.by_certificate("PROVAX00X00X000Y", None).await.unwrap();
    let unreadable = Head { lavoratore: Err(Unreadable), ..head(PincodeProof::Wrong) };
    let found = installation.broken_by(&caller, unreadable).await;
    assert_eq!(found, [Rule::LavoratoreCfNonValido, Rule::MedicoPincodeErrato]);
}

fn certificate(end: &str) -> Content {
    use sac_domain::certificate::{Diagnosi, Indirizzo, Malattia};
    use sac_domain::code::{Ruolo, TipoCertificato, TipoVisita};
    use sac_domain::giorno::Giorno;
    let today = noon().date_naive().to_string();
    Content::InviaMalattia(Box::new(crate::request::InvioMalattia {
        residenza: Indirizzo {
            via: "Via Nazionale".to_owned(),
            civico: "1".to_owned(),
            cap: "00184".to_owned(),
            codice_catastale: Some("H501".to_owned()),
            comune: None,
            provincia: None,
        },
        reperibilita: None,
        malattia: Malattia {
            ruolo_medico: Ruolo::Ssn,
            data_rilascio: Giorno::new(&today),
            data_inizio: Giorno::new(&today),
            data_fine: Giorno::new(end),
            visita: TipoVisita::Ambulatoriale,
            tipo_certificato: TipoCertificato::Inizio,
            diagnosi: Diagnosi { codice: Some("460".to_owned()), note: None },
            giornata_lavorata: None,
            trauma: None,
            agevolazioni: None,
        },
    }))
}

#[tokio::test]
async fn what_is_verified_is_refused_like_what_is_sent_and_leaves_nothing() {
    let installation = installation().await;
    let Installation { service, credentials, .. } = &installation;
    let caller = credentials.by_certificate("PROVAX00X00X000Y", None).await.unwrap();
    let request = |content| {
        let proof = credentials.verify_pincode(caller.user(), Some(&"12345678".into()));
        Request { head: head(proof), content }
    };
    let refused = |outcome: NotServed| match outcome {
        NotServed::Refused(refusals) => refusals,
        NotServed::Failed(error) => panic!("{error}"),
    };
    let end = (noon() + chrono::TimeDelta::days(4)).date_naive().to_string();
    for _ in 0..2 {
        assert!(service.verify(&caller, request(certificate(&end))).await.is_ok());
    }
    let receipt = service.serve(&caller, request(certificate(&end))).await.ok().unwrap();
    let puc = receipt.number().unwrap().to_string();
    let cases = [
        certificate(&end),
        certificate("2020-01-01"),
        certificate("2020-02-30"),
        Content::AnnullaMalattia { id_certificato: "999999999".to_owned() },
        Content::RistampaMalattia { id_certificato: "999999999".to_owned() },
        Content::AnnullaRicovero { id_certificato: puc.clone() },
    ];
    for content in cases {
        let again = match &content {
            Content::InviaMalattia(invio) => certificate(invio.malattia.data_fine.text()),
            Content::AnnullaMalattia { id_certificato } => {
                Content::AnnullaMalattia { id_certificato: id_certificato.clone() }
            }
            Content::RistampaMalattia { id_certificato } => {
                Content::RistampaMalattia { id_certificato: id_certificato.clone() }
            }
            _ => Content::AnnullaRicovero { id_certificato: puc.clone() },
        };
        let operation = content.operation();
        let verified = refused(service.verify(&caller, request(content)).await.err().unwrap());
        let sent = refused(service.serve(&caller, request(again)).await.err().unwrap());
        assert_eq!(verified, sent, "{operation}");
    }
    let named = service.verify(&caller, request(Content::AnnullaMalattia { id_certificato: puc.clone() })).await;
    assert!(matches!(named.ok().unwrap().named, Named::Certificato(found) if found.puc.to_string() == puc));
    let still = service.serve(&caller, request(Content::RistampaMalattia { id_certificato: puc })).await;
    assert!(still.is_ok(), "to verify a cancellation cancels nothing");
}
