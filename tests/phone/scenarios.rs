//! Whole calls.

use hyper::Method;
use sac_gateway::client::Answer;
use sac_gateway::domain::identifier::Puc;
use sac_gateway::journal::Selection;
use sac_gateway::store::outbox::Messages;

use super::caller::{Caller, KEYED, NOW, PINI, playground};
use super::support::Playground;

const FIXTURE: &str = "fixtures/ok/InviaMalattia/cinque-giorni.xml";

/// Sends a certificate by SOAP with these replacements.
pub async fn soap(playground: &Playground, file: &str, replaced: &[(&str, &str)]) -> Answer {
    let xml = std::fs::read_to_string(file).unwrap();
    let xml = replaced.iter().fold(xml, |xml, (old, new)| xml.replace(old, new));
    let message = playground.gateway.default_world().message(xml.as_bytes()).unwrap();
    Answer::read(&playground.client("medico").send(&message).await.unwrap()).unwrap()
}

async fn certificates(playground: &Playground) -> usize {
    let counts = playground.gateway.ledger().store().counts().await.unwrap();
    usize::try_from(counts.certificates).unwrap()
}

#[tokio::test]
async fn a_certificate_is_sent_once_and_is_what_soap_would_have_stored() {
    let playground = playground("").await;
    let mut caller = Caller::at_summary(&playground).await;
    let expected = "Riepilogo. Pini Mario. Inizio. Visita ambulatoriale. Rilascio 2 marzo 2026. Dal 2 marzo 2026 al 6 marzo \
                    2026. Diagnosi 4, 8, 7, punto, 1. Giornata lavorata no. Evento traumatico no. Nessuna agevolazione. Per \
                    inviare prema 1, per ricominciare 2, per rinunciare 0.";
    assert_eq!(caller.last.prompt, expected);
    let commit = caller.last.answer("input", "1");
    caller.event("input", "1").await;
    let number = caller.last.number.clone().unwrap();
    assert_eq!((caller.last.state.as_str(), caller.last.outcome.as_str()), ("OK", "accepted"));
    let spoken = number.chars().map(String::from).collect::<Vec<_>>().join(", ");
    let expected = format!(
        "Certificato ricevuto. Numero di protocollo: {spoken}. Ripeto: {spoken}. Per riascoltare prema 1, per il menu 2, \
         per terminare 0."
    );
    assert_eq!(caller.last.prompt, expected);
    // The answer was lost: the same request gives the same document, and no second certificate.
    for _ in 0..3 {
        assert_eq!(caller.post(&commit).await.body, caller.text.as_bytes());
    }
    assert_eq!(certificates(&playground).await, 1);
    let stored = async |playground: &Playground, number: &str| {
        let puc = Puc::parse(number).unwrap();
        playground.gateway.ledger().store().any_certificate(puc).await.unwrap().unwrap().0
    };
    let spoken = stored(&playground, &number).await;

    // SOAP refuses the same as a duplicate, and elsewhere stores the same.
    let same = [
        ("</codiceCatastale>", "</codiceCatastale><comune>Roma</comune><provincia>RM</provincia>"),
        ("</diagnosi>", "</diagnosi><giornataLavorata>false</giornataLavorata><trauma>false</trauma>"),
    ];
    let answer = soap(&playground, FIXTURE, &same).await;
    let Answer::Refused(errors) = answer else { panic!("{answer:?}") };
    assert!(errors[0].descrizione.contains(&number), "{errors:?}");
    let other = super::caller::playground("").await;
    let written = soap(&other, FIXTURE, &same).await.number().unwrap().to_owned();
    let written = stored(&other, &written).await;
    assert!(spoken.certificato == written.certificato && spoken.ricevuto == written.ricevuto);
    assert_eq!(spoken.certificato.lavoratore.as_str(), PINI);

    assert_eq!(caller.keys("1").await.number.as_deref(), Some(number.as_str()));
    assert_eq!(caller.keys("2").await.state, "MENU");
    let end = caller.keys("0").await;
    assert_eq!(
        (end.state.as_str(), end.prompt.as_str(), end.outcome.as_str()),
        ("FINE", "Grazie. Arrivederci.", "ended")
    );
    let last = caller.last.clone();
    assert_eq!(caller.post(&last.answer("input", "1")).await.status, 410);
}

