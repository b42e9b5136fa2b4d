//! Hundreds of worlds at work at once: what is sent to one is in that one alone.
//!
//! `SAC_WORLD_OPERATIONS=1000 cargo test --release --test worlds_parallel -- --nocapture` is the long form.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeMap;
use std::time::Instant;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::Request;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use sac_gateway::clock::Clock;
use sac_gateway::{World, WorldPlan};
use support::{CALLERS, Playground, at};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

const WORLDS: usize = 300;
/// At work at once.
const BUSY: usize = 100;
const NOW: &str = "2026-03-02T10:00:00+01:00";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_sent_to_a_world_is_in_that_one_alone() {
    let operations = std::env::var("SAC_WORLD_OPERATIONS").map_or(10, |text| text.parse().unwrap());
    let playground = Playground::start("tls = false", at(NOW)).await;
    let mut worlds = Vec::new();
    for number in 0..WORLDS {
        // All of the same seed, so that they give out the same numbers.
        let plan = WorldPlan::new().clock(Clock::frozen_at(at(NOW))).seed(7);
        worlds.push(playground.gateway.create_world(&format!("world-{number}"), plan).await.unwrap());
    }
    let xml = std::fs::read_to_string("fixtures/ok/InviaMalattia/cinque-giorni.xml").unwrap();
    let code = "<codiceDiagnosi>487.1</codiceDiagnosi>";
    let template = playground.message(&xml.replace(code, &format!("{code}<noteDiagnosi>NOTA</noteDiagnosi>")));
    let template = String::from_utf8(template.body.to_vec()).unwrap();

    let begun = Instant::now();
    let mut busy = JoinSet::new();
    for world in worlds.iter().take(BUSY).cloned() {
        busy.spawn(play(world, template.clone(), operations));
    }
    let mut numbers = Vec::new();
    while let Some(played) = busy.join_next().await {
        let (world, sent) = played.unwrap();
        assert_eq!(sent.len(), operations, "every number is given once");
        let search = sac_gateway::journal::Selection::default();
        for exchange in world.exchanges(search).await.unwrap() {
            let number = format!("{:09}", exchange.entry.number.unwrap());
            let messages = world.state().journal().messages(exchange.entry.id).await.unwrap().unwrap();
            let request = String::from_utf8(messages.request).unwrap();
            assert!(request.contains(&format!(">{}<", sent[&number])), "{}: {number}", world.name());
        }
        numbers.push(sent.into_keys().collect::<Vec<_>>());
    }
    println!("{BUSY} worlds of {WORLDS}, {operations} sends each, in {:.1?}", begun.elapsed());
    assert!(numbers.windows(2).all(|pair| pair[0] == pair[1]), "one seed gives the same numbers");
    for world in &worlds[BUSY..] {
        assert_eq!(world.exchanges(sac_gateway::journal::Selection::default()).await.unwrap(), []);
    }
    assert!(playground.gateway.shutdown().await);
}

/// Sends certificates over one connection; gives what each number was given for.
async fn play(world: World, template: String, operations: usize) -> (World, BTreeMap<String, String>) {
    let (_, user, password) = CALLERS[0];
    let endpoint = world.endpoint();
    let (authority, path) = endpoint.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let (mut sender, connection) =
        http1::handshake(TokioIo::new(TcpStream::connect(authority).await.unwrap())).await.unwrap();
    tokio::spawn(connection);
    let mut sent = BTreeMap::new();
    for operation in 0..operations {
        let note = format!("{}, nota {operation}", world.name());
        let request = Request::post(format!("/{path}"))
            .header("host", authority)
            .header("authorization", format!("Basic {}", STANDARD.encode(format!("{user}:{password}"))))
            .header("content-type", "text/xml; charset=UTF-8")
            .body(Full::new(Bytes::from(template.replace("NOTA", &note))))
            .unwrap();
        let reply = sender.send_request(request).await.unwrap().into_body().collect().await.unwrap().to_bytes();
        let reply = String::from_utf8(reply.to_vec()).unwrap();
        let number = reply.split("idCertificato>").nth(1).unwrap_or_else(|| panic!("{reply}"))[..9].to_owned();
        sent.insert(number, note);
    }
    (world, sent)
}
