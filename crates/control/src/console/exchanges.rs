//! The list of exchanges, by filter.

use askama::Template;
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Redirect, Response};
use hyper::StatusCode;
use sac_domain::operation::Operation;
use sac_world::faults::ACTIONS;

use super::failed::{Failed, Trouble};
use super::form::{Fields, Sent};
use super::frame::{Frame, Section, Time};
use super::html;
use super::notice::Notice;
use super::site::Site;
use super::words;
use crate::api::exchange::ExchangeShown;
use crate::api::exchanges::{self, Filters};
use crate::problem::Problem;
use crate::query::Query;

/// Exchanges of a page.
const ROWS: usize = 50;
const FILTERS: [&str; 10] =
    ["operation", "caller", "worker", "puc", "outcome", "rule", "code", "fault", "since", "channel"];
/// Those that are out of sight until they are used.
const RARE: [&str; 6] = ["caller", "rule", "code", "fault", "since", "channel"];

#[derive(Template)]
#[template(path = "exchanges.html")]
struct Page {
    frame: Frame,
    filters: Fields,
    /// What is wrong with them.
    trouble: Option<Trouble>,
    rows: Vec<Row>,
    is_filtered: bool,
    has_rare: bool,
    /// Not the newest.
    is_later: bool,
    newest: String,
    older: Option<String>,
    /// Where the search goes on, if it ended before it had looked at all exchanges.
    further: Option<Further>,
    endpoint: String,
    wsdl: String,
    operations: Vec<&'static str>,
}

/// The rest of a search.
struct Further {
    /// The last exchange that was looked at.
    reached: u64,
    address: String,
}

/// An exchange in the list.
struct Row {
    shown: ExchangeShown,
    received: Time,
    outcome: String,
    duration: String,
    /// The rules that were broken, else the codes of what was found.
    why: String,
}

/// Lists exchanges.
pub(super) async fn list(site: Site, RawQuery(query): RawQuery) -> Result<Response, Failed> {
    let filters = Fields::of_query(query.as_deref());
    let asked = format!("{}&limit={}", filters.query(&[&FILTERS[..], &["after"]].concat()), ROWS + 1);
    let found = match Query::<Filters>::of(asked.trim_start_matches('&')) {
        Ok(Query(filters)) => exchanges::search(&site.world, filters).await,
        Err(problem) => Err(problem),
    };
    let (mut shown, reached, problem) = match found {
        Ok((shown, reached)) => (shown, reached, None),
        Err(problem) => (Vec::new(), None, Some(problem)),
    };
    let status = problem.as_ref().map_or(StatusCode::OK, Problem::status);
    let has_more = shown.len() > ROWS;
    shown.truncate(ROWS);
    let frame = site.frame(Section::Exchanges);
    let lang = frame.lang;
    let address = |more: Option<u64>| {
        let mut query = filters.query(&FILTERS);
        if let Some(after) = more {
            query = format!("{query}&after={after}");
        }
        format!("{}/exchanges?{}", frame.base(), query.trim_start_matches('&'))
    };
    let addresses = site.state.worlds.addresses(&site.world);
    let page = Page {
        is_filtered: filters.has_any(&FILTERS),
        has_rare: filters.has_any(&RARE),
        is_later: filters.has_any(&["after"]),
        newest: address(None),
        further: reached.filter(|_| !has_more).map(|reached| Further { reached, address: address(Some(reached)) }),
        older: shown.last().filter(|_| has_more).map(|last| address(Some(last.id))),
        rows: shown.into_iter().map(|shown| Row::of(&frame, shown)).collect(),
        trouble: problem.map(|problem| Trouble::of(lang, problem)),
        endpoint: addresses.endpoint,
        wsdl: addresses.wsdl,
        operations: Operation::ALL.iter().map(|operation| operation.name()).chain(ACTIONS).collect(),
        filters,
        frame,
    };
    Ok(html::page(status, &page))
}

/// Forgets every exchange.
pub(super) async fn forget(Sent { site, .. }: Sent) -> Result<Response, Failed> {
    let back = format!("{}/exchanges", site.base());
    match exchanges::forget(site.chosen()).await {
        Ok(_) => {
            site.leave(Notice::new("Il giornale è vuoto.", "The journal is empty."));
            Ok(Redirect::to(&back).into_response())
        }
        Err(problem) => Err(site.failed(Section::Exchanges, problem)),
    }
}

impl Row {
    fn of(frame: &Frame, shown: ExchangeShown) -> Self {
        Self {
            received: Time::of(shown.received),
            outcome: words::outcome(frame.lang, shown.outcome).to_owned(),
            duration: words::duration(frame.lang, shown.microseconds),
            why: why(&shown),
            shown,
        }
    }
}

fn why(shown: &ExchangeShown) -> String {
    let status = shown.status.map(|status| status.to_string());
    // A bare status says nothing that is not said beside it.
    let codes = shown.codes.iter().filter(|code| status.as_ref() != Some(code)).cloned();
    if shown.rules.is_empty() { codes.collect::<Vec<_>>().join(", ") } else { shown.rules.join(", ") }
}
