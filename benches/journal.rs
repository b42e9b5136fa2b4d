//! How fast the console lists a journal of a million exchanges: `cargo bench --bench journal`.
//!
//! It fills the journal of a gateway on disk, asks for the console's list with each filter and some pairs of them over
//! HTTP, has `expect` wait for an exchange, and prints the median and the longest of some times, and how much memory the
//! process takes. `SAC_ROWS` is how many exchanges there are.
#![allow(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use sac_gateway::Gateway;
use sac_gateway::domain::exchange::{Channel, Ending, Entry, Exchange};
use sac_gateway::domain::operation::Operation;
use sac_gateway::store::Ledger;
use sac_gateway::store::journal::AddExchange;
use tokio::task::JoinSet;

/// Exchanges that wait to be written at a time.
const BATCH: u64 = 2_000;
/// Answers of each question.
const ASKED: usize = 9;

fn main() {
    let rows: u64 = std::env::var("SAC_ROWS").ok().map_or(1_000_000, |rows| rows.parse().unwrap());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let gateway = runtime.block_on(Gateway::builder().data_dir(folder.path()).any_port().start()).unwrap();
    let ledger = gateway.ledger().clone();
    let first = 1_000.min(rows);
    runtime.block_on(fill(&ledger, 1, first));
    let link = gateway.control().unwrap().console_link().unwrap();
    let cookie = cookie(&get(&link, "").0);
    let token = std::fs::read_to_string(folder.path().join("control.token")).unwrap().trim().to_owned();
    let address = format!("{}/worlds/default/exchanges", gateway.control().unwrap().url());
    ask_all(&address, &cookie, first, false);
    println!("{first} exchanges: {} KiB", resident());
    let begun = Instant::now();
    runtime.block_on(fill(&ledger, first + 1, rows));
    println!("{rows} exchanges: {} KiB, filled in {:.0} s", resident(), begun.elapsed().as_secs_f64());
    ask_all(&address, &cookie, rows, true);
    println!("after the questions: {} KiB", resident());
    wake(&runtime, &gateway, &token, rows);
    println!("in the end: {} KiB", resident());
    runtime.block_on(gateway.shutdown());
}

fn ask_all(address: &str, cookie: &str, rows: u64, shows: bool) {
    let middle = rows / 2;
    let since = |ago: i64| encoded(&(start() + TimeDelta::seconds(rows.cast_signed() - ago)).to_rfc3339());
    let questions = [
        String::new(),
        format!("after={middle}"),
        "operation=InviaMalattia".to_owned(),
        "operation=RistampaMalattia".to_owned(),
        "operation=none".to_owned(),
        "caller=user-7".to_owned(),
        "caller=nobody".to_owned(),
        "worker=WORKER0000000777".to_owned(),
        "worker=WORKER9999999999".to_owned(),
        format!("puc={middle:09}"),
        "outcome=accepted".to_owned(),
        "outcome=refused".to_owned(),
        "outcome=dropped".to_owned(),
        "rule=rule-3".to_owned(),
        "rule=rule-99".to_owned(),
        "code=90003".to_owned(),
        "fault=lost".to_owned(),
        "channel=soap".to_owned(),
        "channel=phone".to_owned(),
        format!("since={}", since(rows.cast_signed())),
        format!("since={}", since(100)),
        format!("since={}", since(-100)),
        "operation=InviaMalattia&outcome=dropped".to_owned(),
        "operation=RistampaMalattia&outcome=refused".to_owned(),
        "operation=InviaMalattia&worker=WORKER0000000777".to_owned(),
        "outcome=accepted&caller=user-7&channel=soap".to_owned(),
        "outcome=accepted&fault=lost".to_owned(),
        "rule=rule-3&caller=user-7".to_owned(),
        format!("outcome=accepted&since={}", since(100)),
        format!("outcome=fault&channel=soap&after={middle}"),
        // Each fits many exchanges, and they never meet.
        "operation=web:public-attestato&channel=soap".to_owned(),
        "channel=web&outcome=refused&caller=user-7".to_owned(),
        "channel=web&outcome=dropped".to_owned(),
        format!("operation=InviaMalattia&channel=web&since={}", since(rows.cast_signed())),
    ];
    for question in questions {
        let mut times: Vec<Duration> = (0..ASKED)
            .map(|_| {
                let begun = Instant::now();
                let (head, _) = get(&format!("{address}?{question}"), cookie);
                assert!(head.starts_with("HTTP/1.1 200"), "{question}: {head}");
                begun.elapsed()
            })
            .collect();
        times.sort();
        if shows {
            let millis = |time: Duration| time.as_secs_f64() * 1e3;
            println!("{:7.1} ms {:7.1} ms  {question}", millis(times[ASKED / 2]), millis(times[ASKED - 1]));
        }
    }
}

