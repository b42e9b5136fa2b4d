//! What a send costs the gateway, in time of the processor, with messages to the worker and without.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use sac_gateway::client::{Client, Credentials, Message, Pincode, Target, Trust, prepare};
use sac_gateway::sealed::Sealer;
use tokio::task::JoinSet;

/// Callers at the same time.
const CALLERS: u32 = 8;

/// Sends so many certificates in each of some rounds, by turns about a worker to whom nothing is sent and about one to whom
/// three messages are.
pub async fn compare(sends: u32) {
    const ROUNDS: usize = 5;
    let folder = tempfile::tempdir().unwrap();
    let seed = "[[worker]]\ncodice_fiscale = \"RSSMRA80A01H501U\"\ncognome = \"Rossi\"\nnome = \"Mario\"\n\
        email = \"a@mail.example\"\npec = \"a@pec.example\"\ncellulare = \"+393331234567\"\n\
        sms = true\ncopia_email = true\ncopia_pec = true\n\
        [[employment]]\nworker = \"RSSMRA80A01H501U\"\nemployer = \"99900010580\"\ndal = 2020-01-01\n";
    std::fs::write(folder.path().join("people.toml"), seed).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_sac"));
    let flags = ["--listen", "127.0.0.1:0", "--announce", "announce.json", "--duplicates", "accept"];
    let flags = [&["serve", "--seed-file", "people.toml", "--now", "2026-03-02T10:00:00+01:00"][..], &flags].concat();
    let quiet = || Stdio::null();
    let process = command.current_dir(folder.path()).args(flags).stdout(quiet()).stderr(quiet()).spawn().unwrap();
    let process = Running(process);
    let announce = folder.path().join("announce.json");
    let announced = loop {
        tokio::time::sleep(Duration::from_millis(50)).await;
        if let Ok(text) = std::fs::read_to_string(&announce) {
            break text;
        }
    };
    let announced: serde_json::Value = serde_json::from_str(&announced).unwrap();
    let of = |name: &str| announced[name].as_str().unwrap().to_owned();
    let sealer = Sealer::new(&std::fs::read(of("encryption_certificate")).unwrap()).unwrap();
    let message = |worker: &str| {
        let xml = std::fs::read_to_string("fixtures/ok/InviaMalattia/cinque-giorni.xml").unwrap();
        let seal = |clear: &str| sealer.seal(clear).map_err(|error| error.to_string());
        prepare(xml.replace("PNIMRA70A01H501P", worker).as_bytes(), Pincode::AsWritten, Some(&seal)).unwrap()
    };
    let (without, with) = (message("PNIMRA70A01H501P"), message("RSSMRA80A01H501U"));
    let trust = Trust { ca: Some(of("ca").into()), identity: None };
    let credentials = Credentials { user: "PROVAX00X00X000Y".to_owned(), password: "prova".into() };
    let client =
        || Client::new(Target::parse(&of("endpoint")).unwrap(), &trust).unwrap().credentials(Some(credentials.clone()));
    let clients: Vec<Client> = (0..CALLERS).map(|_| client()).collect();
    let mut costs = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for (message, costs) in [&without, &with].into_iter().zip(&mut costs) {
            let before = process.cpu();
            send(&clients, message, sends).await;
            // What is delivered belongs to it.
            tokio::time::sleep(Duration::from_secs(8)).await;
            costs.push(process.cpu().saturating_sub(before).as_secs_f64() * 1e6 / f64::from(sends));
        }
    }
    let [without, with] = costs.map(|mut costs| {
        costs.sort_by(f64::total_cmp);
        costs[ROUNDS / 2]
    });
    println!(
        "a send: {without:.0} us of the processor, with three messages {with:.0} us: {:+.0} %",
        (with / without - 1.0) * 100.0
    );
}

async fn send(clients: &[Client], message: &Message, sends: u32) {
    let mut callers = JoinSet::new();
    for client in clients {
        let (client, message) = (client.clone(), message.clone());
        callers.spawn(async move {
            for _ in 0..sends / CALLERS {
                assert_eq!(client.send(&message).await.unwrap().status, 200);
            }
        });
    }
    while callers.join_next().await.transpose().unwrap().is_some() {}
}

struct Running(Child);

impl Running {
    /// Time of the processor that it has taken.
    fn cpu(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.0.id())).unwrap();
        // The name in parentheses may hold blanks: what is counted begins after it.
        let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
        let ticks: u64 = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
        Duration::from_millis(ticks * 10)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
