//! Several worlds in one gateway, each below a path of its own.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use chrono::TimeDelta;
use sac_gateway::client::{Answer, Credentials, Errore, HttpReply};
use sac_gateway::clock::Clock;
use sac_gateway::config::RegisterMode;
use sac_gateway::gateway::{CreateWorldError, RemoveWorldError};
use sac_gateway::{People, World, WorldPlan};
use support::{CALLERS, Playground, assert_valid, at};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const NOW: &str = "2026-03-02T10:00:00+01:00";
const A_YEAR_BEFORE: &str = "2025-03-03T10:00:00+01:00";

fn fixture(name: &str) -> String {
    std::fs::read_to_string(format!("fixtures/ok/{name}.xml")).unwrap()
}

/// A world whose clock stands still.
fn standing_at(now: &str) -> WorldPlan {
    WorldPlan::new().clock(Clock::frozen_at(at(now)))
}

async fn send(playground: &Playground, world: &World, xml: &str) -> HttpReply {
    let (_, user, password) = CALLERS[0];
    let credentials = Credentials { user: user.to_owned(), password: password.into() };
    let client = playground.client_at(&world.endpoint(), Some(credentials));
    client.send(&playground.message(xml)).await.unwrap()
}

async fn play(playground: &Playground, world: &World, xml: &str) -> Answer {
    let reply = send(playground, world, xml).await;
    if reply.status == 200 {
        assert_valid(&reply.body);
    }
    Answer::read(&reply).unwrap()
}

/// The calls of a certificate's life, with the date of a world's today in them.
struct Life {
    days: [String; 3],
}

impl Life {
    fn starting(world: &World) -> Self {
        let today = world.clock().today();
        Self { days: [0, 2, 4].map(|days| (today + TimeDelta::days(days)).to_string()) }
    }

    fn of(&self, name: &str, puc: &str) -> String {
        let [first, middle, last] = &self.days;
        let xml = fixture(name).replace("{puc}", puc);
        xml.replace("2026-03-02", first).replace("2026-03-04", middle).replace("2026-03-06", last)
    }
}

/// The last days of the certificates that a search of the last months finds.
async fn found(playground: &Playground, world: &World) -> Vec<String> {
    let reply = send(playground, world, &fixture("RicercaMalattia/ultimi-sei-mesi")).await;
    assert_eq!(reply.status, 200);
    let text = String::from_utf8(reply.body.to_vec()).unwrap();
    text.split("<dataFine>").skip(1).filter_map(|rest| rest.split('<').next()).map(str::to_owned).collect()
}

#[tokio::test]
async fn two_worlds_a_year_apart_play_a_certificates_life_without_seeing_each_other() {
    let playground = Playground::start("", at(NOW)).await;
    let gateway = &playground.gateway;
    let before = gateway.create_world("before", standing_at(A_YEAR_BEFORE)).await.unwrap();
    let after = gateway.create_world("after", standing_at(NOW)).await.unwrap();
    let mut numbers = Vec::new();
    for (world, other) in [(&before, &after), (&after, &before)] {
        let life = Life::starting(world);
        let sent = play(&playground, world, &life.of("InviaMalattia/cinque-giorni", "")).await;
        let puc = sent.number().unwrap_or_else(|| panic!("{sent:?}")).to_owned();
        assert_eq!(found(&playground, world).await, [life.days[2].as_str()]);

        // The other world has another day, and does not know the number.
        let refused = play(&playground, other, &life.of("RettificaMalattia/due-giorni-prima", &puc)).await;
        assert!(matches!(refused, Answer::Refused(_)), "{refused:?}");

        let rectified = play(&playground, world, &life.of("RettificaMalattia/due-giorni-prima", &puc)).await;
        let new_puc = rectified.number().unwrap_or_else(|| panic!("{rectified:?}")).to_owned();
        assert!(found(&playground, world).await.contains(&life.days[1]));
        let cancelled = play(&playground, world, &life.of("AnnullaMalattia/subito", &new_puc)).await;
        assert!(cancelled.number().is_some(), "{cancelled:?}");
        numbers.extend([puc, new_puc]);
    }
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), 4, "{numbers:?}");
    assert!(found(&playground, gateway.default_world()).await.is_empty());
    for (world, exchanges) in [(&before, 6), (&after, 6), (gateway.default_world(), 1)] {
        world.state().journal().flush().await.unwrap();
        assert_eq!(world.state().journal().latest(99).await.unwrap().len(), exchanges, "{}", world.name());
    }
}

