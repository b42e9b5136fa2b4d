//! The fault plan of a world.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use hyper::StatusCode;
use sac_world::faults::{Phase, Rule, operations};
use serde_json::{Map, Value};

use super::failed::{Failed, Trouble};
use super::form::{Fields, Sent, body};
use super::frame::{Frame, Section};
use super::html;
use super::kinds::{KINDS, Kind, Member};
use super::notice::Notice;
use super::site::{self, Site};
use crate::api::faults;
use crate::problem::Problem;

#[derive(Template)]
#[template(path = "faults.html")]
struct Page {
    frame: Frame,
    rules: Vec<Row>,
    kinds: &'static [Kind],
    operations: Vec<&'static str>,
    fields: Fields,
    trouble: Option<Trouble>,
}

/// A rule in the list.
struct Row {
    rule: Rule,
    kind: String,
    in_words: String,
    members: Vec<(String, String)>,
    is_after: bool,
}

/// Lists the rules.
pub(super) async fn list(site: Site) -> Response {
    page(&site, Fields::default(), None).await
}

/// Adds a rule.
pub(super) async fn add(Sent { site, fields }: Sent) -> Response {
    let added = match body(rule(&fields)) {
        Ok(rule) => faults::add(site.chosen(), rule).await,
        Err(problem) => Err(problem),
    };
    match added {
        Ok(_) => {
            site.leave(Notice::new("La regola è aggiunta.", "The rule is added."));
            Redirect::to(&format!("{}/faults", site.base())).into_response()
        }
        Err(problem) => page(&site, fields, Some(problem)).await,
    }
}

/// Removes one rule or all.
pub(super) async fn act(
    Path((_, action)): Path<(String, String)>,
    Sent { site, fields }: Sent,
) -> Result<Response, Failed> {
    let done = match action.as_str() {
        "delete" => faults::remove(site.chosen(), Path((String::new(), fields.get("id").to_owned()))).await,
        "clear" => Ok(faults::clear(site.chosen()).await),
        _ => return Err(site::nothing(site).await),
    };
    done.map_err(|problem| site.failed(Section::Faults, problem))?;
    site.leave(if action == "clear" {
        Notice::new("Il piano è vuoto.", "The plan is empty.")
    } else {
        Notice::new("La regola è rimossa.", "The rule is removed.")
    });
    Ok(Redirect::to(&format!("{}/faults", site.base())).into_response())
}

/// The rule that a form describes: of the fields of all kinds those of the chosen one.
fn rule(fields: &Fields) -> Map<String, Value> {
    let mut rule = fields.texts(&["id", "operation", "caller", "worker", "puc", "to", "phase"]);
    rule.extend(["nth", "times"].into_iter().filter_map(|name| Some((name.to_owned(), fields.number(name)?))));
    let mut action = fields.texts(&["kind"]);
    let members = KINDS.iter().find(|kind| fields.is("kind", kind.name)).map_or(&[][..], |kind| kind.members);
    for member in members {
        let field = format!("{}.{}", fields.get("kind"), member.name);
        let text = fields.get(&field);
        let is_number = member.is_number || (member.name == "retry_after" && text.bytes().all(|b| b.is_ascii_digit()));
        let value = if is_number { fields.number(&field) } else { Some(Value::from(text)) };
        if let Some(value) = value.filter(|_| !text.is_empty()) {
            action.insert(member.name.to_owned(), value);
        }
    }
    rule.insert("do".to_owned(), Value::Object(action));
    rule
}

async fn page(site: &Site, fields: Fields, problem: Option<Problem>) -> Response {
    let axum::Json(rules) = faults::list(site.chosen()).await;
    let status = problem.as_ref().map_or(StatusCode::OK, Problem::status);
    let page = Page {
        rules: rules.into_iter().map(|rule| Row::of(site, rule)).collect(),
        kinds: &KINDS,
        operations: operations().collect(),
        trouble: problem.map(|problem| Trouble::of(site.lang, problem)),
        fields,
        frame: site.frame(Section::Faults),
    };
    html::page(status, &page)
}

impl Row {
    fn of(site: &Site, rule: Rule) -> Self {
        let action = serde_json::to_value(&rule.action).unwrap_or_default();
        let members = action.as_object().into_iter().flatten();
        let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let kind = action.get("kind").map(plain).unwrap_or_default();
        let known = KINDS.iter().find(|known| known.name == kind);
        Self {
            in_words: known.map(|known| site.lang.of(known.it, known.en).to_owned()).unwrap_or_default(),
            members: members
                .filter(|(name, value)| *name != "kind" && !value.is_null())
                .map(|(name, value)| (name.clone(), plain(value)))
                .collect(),
            is_after: rule.phase() == Phase::After,
            kind,
            rule,
        }
    }
}

impl Page {
    /// The name of the field of a kind's member.
    fn field(kind: &Kind, member: &Member) -> String {
        format!("{}.{}", kind.name, member.name)
    }
}
