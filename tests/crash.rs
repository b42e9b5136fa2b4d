//! `kill -9` under load: no number that was given out is missing, and none is given twice; and every document has the messages
//! that go with it, each once.
//!
//! Five rounds; `SAC_CRASH_ROUNDS=50 cargo test --test crash` for more.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use sac_gateway::client::{Answer, Client, Credentials, Message, Pincode, Target, Trust, prepare};
use sac_gateway::sealed::Sealer;

const SENDERS: usize = 8;

#[tokio::test(flavor = "multi_thread")]
async fn no_acknowledged_number_is_lost_or_given_twice() {
    let rounds: u64 = std::env::var("SAC_CRASH_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(5);
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged = Vec::new();
    for round in 0..rounds {
        let mut server = Server::start(folder.path()).await;
        assert_all_present(&server, &acknowledged).await;
        // Killed at another point of the work each time.
        let life = Duration::from_millis(150 + (round * 37) % 400);
        acknowledged.extend(server.load_until_killed(life).await);
    }
    let server = Server::start(folder.path()).await;
    assert_all_present(&server, &acknowledged).await;
    let distinct: BTreeSet<&String> = acknowledged.iter().collect();
    assert_eq!(distinct.len(), acknowledged.len(), "a number was given twice");
    assert!(acknowledged.len() as u64 >= rounds, "only {} were acknowledged", acknowledged.len());
    eprintln!("{rounds} rounds, {} numbers", acknowledged.len());
}

/// Whether the crash comes before or after a document is written, or between that and its delivery.
#[tokio::test(flavor = "multi_thread")]
async fn no_message_is_lost_or_repeated_and_none_is_about_a_document_that_is_not_there() {
    let rounds: u64 = std::env::var("SAC_CRASH_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(5);
    let folder = tempfile::tempdir().unwrap();
    let seed = "[[worker]]\ncodice_fiscale = \"RSSMRA80A01H501U\"\ncognome = \"Rossi\"\nnome = \"Mario\"\n\
        email = \"a@mail.example\"\npec = \"a@pec.example\"\ncellulare = \"+393331234567\"\n\
        sms = true\ncopia_email = true\ncopia_pec = true\n";
    std::fs::write(folder.path().join("people.toml"), seed).unwrap();
    let mut acknowledged = Vec::new();
    for round in 0..rounds {
        let mut server = Server::start(folder.path()).await;
        server.worker = "RSSMRA80A01H501U";
        let life = Duration::from_millis(150 + (round * 37) % 400);
        acknowledged.extend(server.load_until_killed(life).await);
    }
    // What has not left yet leaves.
    let _server = Server::start(folder.path()).await;
    let database = rusqlite::Connection::open(folder.path().join(sac_gateway::gateway::DATABASE)).unwrap();
    let count = |sql: &str| database.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    let mut waited = 0;
    while count("SELECT count(*) FROM outbox WHERE state NOT IN ('sent', 'delivered')") > 0 {
        waited += 1;
        assert!(waited < 1200, "messages wait");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let documents = count("SELECT count(*) FROM certificate");
    assert!(documents >= i64::try_from(acknowledged.len()).unwrap());
    assert_eq!(count("SELECT count(*) FROM outbox"), 3 * documents);
    let each = "SELECT count(*) FROM (SELECT document, kind FROM outbox JOIN certificate ON puc = document GROUP BY document, kind)";
    assert_eq!(count(each), 3 * documents, "one of each kind");
    let attempts = "SELECT count(*) FROM outbox WHERE json_array_length(contenuto, '$.attempts') = 1";
    assert_eq!(count(attempts), 3 * documents, "handed over once");
    eprintln!("{rounds} rounds, {documents} documents, {} messages", 3 * documents);
}

/// Every number that was given out is found by a search.
async fn assert_all_present(server: &Server, acknowledged: &[String]) {
    let ricerca = server.message(&fixture("RicercaMalattia/ultimi-sei-mesi"));
    let reply = server.client.send(&ricerca).await.unwrap();
    let text = String::from_utf8(reply.body.to_vec()).unwrap();
    let found: BTreeSet<&str> =
        text.split("<idCertificato>").skip(1).filter_map(|rest| rest.split('<').next()).collect();
    let missing: Vec<&String> = acknowledged.iter().filter(|puc| !found.contains(puc.as_str())).collect();
    assert!(missing.is_empty(), "{} of {} are missing: {missing:?}", missing.len(), acknowledged.len());
}

/// The real program.
struct Server {
    /// Whom its documents are about.
    worker: &'static str,
    process: Child,
    client: Arc<Client>,
    sealer: Sealer,
}

impl Server {
    async fn start(folder: &Path) -> Self {
        let announce = folder.join("announce.json");
        let _ = std::fs::remove_file(&announce);
        let process = Command::new(env!("CARGO_BIN_EXE_sac"))
            .args(["serve", "--listen", "127.0.0.1:0", "--duplicates", "accept", "--now", "2026-03-02T10:00:00+01:00"])
            .args([Path::new("--data-dir"), folder, Path::new("--announce"), &announce])
            .args(folder.join("people.toml").is_file().then(|| format!("--seed-file={}/people.toml", folder.display())))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let text = loop {
            match std::fs::read_to_string(&announce) {
                Ok(text) => break text,
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        };
        let announced: serde_json::Value = serde_json::from_str(&text).unwrap();
        let path = |key: &str| announced[key].as_str().unwrap().to_owned();
        let trust = Trust { ca: Some(path("ca").into()), identity: None };
        let credentials = Credentials { user: "PROVAX00X00X000Y".into(), password: "prova".into() };
        let client = Client::new(Target::parse(&path("endpoint")).unwrap(), &trust).unwrap();
        let client = Arc::new(client.credentials(Some(credentials)));
        let sealer = Sealer::new(&std::fs::read(path("encryption_certificate")).unwrap()).unwrap();
        Self { worker: "PNIMRA70A01H501P", process, client, sealer }
    }

    fn message(&self, xml: &str) -> Message {
        let seal = |clear: &str| self.sealer.seal(clear).map_err(|error| error.to_string());
        prepare(xml.as_bytes(), Pincode::AsWritten, Some(&seal)).unwrap()
    }

    /// Sends from all sides, kills the process, and gives the numbers that had been answered.
    async fn load_until_killed(&mut self, life: Duration) -> Vec<String> {
        let xml = fixture("InviaMalattia/cinque-giorni").replace("PNIMRA70A01H501P", self.worker);
        let message = self.message(&xml);
        // The first answer waits for the password's slow check; the clock starts after it.
        let first = number(&self.client, &message).await;
        let senders: Vec<_> = (0..SENDERS)
            .map(|_| {
                let (client, message) = (self.client.clone(), message.clone());
                tokio::spawn(async move {
                    let mut numbers = Vec::new();
                    while let Some(number) = number(&client, &message).await {
                        numbers.push(number);
                    }
                    numbers
                })
            })
            .collect();
        tokio::time::sleep(life).await;
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        let mut all: Vec<String> = first.into_iter().collect();
        for sender in senders {
            all.extend(sender.await.unwrap());
        }
        all
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The number that one message is given; none once the server is gone.
async fn number(client: &Client, message: &Message) -> Option<String> {
    let reply = client.send(message).await.ok()?;
    Answer::read(&reply).ok()?.number().map(str::to_owned)
}

fn fixture(name: &str) -> String {
    std::fs::read_to_string(format!("fixtures/ok/{name}.xml")).unwrap()
}