#[tokio::test]
async fn the_same_seed_and_the_same_calls_give_the_same_bytes() {
    let playground = Playground::start("seed = 7", at(NOW)).await;
    let plan = || standing_at(NOW).seed(7);
    let worlds = [
        playground.gateway.default_world().clone(),
        playground.gateway.create_world("one", plan()).await.unwrap(),
        playground.gateway.create_world("two", plan()).await.unwrap(),
    ];
    let other = playground.gateway.create_world("other", standing_at(NOW)).await.unwrap();
    let mut heard: Vec<Vec<HttpReply>> = Vec::new();
    for world in worlds.iter().chain([&other]) {
        let life = Life::starting(world);
        let mut replies = vec![send(&playground, world, &life.of("InviaMalattia/cinque-giorni", "")).await];
        let puc = Answer::read(&replies[0]).unwrap().number().unwrap().to_owned();
        let calls =
            ["RicercaMalattia/ultimi-sei-mesi", "InviaMalattia/cinque-giorni", "AnnullaMalattia/subito", "no/message"];
        for name in calls {
            let xml = if name == "no/message" { "<nothing/>".to_owned() } else { life.of(name, &puc) };
            replies.push(send(&playground, world, &xml).await);
        }
        heard.push(replies);
    }
    let bytes = |replies: &[HttpReply]| -> Vec<(u16, Vec<u8>)> {
        replies.iter().map(|reply| (reply.status.as_u16(), reply.body.to_vec())).collect()
    };
    assert_eq!(bytes(&heard[0]), bytes(&heard[1]));
    assert_eq!(bytes(&heard[1]), bytes(&heard[2]));
    assert_ne!(bytes(&heard[2])[0], bytes(&heard[3])[0]);
}

