//! A gateway with documents, and browsers that look at them.

use sac_gateway::client::Answer;

use super::browser::Browser;
use super::support::Playground;

pub const NOW: &str = "2026-03-02T10:00:00+01:00";
pub const PINI: &str = "PNIMRA70A01H501P";
pub const BRUNO: &str = "SMPBRN62S30F839A";

pub async fn playground() -> Playground {
    Playground::start("", NOW.parse().unwrap()).await
}

pub fn browser(playground: &Playground) -> Browser {
    Browser::new(playground.client_with(None))
}

/// Sends a fixture with these replacements, and gives the number assigned.
pub async fn send(playground: &Playground, role: &str, fixture: &str, replaced: &[(&str, &str)]) -> String {
    let answer = answer(playground, role, fixture, replaced).await;
    answer.number().unwrap_or_else(|| panic!("{answer:?}")).to_owned()
}

/// The answer to a fixture with these replacements.
pub async fn answer(playground: &Playground, role: &str, fixture: &str, replaced: &[(&str, &str)]) -> Answer {
    let xml = std::fs::read_to_string(format!("fixtures/{fixture}.xml")).unwrap();
    let xml = replaced.iter().fold(xml, |xml, (old, new)| xml.replace(old, new));
    let message = playground.gateway.default_world().message(xml.as_bytes()).unwrap();
    Answer::read(&playground.client(role).send(&message).await.unwrap()).unwrap()
}

/// A certificate of five days, with a note.
pub async fn certificate(playground: &Playground, worker: &str) -> String {
    let note = ("<codiceDiagnosi>487.1</codiceDiagnosi>", "<noteDiagnosi>Influenza zebra</noteDiagnosi>");
    send(playground, "medico", "ok/InviaMalattia/cinque-giorni", &[(PINI, worker), note]).await
}

/// An admission that was closed by a discharge: PUCIR and PUC.
pub async fn discharged(playground: &Playground) -> (String, String) {
    let pucir = send(playground, "operatore", "ok/InviaRicovero/ieri", &[]).await;
    let note = ("<codiceDiagnosi>540.9</codiceDiagnosi>", "<noteDiagnosi>Appendice zebra</noteDiagnosi>");
    let puc = send(playground, "medico", "ok/InviaDimissione/con-convalescenza", &[("{pucir}", &pucir), note]).await;
    (pucir, puc)
}

/// The text of a PDF, as far as its streams can be inflated: for what must not be in it.
pub fn inflated(bytes: &[u8]) -> Vec<u8> {
    use std::io::Read as _;
    let mut all = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(6).position(|part| part == b"stream") {
        rest = &rest[at + 6..];
        let data = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        let _ = flate2::read::ZlibDecoder::new(data).read_to_end(&mut all);
    }
    all
}
