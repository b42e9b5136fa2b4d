//! One exchange: request and answer side by side.

use askama::Template;
use axum::extract::{Path, RawQuery};
use axum::response::Response;
use hyper::StatusCode;
use sac_certificates::rule::Rule;
use sac_world::journal::Messages;

use super::failed::Failed;
use super::form::{Fields, Sent};
use super::frame::{Frame, Section, Time};
use super::html;
use super::marks::marks;
use super::message::{self, Line};
use super::opened::{self, Content, Opened};
use super::site::Site;
use super::tokens::tokens;
use super::words;
use crate::api::exchange::ExchangeShown;
use crate::api::exchanges;
use crate::problem::Problem;

/// The rows of a step in the drawing of the times, in thousandths of its width.
const WIDTH: u64 = 1000;

#[derive(Template)]
#[template(path = "exchange.html")]
struct Page {
    frame: Frame,
    shown: ExchangeShown,
    received: Time,
    outcome: String,
    duration: String,
    sizes: [String; 2],
    rules: Vec<BrokenRule>,
    steps: Vec<Step>,
    is_raw: bool,
    /// Request and answer, where they are kept.
    sides: Option<[Side; 2]>,
    /// There are encrypted fields, and they are closed.
    can_open: bool,
    is_opened: bool,
}

struct Side {
    head: Vec<String>,
    lines: Vec<Line>,
    is_cut: bool,
    is_request: bool,
}

/// A rule that was broken, as the rule book has it.
struct BrokenRule {
    name: String,
    number: String,
    when: String,
    remedy: String,
    source: String,
    provenance: String,
}

/// A step, and its place in the drawing.
struct Step {
    name: String,
    class: &'static str,
    time: String,
    from: u64,
    width: u64,
}

/// Shows an exchange.
pub(super) async fn show(
    site: Site,
    Path(path): Path<Vec<String>>,
    RawQuery(query): RawQuery,
) -> Result<Response, Failed> {
    page(&site, path, query.as_deref(), false).await
}

/// Shows it with its encrypted fields opened.
pub(super) async fn open(
    Path(path): Path<Vec<String>>,
    RawQuery(query): RawQuery,
    Sent { site, .. }: Sent,
) -> Result<Response, Failed> {
    page(&site, path, query.as_deref(), true).await
}

async fn page(site: &Site, path: Vec<String>, query: Option<&str>, opens: bool) -> Result<Response, Failed> {
    let number = path.into_iter().nth(1).unwrap_or_default();
    let is_raw = Fields::of_query(query).is("view", "raw");
    match read(site, number, is_raw, opens).await {
        Ok(page) => Ok(html::page(StatusCode::OK, &page)),
        Err(problem) => Err(site.failed(Section::Exchanges, problem)),
    }
}

async fn read(site: &Site, number: String, is_raw: bool, opens: bool) -> Result<Page, Problem> {
    let axum::Json(shown) = exchanges::one(site.chosen(), Path((String::new(), number))).await?;
    let messages = site.world.journal().messages(shown.id).await?;
    let lang = site.lang;
    let mut can_open = false;
    let mut sides = None;
    if let Some(Messages { request_head, request, response_head, response }) = messages {
        let (asked, is_asked_cut) = message::text(&request, shown.charset.as_deref());
        let charset = exchanges::header(&response_head, "content-type").and_then(charset);
        let (answered, is_answered_cut) = message::text(&response, charset.as_deref());
        let asked_tokens = tokens(&asked);
        let marks = marks(lang, &shown.findings, &asked_tokens, &tokens(&answered));
        let values =
            if opens { opened::open(&asked_tokens, site.state.worlds.unsealer()).await } else { Opened::default() };
        can_open = !opens && !opened::encrypted(&asked_tokens).is_empty();
        let of = |head: &[u8], lines, is_cut, is_request| Side { head: message::head(head), lines, is_cut, is_request };
        sides = Some([
            of(&request_head, message::lines(&asked, &marks, &values, is_raw), is_asked_cut, true),
            of(&response_head, message::lines(&answered, &[], &Opened::default(), is_raw), is_answered_cut, false),
        ]);
    }
    Ok(Page {
        frame: site.frame(Section::Exchanges),
        received: Time::of(shown.received),
        outcome: words::outcome(lang, shown.outcome).to_owned(),
        duration: words::duration(lang, shown.microseconds),
        sizes: [shown.bytes_in, shown.bytes_out].map(|bytes| words::bytes(lang, bytes)),
        rules: shown.rules.iter().map(|name| BrokenRule::of(site, name)).collect(),
        steps: steps(site, &shown),
        is_raw,
        sides,
        can_open,
        is_opened: opens,
        shown,
    })
}

fn charset(content_type: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(content_type).ok()?;
    let (_, charset) = text.split_once("charset=")?;
    charset.split(';').next().map(|name| name.trim().trim_matches('"').to_owned())
}

fn steps(site: &Site, shown: &ExchangeShown) -> Vec<Step> {
    let (lang, times) = (site.lang, &shown.times);
    let steps = [
        ("read", lang.of("lettura", "read"), times.read),
        ("authenticate", lang.of("autenticazione", "authenticate"), times.authenticate),
        ("validate", lang.of("validazione", "validate"), times.validate),
        ("serve", lang.of("regole", "rules"), times.serve),
        ("commit", lang.of("registrazione", "commit"), times.commit),
        ("write", lang.of("risposta", "write"), times.write),
    ];
    let sum: u64 = steps.iter().map(|(.., micros)| micros).sum();
    let mut before = 0;
    steps
        .into_iter()
        .map(|(class, name, micros)| {
            let from = (before * WIDTH).checked_div(sum).unwrap_or_default();
            before += micros;
            let end = (before * WIDTH).checked_div(sum).unwrap_or_default();
            Step { name: name.to_owned(), class, time: words::duration(lang, micros), from, width: end - from }
        })
        .collect()
}

impl BrokenRule {
    fn of(site: &Site, name: &str) -> Self {
        let lang = site.lang;
        let entry = Rule::from_name(name).map(|rule| site.world.catalogue().entry(rule));
        Self {
            name: name.to_owned(),
            number: entry.map(|entry| entry.tipo_errore.clone()).unwrap_or_default(),
            when: entry.map(|it| lang.of(&it.when.it, &it.when.en).to_owned()).unwrap_or_default(),
            remedy: entry.map(|it| lang.of(&it.remedy.it, &it.remedy.en).to_owned()).unwrap_or_default(),
            source: entry.map(|entry| entry.source.clone()).unwrap_or_default(),
            provenance: entry.map(|it| words::provenance(lang, it.provenance).to_owned()).unwrap_or_default(),
        }
    }
}
