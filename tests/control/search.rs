//! Looking for exchanges by several filters in a long journal.

use std::sync::Arc;
use std::time::Duration;

use sac_gateway::domain::exchange::{Ending, Entry, Exchange};
use sac_gateway::store::journal::AddExchange;
use tokio::task::JoinSet;

use super::harness::{Controlled, NOW};

/// Each of the filters below fits half of them, which is more than one search looks at.
const ROWS: u64 = 25_000;

fn exchange(number: u64) -> Exchange {
    // The last hundred are accepted questions, and else what is accepted is no question.
    let is_question = number.is_multiple_of(2);
    let is_accepted = is_question == (number <= 100);
    let entry = Entry {
        id: number,
        received: NOW.parse().unwrap(),
        operation: Some(if is_question { "InterrogaLavoratore" } else { "InviaMalattia" }.to_owned()),
        user: None,
        kind: None,
        how: None,
        peer: None,
        ending: if is_accepted { Ending::Accepted } else { Ending::Dropped },
        number: None,
        duration: Duration::ZERO,
        bytes_in: 0,
        bytes_out: 0,
    };
    Exchange::of(entry)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_search_says_how_far_it_came_and_goes_on_from_there() {
    let controlled = Controlled::start().await;
    let ledger = controlled.gateway.ledger();
    let mut commits = JoinSet::new();
    for number in 1..=ROWS {
        let ledger = ledger.clone();
        let exchange = Arc::new(exchange(number));
        commits
            .spawn(async move { ledger.commit(AddExchange::<Vec<u8>> { exchange, messages: None }).await.map(drop) });
    }
    while let Some(done) = commits.join_next().await {
        done.unwrap().unwrap();
    }
    // The API finds all of them at once.
    let query = "operation=InterrogaLavoratore&outcome=accepted";
    let found = controlled.call("GET", &format!("/worlds/default/exchanges?{query}"), None).await.with(200);
    let found: Vec<u64> = found.as_array().unwrap().iter().map(|one| one["id"].as_u64().unwrap()).collect();
    assert_eq!(found, (1..=50).rev().map(|half| half * 2).collect::<Vec<u64>>());
    // The console looks at some at a time.
    let mut path = format!("/worlds/default/exchanges?{query}");
    let mut looks = 0;
    let last = loop {
        let bearer = format!("Bearer {}", controlled.token);
        let answer = controlled.send("GET", &path, &[("authorization", &bearer)], "").await;
        let page = String::from_utf8(answer.body.to_vec()).unwrap();
        assert_eq!(answer.status, 200, "{path}: {page}");
        let further = page.split("The search came to exchange").nth(1);
        let Some(further) = further.and_then(|rest| rest.split("href=\"").nth(1)) else { break page };
        assert!(page.contains("No exchange matches so far"), "{page}");
        path = further.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
        looks += 1;
        assert!(looks < 9, "{path}");
    };
    assert!(looks >= 1);
    assert!(last.contains("#100<") && last.contains("#2<"), "{last}");
}
