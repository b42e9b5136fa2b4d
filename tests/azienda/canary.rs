//! No byte of a diagnosis reaches an employer.

use super::documents::{PINI, browser, inflated, playground, send};

const CANARIES: [&str; 2] = ["Zebra-canarino-7", "487.1"];

#[tokio::test]
async fn no_byte_of_a_diagnosis_reaches_an_employer() {
    let playground = playground().await;
    let diagnosis =
        format!("<codiceDiagnosi>{}</codiceDiagnosi><noteDiagnosi>{}</noteDiagnosi>", CANARIES[1], CANARIES[0]);
    let old = "<codiceDiagnosi>487.1</codiceDiagnosi>";
    let puc = send(&playground, "medico", "ok/InviaMalattia/cinque-giorni", &[(old, &diagnosis)]).await;
    let browser = browser(&playground);
    browser.log_in("/azienda", "azienda").await;
    let csrf = browser.csrf("/azienda/attestati").await;
    let public = [("codiceFiscale", PINI), ("numero", puc.as_str())];
    let state = playground.gateway.default_world().state().clone();
    state.flow().run(state.clock().now()).await.unwrap();
    let mut outputs = vec![
        browser.post("/azienda/attestato", &public).await.reply.body.to_vec(),
        browser.post("/azienda/attestato", &[public[0], public[1], ("formato", "pdf")]).await.reply.body.to_vec(),
        browser.get("/azienda/attestati").await.reply.body.to_vec(),
        browser.get(&format!("/azienda/attestati/{puc}")).await.reply.body.to_vec(),
        browser.get(&format!("/azienda/attestati/{puc}.pdf")).await.reply.body.to_vec(),
        browser.post("/azienda/attestati.xml", &[("csrf", &csrf)]).await.reply.body.to_vec(),
    ];
    assert!(outputs.iter().all(|output| !output.is_empty()));
    let outbox = state.outbox();
    let messages =
        state.ledger().store().outbox(sac_gateway::store::outbox::Messages { limit: 100, ..Default::default() });
    let messages = messages.await.unwrap();
    assert_eq!(messages.len(), 1);
    for message in &messages {
        outputs.push(outbox.raw(message).await.unwrap().unwrap());
        outputs.extend(outbox.files(message).await.unwrap().into_iter().map(|file| file.bytes));
    }
    state.journal().flush().await.unwrap();
    let exchanges = state
        .journal()
        .exchanges(sac_world::journal::Selection::default(), sac_world::journal::Page { after: None, limit: 1000 });
    for exchange in exchanges.await.unwrap() {
        if exchange.channel == sac_world::journal::Channel::Azienda {
            let messages = state.journal().messages(exchange.entry.id).await.unwrap().unwrap();
            outputs.extend([messages.response, messages.request]);
        }
    }
    assert!(outputs.len() > 12, "{}", outputs.len());
    // Streams of a PDF are searched as they are and inflated.
    for output in outputs {
        for text in [output.clone(), inflated(&output)] {
            for canary in CANARIES {
                assert!(!text.windows(canary.len()).any(|part| part == canary.as_bytes()), "{canary}");
            }
        }
    }
}
