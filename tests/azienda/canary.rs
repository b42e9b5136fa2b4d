//! No byte of a diagnosis reaches an employer: every certificate has one of its own, and every output is searched for all.
//!
//! `SAC_CANARIES` says how many certificates there are.

use std::sync::Arc;

use sac_certificates::request::{Content, Head, InvioDimissione, InvioMalattia, InvioRicovero, Redattore, Request};
use sac_gateway::domain::admission::Ricovero;
use sac_gateway::domain::certificate::{Diagnosi, Dimissione, Indirizzo, Malattia, Sede};
use sac_gateway::domain::code::{Ruolo, TipoCertificato, TipoRicovero, TipoVisita};
use sac_gateway::domain::codice_fiscale::CodiceFiscale;
use sac_gateway::domain::employer::{Employer, PecFormato};
use sac_gateway::domain::giorno::Giorno;
use sac_gateway::registry::credentials::{Authenticated, PincodeProof};
use sac_gateway::store::outbox::Messages;
use sac_gateway::store::register::PutRegister;
use sac_world::World;
use tokio::task::JoinSet;

use super::browser::Browser;
use super::documents::{PINI, browser, inflated, playground};

/// What every note begins with.
const NOTE: &str = "Zebra-canarino-";

#[tokio::test(flavor = "multi_thread")]
async fn no_byte_of_a_diagnosis_reaches_an_employer() {
    let count: usize = std::env::var("SAC_CANARIES").map_or(120, |count| count.parse().unwrap());
    let playground = playground().await;
    let state = playground.gateway.default_world().state().clone();
    with_prints_by_mail(&state).await;
    let numbers = certificates(&state, count).await;
    assert!(numbers.len() >= count);
    assert!(found_in(format!("{NOTE}1").as_bytes()) && found_in(b"xEV10.01x") && !found_in(b"EV1.01 EVA"));

    let browser = Arc::new(browser(&playground));
    browser.log_in("/azienda", "azienda").await;
    let token = browser.csrf("/azienda/attestati").await;
    let mut looked = 0;
    let mut asking = JoinSet::new();
    for share in numbers.chunks(numbers.len().div_ceil(4)) {
        let (share, browser) = (share.to_vec(), Arc::clone(&browser));
        asking.spawn(async move {
            let mut looked = 0;
            for number in share {
                looked += pages_of(&browser, &number).await;
            }
            looked
        });
    }
    while let Some(done) = asking.join_next().await {
        looked += done.unwrap();
    }
    for page in 1..=numbers.len().div_ceil(50) {
        let seen = browser.post("/azienda/attestati", &[("pagina", &page.to_string()), ("csrf", &token)]).await;
        looked += search(&[seen.reply.body.to_vec()]);
    }
    let xml = browser.post("/azienda/attestati.xml", &[("csrf", &token)]).await;
    assert_eq!(xml.status(), if numbers.len() > 10_000 { 422 } else { 200 });
    looked += search(&[xml.reply.body.to_vec()]);

    state.flow().run(state.clock().now()).await.unwrap();
    let which = Messages { limit: 10_000, ..Messages::default() };
    let messages = state.ledger().store().outbox(which).await.unwrap();
    assert!(messages.len() > numbers.len() / 400, "{}", messages.len());
    for message in &messages {
        let mut outputs = vec![state.outbox().raw(message).await.unwrap().unwrap()];
        outputs.push(format!("{message:?}").into_bytes());
        outputs.extend(state.outbox().files(message).await.unwrap().into_iter().map(|file| file.bytes));
        looked += search(&outputs);
    }
    looked += journal(&state).await;
    assert!(looked > 5 * numbers.len(), "{looked}");
    println!("{} documents, {looked} outputs", numbers.len());
}

/// The employer's message carries prints too.
async fn with_prints_by_mail(state: &World) {
    let code = CodiceFiscale::parse("99900010580").unwrap();
    let employer = state.ledger().store().employer(&code).await.unwrap().unwrap();
    let employers = vec![Employer { pec_formato: PecFormato::XmlPdf, ..employer }];
    state.ledger().put_register(PutRegister { employers, ..PutRegister::default() }).await.unwrap();
}

/// Certificates through the service, one in ten at the end of an admission; the numbers of all documents.
async fn certificates(state: &Arc<World>, count: usize) -> Vec<String> {
    let credentials = state.credentials();
    let doctor = credentials.by_certificate("PROVAX00X00X000Y", None).await.unwrap();
    let clerk = credentials.by_certificate("PRVPTR80P03H501V", Some("operatore")).await.unwrap();
    let proof = credentials.verify_pincode(doctor.user(), Some(&"1234567890".into()));
    let mut numbers = Vec::new();
    for batch in (0..count).collect::<Vec<_>>().chunks(64) {
        let mut sending = JoinSet::new();
        for &number in batch {
            let (state, doctor, clerk, proof) = (Arc::clone(state), doctor.clone(), clerk.clone(), proof.clone());
            sending.spawn(async move {
                if number % 10 > 0 {
                    return vec![serve(&state, &doctor, proof, malattia(number)).await];
                }
                let pucir = serve(&state, &clerk, PincodeProof::Absent, ricovero(number)).await;
                let puc = serve(&state, &doctor, proof, dimissione(number, &pucir)).await;
                vec![pucir, puc]
            });
        }
        while let Some(sent) = sending.join_next().await {
            numbers.extend(sent.unwrap());
        }
    }
    numbers
}

