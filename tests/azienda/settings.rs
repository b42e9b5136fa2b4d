//! The settings of channels and messages.

use super::documents::{NOW, PINI, browser, send};
use super::support::Playground;
use chrono::TimeDelta;
use sac_gateway::WorldPlan;
use sac_gateway::domain::delivery::{Message, MessageKind};
use sac_gateway::store::outbox::Messages;

async fn playground(settings: &str) -> Playground {
    Playground::start(settings, NOW.parse().unwrap()).await
}

#[tokio::test]
async fn at_the_addresses_of_a_channel_that_is_left_out_there_is_nothing() {
    let paths = [
        ("soap", "/CertServiceWeb/CertificatiMedici?wsdl"),
        ("soap", "/CertServiceWeb/ca.pem"),
        ("azienda", "/azienda/attestato"),
        ("azienda", "/azienda/accesso"),
        ("cittadino", "/cittadino/attestato"),
        ("cittadino", "/AttestatiCittadinoWeb/"),
        ("web", "/web/accesso"),
        ("phone", "/phone/start"),
    ];
    for served in ["soap", "web", "azienda", "cittadino", "phone"] {
        let playground = playground(&format!("channels = ['{served}']")).await;
        playground.gateway.create_world("altro", WorldPlan::new()).await.unwrap();
        for (channel, path) in paths {
            for mount in ["", "/w/altro"] {
                let seen = browser(&playground).get(&format!("{mount}{path}")).await;
                assert_eq!(seen.status(), if channel == served { 200 } else { 404 }, "{served}: {mount}{path}");
                assert!(channel == served || seen.text.contains(&format!("channel {channel} is not")), "{}", seen.text);
            }
        }
    }
}

/// The messages of this kind.
async fn outbox(playground: &Playground, kind: MessageKind) -> Vec<Message> {
    let which = Messages { kind: Some(kind), limit: 100, ..Messages::default() };
    playground.gateway.ledger().store().outbox(which).await.unwrap()
}

/// What goes with the newest of them.
async fn file(playground: &Playground, message: &Message) -> String {
    let outbox = playground.gateway.default_world().state().outbox();
    String::from_utf8_lossy(&outbox.files(message).await.unwrap()[0].bytes).into_owned()
}

#[tokio::test]
async fn the_flow_to_employers_is_at_once_at_its_hour_or_never() {
    for (settings, minutes, messages) in [
        ("pec_flow = 'immediate'", 0, 1),
        ("pec_flow = '10:30'", 29, 0),
        ("pec_flow = '10:30'", 31, 1),
        ("pec_flow = 'off'", 3 * 24 * 60, 0),
        ("", 9 * 60, 0),
        ("", 11 * 60, 1),
    ] {
        let playground = playground(settings).await;
        send(&playground, "medico", "ok/InviaMalattia/cinque-giorni", &[(PINI, PINI)]).await;
        let to = playground.gateway.clock().now() + TimeDelta::minutes(minutes);
        playground.gateway.default_world().advance(to).await.unwrap();
        assert_eq!(outbox(&playground, MessageKind::Pec).await.len(), messages, "{settings} {minutes}");
    }
}

#[tokio::test]
async fn senders_and_namespace_are_as_set() {
    let settings = "mail_from = 'm@prova.example'\npec_from = 'p@prova.example'\nattestati_namespace = 'urn:prova'\n\
                    pec_flow = 'immediate'";
    let playground = playground(settings).await;
    send(&playground, "medico", "ok/InviaMalattia/cinque-giorni", &[(PINI, PINI)]).await;
    let now = playground.gateway.clock().now();
    playground.gateway.default_world().advance(now).await.unwrap();
    let pec = outbox(&playground, MessageKind::Pec).await.remove(0);
    assert_eq!(pec.body.from, "p@prova.example");
    let list = file(&playground, &pec).await;
    assert!(list.contains("<listaAttestati xmlns=\"urn:prova\">"), "{list}");
    let xsd = browser(&playground).get("/azienda/listaAttestati.xsd").await;
    assert!(xsd.text.contains("targetNamespace=\"urn:prova\""), "{}", xsd.text);

    let shared = playground.gateway.default_world().state();
    assert_eq!((shared.senders().mail.as_str(), shared.senders().pec.as_str()), ("m@prova.example", "p@prova.example"));
}