/// GET over plain HTTP.
async fn get(playground: &Playground, path: &str) -> String {
    let mut stream = TcpStream::connect(playground.gateway.local_addr()).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: sac.example\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn the_wsdl_and_its_imports_lie_below_the_world_and_name_its_address() {
    let playground = Playground::start("tls = false", at(NOW)).await;
    let world = playground.gateway.create_world("uno", standing_at(NOW)).await.unwrap();
    assert!(world.endpoint().ends_with("/w/uno/CertServiceWeb/CertificatiMedici"), "{}", world.endpoint());
    for prefix in ["", "/w/uno", "/w/default"] {
        let wsdl = get(&playground, &format!("{prefix}/CertServiceWeb/CertificatiMedici?wsdl")).await;
        let address = format!("location=\"http://sac.example{prefix}/CertServiceWeb/CertificatiMedici\"");
        assert!(wsdl.starts_with("HTTP/1.1 200") && wsdl.contains(&address), "{wsdl}");
        for name in ["logicoErogatore.wsdl", "definitorio.xsd"] {
            let import = get(&playground, &format!("{prefix}/CertServiceWeb/{name}")).await;
            assert!(import.starts_with("HTTP/1.1 200"), "{prefix} {name}: {import}");
        }
    }
    let public = Playground::start("tls = false\npublic_url = 'https://sac.example/outer'", at(NOW)).await;
    public.gateway.create_world("uno", standing_at(NOW)).await.unwrap();
    let wsdl = get(&public, "/w/uno/CertServiceWeb/CertificatiMedici?wsdl").await;
    assert!(wsdl.contains("\"https://sac.example/outer/w/uno/CertServiceWeb/CertificatiMedici\""), "{wsdl}");
}

#[tokio::test]
async fn where_there_is_no_world_the_answer_says_so() {
    let playground = Playground::start("tls = false", at(NOW)).await;
    playground.gateway.create_world("uno", standing_at(NOW)).await.unwrap();
    let cases = [
        ("/w/due/CertServiceWeb/CertificatiMedici?wsdl", "by the name of due"),
        ("/w/due", "by the name of due"),
        ("/w/Due%3Cb%3E/x", "the name of a world is expected"),
        ("/w/", "the name of a world is expected"),
        ("/w/uno/certserviceweb", "POST at /w/uno/CertServiceWeb/CertificatiMedici,"),
        ("/w", "POST at /CertServiceWeb/CertificatiMedici,"),
        ("/world", "CertServiceWeb"),
    ];
    for (path, words) in cases {
        let answer = get(&playground, path).await;
        assert!(answer.starts_with("HTTP/1.1 404") && answer.contains(words), "{path}: {answer}");
    }
    assert!(get(&playground, "/health").await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn a_world_has_people_and_rules_of_its_own() {
    let playground = Playground::start("", at(NOW)).await;
    let gateway = &playground.gateway;
    let seed = "[[user]]\nname = 'PROVAX00X00X000Y'\nkind = 'medico'\ncodice_fiscale = 'PROVAX00X00X000Y'\n\
                iscrizioni = ['120/201']\npassword = 'prova'\npincode = '1234567890'\n";
    let own = standing_at(NOW).people(People::Seed(seed.to_owned()));
    let mut rules = gateway.default_world().state().rules().clone();
    rules.register = RegisterMode::Closed;
    let own = gateway.create_world("own", own.rules(rules)).await.unwrap();
    let nobody = gateway.create_world("nobody", standing_at(NOW).people(People::None)).await.unwrap();
    let usual = gateway.create_world("usual", standing_at(NOW)).await.unwrap();
    let xml = fixture("InviaMalattia/cinque-giorni");
    // The worker is on the default people's register only, and the own world's is closed.
    assert!(matches!(play(&playground, &own, &xml).await, Answer::Refused(_)));
    assert!(matches!(play(&playground, &nobody, &xml).await, Answer::Fault { .. }));
    assert!(matches!(play(&playground, &usual, &xml).await, Answer::Accepted { .. }));
    let names: Vec<String> = gateway.worlds().iter().map(|world| world.name().to_owned()).collect();
    assert_eq!(names, ["default", "nobody", "own", "usual"]);
}

#[tokio::test]
async fn worlds_come_and_go_and_durable_ones_come_again() {
    let playground = Playground::start("", at(NOW)).await;
    let gateway = &playground.gateway;
    let xml = fixture("InviaMalattia/cinque-giorni");
    for durable in [true, false] {
        let plan = || if durable { standing_at(NOW).durable() } else { standing_at(NOW) };
        let world = gateway.create_world("uno", plan()).await.unwrap();
        assert!(matches!(play(&playground, &world, &xml).await, Answer::Accepted { .. }));
        let again = gateway.create_world("uno", plan()).await.unwrap_err();
        assert!(matches!(again, CreateWorldError::Exists(_)), "{again}");
        assert_eq!(playground.folder.path().join("worlds/uno/sac.db").exists(), durable);
        gateway.remove_world("uno").await.unwrap();
        assert!(!playground.folder.path().join("worlds/uno").exists());
        assert!(gateway.world("uno").is_none());
        let gone = play(&playground, &world, &xml).await;
        assert!(matches!(&gone, Answer::Status { status, .. } if status.as_u16() == 404), "{gone:?}");
    }
    assert!(matches!(gateway.remove_world("uno").await, Err(RemoveWorldError::Unknown(_))));
    assert!(matches!(gateway.remove_world("default").await, Err(RemoveWorldError::Default)));
    assert!(matches!(gateway.create_world("Uno", WorldPlan::new()).await, Err(CreateWorldError::Name(_))));

    let world = gateway.create_world("kept", standing_at(NOW).durable()).await.unwrap();
    let puc = play(&playground, &world, &xml).await.number().unwrap().to_owned();
    let Playground { gateway, folder, .. } = playground;
    assert!(gateway.shutdown().await);
    let again = Playground::start_in(folder, "", at(NOW)).await;
    let world = again.gateway.create_world("kept", standing_at(NOW).durable()).await.unwrap();
    let Answer::Refused(errori) = play(&again, &world, &xml).await else { panic!("the certificate was forgotten") };
    assert!(errori.iter().any(|errore: &Errore| errore.descrizione.contains(&puc)), "{errori:?}");
}

#[tokio::test]
async fn no_world_brings_a_password_that_everybody_can_read_to_other_machines() {
    let folder = tempfile::tempdir().unwrap();
    let local = sac_gateway::Gateway::builder().data_dir(folder.path()).any_port().start().await.unwrap();
    local.shutdown().await;
    // As where each of them has been changed.
    let database = rusqlite::Connection::open(folder.path().join(sac_gateway::gateway::DATABASE)).unwrap();
    let changed =
        [("users", "password"), ("employer_user", "password"), ("user_profile", "pin"), ("pin_subject", "secret")]
            .map(|(table, secret)| database.execute(&format!("UPDATE {table} SET seed_{secret} = 0"), []).unwrap());
    assert!(changed.iter().all(|rows| *rows > 0), "{changed:?}");
    drop(database);
    let builder = sac_gateway::Gateway::builder().data_dir(folder.path());
    let gateway = builder.set(|config| config.place.listen = "0.0.0.0:0".parse().unwrap()).start().await.unwrap();
    let refused = gateway.create_world("uno", WorldPlan::new()).await.unwrap_err();
    assert!(matches!(refused, CreateWorldError::SeedPassword { .. }), "{refused}");
    assert!(gateway.world("uno").is_none());
    gateway.create_world("due", WorldPlan::new().people(People::None)).await.unwrap();
}