async fn serve(state: &World, caller: &Authenticated, pincode: PincodeProof, content: Content) -> String {
    let sede = Sede {
        codice_regione: Some("120".to_owned()),
        codice_asl: Some("201".to_owned()),
        codice_struttura: Some("120901".to_owned()),
    };
    let redattore = Redattore { codice_fiscale: None, sede };
    let head = Head { redattore, pincode, lavoratore: Ok(CodiceFiscale::parse(PINI).unwrap()) };
    let receipt = state.certificates().serve(caller, Request { head, content }).await;
    receipt.ok().and_then(|receipt| receipt.number()).map(|number| format!("{number:09}")).unwrap()
}

fn diagnosi(number: usize) -> Diagnosi {
    let code = format!("EV{:02}.{:02}", 10 + number % 90, number / 90 % 100);
    Diagnosi { codice: Some(code), note: Some(format!("{NOTE}{number}")) }
}

fn residenza(number: usize) -> Indirizzo {
    Indirizzo {
        via: "Via Nazionale".to_owned(),
        civico: number.to_string(),
        cap: "00184".to_owned(),
        codice_catastale: Some("H501".to_owned()),
        comune: None,
        provincia: None,
    }
}

fn malattia(number: usize) -> Content {
    let malattia = Malattia {
        ruolo_medico: Ruolo::Ssn,
        data_rilascio: Giorno::new("2026-03-02"),
        data_inizio: Giorno::new("2026-03-02"),
        data_fine: Giorno::new("2026-03-06"),
        visita: TipoVisita::Ambulatoriale,
        tipo_certificato: TipoCertificato::Inizio,
        diagnosi: diagnosi(number),
        giornata_lavorata: Some(false),
        trauma: None,
        agevolazioni: None,
    };
    Content::InviaMalattia(Box::new(InvioMalattia { residenza: residenza(number), reperibilita: None, malattia }))
}

/// Its day differs, so that none is open twice.
fn ricovero(number: usize) -> Content {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 3, 1).unwrap() - chrono::Days::new(number as u64);
    let ricovero = Ricovero { data_ricovero: Giorno::new(&day.to_string()), giornata_lavorata: None, trauma: None };
    Content::InviaRicovero(Box::new(InvioRicovero { residenza: residenza(number), ricovero }))
}

fn dimissione(number: usize, pucir: &str) -> Content {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 3, 1).unwrap() - chrono::Days::new(number as u64);
    let dimissione = Dimissione {
        ruolo_medico: Ruolo::Ssn,
        data_ricovero: Giorno::new(&day.to_string()),
        data_dimissione: Giorno::new("2026-03-02"),
        data_fine: Giorno::new("2026-03-12"),
        tipo_certificato: TipoCertificato::Inizio,
        tipo_ricovero: TipoRicovero::Ricovero,
        diagnosi: diagnosi(number),
        giornata_lavorata: None,
        trauma: None,
        agevolazioni: None,
    };
    let id_inizio_ricovero = pucir.to_owned();
    let residenza = residenza(number);
    Content::InviaDimissione(Box::new(InvioDimissione {
        id_inizio_ricovero,
        residenza,
        reperibilita: None,
        dimissione,
    }))
}

/// Looks at a document by every way that an employer has, and searches what comes.
async fn pages_of(browser: &Browser, number: &str) -> usize {
    let public = [("codiceFiscale", PINI), ("numero", number)];
    let outputs = [
        browser.get(&format!("/azienda/attestati/{number}")).await,
        browser.get(&format!("/azienda/attestati/{number}.pdf")).await,
        browser.post("/azienda/attestato", &public).await,
        browser.post("/azienda/attestato", &[public[0], public[1], ("formato", "pdf")]).await,
    ];
    for seen in &outputs {
        assert_eq!(seen.status(), 200, "{number}");
        assert!(!found_in(format!("{:?}", seen.reply.headers).as_bytes()), "{number}");
    }
    search(&outputs.map(|seen| seen.reply.body.to_vec()))
}

/// What the journal keeps of exchanges with employers.
async fn journal(state: &World) -> usize {
    use sac_world::journal::{Channel, Page, Selection};
    state.journal().flush().await.unwrap();
    let mut looked = 0;
    let mut after = None;
    loop {
        let page = Page { after, limit: 1000 };
        let exchanges = state.journal().exchanges(Selection::default(), page).await.unwrap();
        let Some(last) = exchanges.last() else { return looked };
        after = Some(last.entry.id);
        for exchange in exchanges.iter().filter(|exchange| exchange.channel == Channel::Azienda) {
            assert!(!found_in(format!("{exchange:?}").as_bytes()));
            if let Some(kept) = state.journal().messages(exchange.entry.id).await.unwrap() {
                looked += search(&[kept.response, kept.request, kept.request_head, kept.response_head]);
            }
        }
    }
}

/// Searches outputs as they are, and what is in the streams of a PDF; how many they are.
fn search(outputs: &[Vec<u8>]) -> usize {
    for output in outputs {
        assert!(!found_in(output) && !found_in(&inflated(output)), "{}", String::from_utf8_lossy(output));
    }
    outputs.len()
}

/// Whether it holds a note, or a code such as `EV10.01`.
fn found_in(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let is_code = |at: &str| {
        let digits = |range: std::ops::Range<usize>| {
            at.as_bytes().get(range).is_some_and(|part| part.iter().all(u8::is_ascii_digit))
        };
        digits(2..4) && at.as_bytes().get(4) == Some(&b'.') && digits(5..7)
    };
    text.contains(NOTE) || text.match_indices("EV").any(|(place, _)| is_code(&text[place..]))
}