/// Exchanges of these numbers: most are accepted, one in ten is of a rare operation, one in ten thousand is rarer still.
async fn fill(ledger: &Ledger, from: u64, to: u64) {
    for begin in (from..=to).step_by(usize::try_from(BATCH).unwrap()) {
        let mut commits = JoinSet::new();
        for number in begin..=to.min(begin + BATCH - 1) {
            let ledger = ledger.clone();
            commits.spawn(async move {
                let exchange = Arc::new(exchange(number));
                ledger.commit(AddExchange::<Vec<u8>> { exchange, messages: None }).await.unwrap();
            });
        }
        while commits.join_next().await.transpose().unwrap().is_some() {}
    }
}

fn exchange(number: u64) -> Exchange {
    // Spread like a hash, so that neighbours differ.
    let spread = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
    let (ending, codes) = match spread % 1000 {
        0..900 => (Ending::Accepted, vec![]),
        900..980 => {
            let rule = spread % 40;
            (Ending::Refused { rules: vec![format!("rule-{rule}")] }, vec![format!("{}", 90_000 + rule)])
        }
        980..999 => (Ending::Fault { code: "Client".to_owned() }, vec!["SAC-XSD-PATTERN".to_owned()]),
        _ => (Ending::Dropped, vec![]),
    };
    let is_web = (spread / 1000) % 10 == 3 && matches!(ending, Ending::Accepted);
    let operation = if spread % 10 < 6 { Operation::InviaMalattia } else { Operation::ALL[(spread % 10) as usize] };
    let is_lost = spread.is_multiple_of(10_007);
    let entry = Entry {
        id: number,
        received: start() + TimeDelta::seconds(number.cast_signed()),
        operation: Some(if is_web { "web:public-attestato" } else { operation.name() }.to_owned()),
        user: Some(format!("user-{}", spread % 211)),
        kind: Some("medico".to_owned()),
        how: None,
        peer: Some([127, 0, 0, 1].into()),
        number: matches!(ending, Ending::Accepted).then_some(u32::try_from(number).unwrap_or_default()),
        ending,
        duration: Duration::from_micros(spread % 10_000),
        bytes_in: 1_200,
        bytes_out: 500,
    };
    Exchange {
        worker: Some(format!("WORKER{:010}", spread % 50_021)),
        numbers: vec![format!("{number:09}")],
        codes,
        channel: if is_web { Channel::Web } else { Channel::Soap },
        fault: is_lost.then(|| "lost".to_owned()),
        ..Exchange::of(entry)
    }
}

/// How long after an exchange was recorded `expect`, which waits for it, answers.
fn wake(runtime: &tokio::runtime::Runtime, gateway: &Gateway, token: &str, rows: u64) {
    let url = format!("{}/control/v1/worlds/default/expect", gateway.control().unwrap().url());
    let journal = gateway.default_world().state().journal().clone();
    let mut times: Vec<Duration> = (1..=21)
        .map(|further| {
            let name = format!("waited-for-{further}");
            let body = format!(r#"{{"match": {{"caller": "{name}"}}, "count": 1, "within": "10s"}}"#);
            let (url, token) = (url.clone(), format!("Bearer {token}"));
            let waiting = std::thread::spawn(move || {
                let (head, _) = call("POST", &url, &format!("Authorization: {token}"), &body);
                assert!(head.starts_with("HTTP/1.1 200"), "{head}");
                Instant::now()
            });
            // Until it waits.
            std::thread::sleep(Duration::from_millis(100));
            let mut exchange = exchange(rows + further);
            exchange.entry.user = Some(name);
            let begun = Instant::now();
            runtime.block_on(async { journal.record(exchange, None) });
            waiting.join().unwrap() - begun
        })
        .collect();
    times.sort();
    let millis = |time: Duration| time.as_secs_f64() * 1e3;
    println!("{:7.1} ms {:7.1} ms  expect wakes", millis(times[10]), millis(times[20]));
}

fn start() -> DateTime<Utc> {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

/// Head and body of an answer.
fn get(url: &str, cookie: &str) -> (String, String) {
    call("GET", url, &format!("Cookie: {cookie}"), "")
}

fn call(method: &str, url: &str, header: &str, body: &str) -> (String, String) {
    let rest = url.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let length = body.len();
    let request = format!(
        "{method} /{path} HTTP/1.1\r\nHost: {host}\r\n{header}\r\nContent-Type: application/json\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

fn cookie(head: &str) -> String {
    let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with("set-cookie:")).unwrap();
    line.split_once(':').unwrap().1.trim().split(';').next().unwrap().to_owned()
}

fn encoded(text: &str) -> String {
    text.replace('+', "%2B")
}

/// What the process has of the machine's memory.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").trim().parse().unwrap_or_default()
}