#[tokio::test]
async fn a_call_that_ends_at_the_summary_leaves_nothing() {
    let playground = playground("").await;
    let caller = Caller::at_summary(&playground).await;
    assert_eq!(caller.post(&caller.last.answer("hangup", "")).await.status, 204);
    assert_eq!(caller.post(&caller.last.answer("input", "1")).await.status, 410);
    let mut silent = Caller::at_summary(&playground).await;
    assert!(silent.keys("-").await.prompt.starts_with("Non ho ricevuto nulla. Riepilogo."));
    silent.event("nomatch", "").await;
    assert!(silent.last.prompt.starts_with("Il dato non è valido. Riepilogo."));
    let end = silent.keys("-").await;
    let expected = "Troppi tentativi. La chiamata termina. Nulla è stato inviato.";
    assert_eq!((end.state.as_str(), end.prompt.as_str(), end.outcome.as_str()), ("FINE_ERR", expected, "ended"));
    let idle = Caller::at_summary(&playground).await;
    playground.gateway.clock().advance(chrono::TimeDelta::seconds(121));
    assert_eq!(idle.post(&idle.last.answer("input", "1")).await.status, 410);
    assert_eq!(certificates(&playground).await, 0);
    let messages = Messages { limit: 10, ..Messages::default() };
    assert!(playground.gateway.ledger().store().outbox(messages).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_certificate_is_rectified_and_cancelled() {
    let playground = playground("").await;
    let mut caller = Caller::at_summary(&playground).await;
    let first = caller.keys("1").await.number.clone().unwrap();
    let asked = caller.keys(&format!("2 2 {KEYED} 1 {first}")).await;
    assert_eq!(asked.prompt, "Il certificato termina il 6 marzo 2026. Digiti il nuovo ultimo giorno, otto cifre.");
    let asked = caller.keys("04032026").await;
    assert_eq!(
        asked.prompt,
        "La prognosi passa dal 6 marzo 2026 al 4 marzo 2026. Per confermare prema 1, per rinunciare 0."
    );
    let done = caller.keys("1").await;
    let second = done.number.clone().unwrap();
    assert!(second != first && done.prompt.starts_with("Rettifica ricevuta. Numero di protocollo:"), "{}", done.prompt);

    // The older one can no longer be named.
    let gone = caller.keys(&format!("2 3 {KEYED} 1 {first}")).await;
    assert_eq!(
        (gone.state.as_str(), gone.rules.as_slice()),
        ("A_PUC", ["certificato-gia-rettificato".to_owned()].as_slice())
    );
    assert!(gone.prompt.contains(&second), "{}", gone.prompt);
    let asked = caller.keys(&second).await;
    let spoken = second.chars().map(String::from).collect::<Vec<_>>().join(", ");
    assert_eq!(
        asked.prompt,
        format!(
            "Annullamento del certificato {spoken}, dal 2 marzo 2026 al 4 marzo 2026. Per confermare prema 1, per rinunciare 0."
        )
    );
    let done = caller.keys("1").await;
    assert!(done.prompt.starts_with("Annullamento ricevuto. Numero: "), "{}", done.prompt);
    assert_ne!(done.number.as_deref(), Some(second.as_str()));
    let gone = caller.keys(&format!("2 3 {KEYED} 1 {second}")).await;
    assert_eq!(gone.rules, ["certificato-annullato"]);
}

#[tokio::test]
async fn what_is_refused_is_spoken_in_the_words_of_soap_and_the_menu_follows() {
    let playground = playground("").await;
    let mut caller = Caller::at_summary(&playground).await;
    let number = caller.keys("1").await.number.clone().unwrap();
    playground.gateway.clock().advance(chrono::TimeDelta::days(5));
    let mut caller = Caller::doctor(&playground).await;
    caller.keys(&format!("2 {KEYED} 1 {number} 04032026")).await;
    let refused = caller.keys("1").await;
    assert_eq!((refused.state.as_str(), refused.outcome.as_str()), ("MENU", "refused"));
    assert_eq!(refused.rules, ["rettifica-oltre-prognosi"]);
    let rettifica = format!(
        "<cert:rettificaMalattiaRequest xmlns:cert=\"http://cert.sanita.finanze.it/\"><medico><pincode>1234567890</pincode>\
         <codiceRegione>120</codiceRegione><codiceAsl>201</codiceAsl></medico><lavoratore><codiceFiscale>{PINI}</codiceFiscale>\
         </lavoratore><idCertificato>{number}</idCertificato><dataFine>2026-03-04</dataFine></cert:rettificaMalattiaRequest>"
    );
    let message = playground.gateway.default_world().message(rettifica.as_bytes()).unwrap();
    let answer = Answer::read(&playground.client("medico").send(&message).await.unwrap()).unwrap();
    let Answer::Refused(errors) = answer else { panic!("{answer:?}") };
    assert!(refused.prompt.contains(&errors[0].descrizione), "{} {errors:?}", refused.prompt);
    assert!(refused.prompt.starts_with("Operazione non accettata. "), "{}", refused.prompt);
    assert!(refused.prompt.ends_with("Per terminare prema 0."), "{}", refused.prompt);

    // Three wrong PINs end the call, and lock the user out of every channel.
    let mut caller = Caller::call(&playground).await;
    for _ in 0..2 {
        let wrong = caller.keys(if caller.last.state == "BENV" { "1 10000001 00000" } else { "10000001 00000" }).await;
        assert_eq!(wrong.state, "IDENT");
        assert!(wrong.prompt.starts_with("Codice o PIN non validi. Digiti"), "{}", wrong.prompt);
    }
    assert_eq!(caller.keys("10000001 00000").await.state, "FINE_ERR");
    let mut right = Caller::call(&playground).await;
    assert!(right.keys("1 10000001 13579").await.prompt.starts_with("Codice o PIN non validi."));
    let answer = soap(&playground, FIXTURE, &[]).await;
    assert!(matches!(answer, Answer::Fault { .. }), "{answer:?}");
    playground.gateway.clock().advance(chrono::TimeDelta::minutes(6));
    Caller::doctor(&playground).await;
}

#[tokio::test]
async fn an_attestato_is_told_without_credentials_and_guessing_ends() {
    let playground = playground("").await;
    let mut caller = Caller::at_summary(&playground).await;
    let number = caller.keys("1").await.number.clone().unwrap();
    let spoken = number.chars().map(String::from).collect::<Vec<_>>().join(", ");
    let mut info = Caller::call(&playground).await;
    assert_eq!(info.keys("9").await.state, "INFO_CF");
    let told = info.keys(&format!("{KEYED} {number}")).await;
    let once = format!("Attestato {spoken}. Dal 2 marzo 2026 al 6 marzo 2026. Inizio. Attivo. Medico Prova.");
    assert_eq!((told.state.as_str(), told.prompt.clone()), ("INFO", format!("{once} {once}")));
    assert_eq!(info.keys("-").await.state, "FINE");
    for _ in 0..10 {
        let mut other = Caller::call(&playground).await;
        let none = other.keys(&format!("9 {KEYED} 123456789")).await;
        let expected = ("FINE", "Nessun attestato corrisponde. Grazie. Arrivederci.");
        assert_eq!((none.state.as_str(), none.prompt.as_str()), expected);
    }
    let mut late = Caller::call(&playground).await;
    let waits = late.keys(&format!("9 {KEYED} {number}")).await;
    assert!(waits.state == "FINE" && waits.prompt.contains("tra dieci minuti"), "{}", waits.prompt);
    playground.gateway.clock().advance(chrono::TimeDelta::minutes(11));
    let mut again = Caller::call(&playground).await;
    assert_eq!(again.keys(&format!("9 {KEYED} {number}")).await.state, "INFO");
}

#[tokio::test]
async fn the_journal_knows_calls_and_keeps_no_secret() {
    let playground = playground("").await;
    let mut caller = Caller::at_summary(&playground).await;
    let number = caller.keys("1").await.number.clone().unwrap();
    let mut wrong = Caller::call(&playground).await;
    wrong.keys("1 10000001 24689").await;
    let world = playground.gateway.default_world();
    let exchanges = world.exchanges(Selection::default()).await.unwrap();
    let count = exchanges.len();
    assert!(count > 20 && exchanges.iter().all(|exchange| exchange.channel.name() == "phone"));
    let sent = exchanges.iter().find(|exchange| exchange.entry.number.is_some()).unwrap();
    assert_eq!(sent.entry.number.map(|number| number.to_string()), Some(number));
    assert_eq!(sent.worker.as_deref(), Some(PINI));
    assert_eq!(sent.entry.operation.as_deref(), Some("phone:next"));
    assert_eq!((sent.entry.user.as_deref(), sent.entry.kind.as_deref()), (Some("PROVAX00X00X000Y"), Some("medico")));
    let mut starts = 0;
    for exchange in &exchanges {
        let messages = world.state().journal().messages(exchange.entry.id).await.unwrap().unwrap();
        let all = [messages.request_head, messages.request, messages.response_head, messages.response].concat();
        let all = String::from_utf8_lossy(&all).into_owned();
        for secret in ["13579", "24689", "10000001"] {
            assert!(!all.contains(secret), "{secret}: {all}");
        }
        starts += usize::from(all.contains("caller=%2B390612345"));
    }
    assert_eq!(starts, 2);
}

#[tokio::test]
async fn what_is_no_request_of_a_call_is_refused() {
    let playground = playground("").await;
    let caller = Caller::call(&playground).await;
    let call = &caller.last.call;
    let good = caller.last.answer("input", "1");
    let cases = [
        (String::new(), 400),
        ("call=x".to_owned(), 400),
        (good.replace("event=input", "event=altro"), 400),
        (good.replace("seq=1", "seq=uno"), 400),
        (good.replace("seq=1", "seq=-1"), 400),
        (format!("{good}&seq=1"), 400),
        (good.replace("seq=1", "seq=7"), 409),
        (good.replace("seq=1", "seq=0"), 409),
        (good.replace(call.as_str(), "00000000000000000000000000000000"), 410),
        (good.replace(call.as_str(), "%00%ff'\"><"), 410),
        (format!("{good}{}", "1".repeat(70_000)), 413),
    ];
    for (body, status) in cases {
        let short: String = body.chars().take(80).collect();
        assert_eq!(caller.post(&body).await.status, status, "{short}");
    }
    assert_eq!(caller.post(&good).await.status, 200);
    assert_eq!(caller.post(&good).await.status, 200);
    assert_eq!(caller.post(&good.replace("input=1", "input=9")).await.status, 409);

    let client = playground.client_with(None);
    let call = async |method: Method, path: &str| client.call(method, path, &[], "".into()).await.unwrap();
    let wrong = call(Method::POST, "/phone/start").await;
    assert_eq!((wrong.status.as_u16(), wrong.headers["allow"].to_str().unwrap()), (405, "GET, HEAD"));
    let wrong = call(Method::GET, "/phone/next").await;
    assert_eq!((wrong.status.as_u16(), wrong.headers["allow"].to_str().unwrap()), (405, "POST"));
    for path in ["/phone", "/phone/", "/phone/altro", "/phone/start/x"] {
        assert_eq!(call(Method::GET, path).await.status, 404, "{path}");
    }
    assert_eq!(call(Method::GET, "/phone/start?caller=PNIMRA70A01H501P").await.status, 400);
    let mut begun = 1;
    while call(Method::GET, "/phone/start").await.status == 200 {
        begun += 1;
    }
    assert_eq!(begun, 60);
    assert_eq!(call(Method::GET, "/phone/start").await.headers["retry-after"], "60");
}

#[tokio::test]
async fn each_world_has_calls_of_its_own_and_a_reset_ends_them() {
    let playground = playground("").await;
    let plan = sac_gateway::WorldPlan::new().clock(sac_gateway::clock::Clock::frozen_at(NOW.parse().unwrap()));
    let other = playground.gateway.create_world("altro", plan).await.unwrap();
    let mut caller = Caller::call_at(&playground, "/w/altro").await;
    let last = caller.keys(&format!("1 10000001 13579 1 {KEYED} 1 1 {} 1", Caller::CERTIFICATE)).await;
    assert_eq!(last.outcome, "accepted");
    assert_eq!(certificates(&playground).await, 0);
    assert_eq!(other.ledger().store().counts().await.unwrap().certificates, 1);
    let mut elsewhere = Caller::call(&playground).await;
    let body = caller.last.answer("input", "2");
    elsewhere.last.next = "/phone/next".to_owned();
    assert_eq!(elsewhere.post(&body).await.status, 410);
    assert_eq!(caller.post(&body).await.status, 200);
}
