//! Every fixture through the forms: refused by the same rule and in the same words as over SOAP.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chrono::{DateTime, Utc};
use sac_gateway::client::Answer;
use sac_gateway::domain::operation::Operation;
use sac_gateway::rule::Catalogue;
use sac_gateway::xml::{Document, Element, Limits, Reader, Tree};
use serde::Deserialize;

use super::browser::{Browser, Seen};
use super::doctor::{Fields, NOW, PROVAX, form, logged_in, post, unescaped};
use super::support::Playground;

/// What a form cannot carry, and why.
const NOT_CARRIED: [(&str, &str); 8] = [
    ("ok/InviaMalattia/per-conto-di-un-medico", "a body does not use the web channel"),
    ("ko/ente-cf-assente/manca", "a body does not use the web channel"),
    ("ko/ente-medico-sconosciuto/nessuno", "a body does not use the web channel"),
    ("ko/ente-pincode-non-ammesso/con-pincode", "a body does not use the web channel"),
    ("ko/medico-cf-non-ammesso/il-proprio", "no form has a field for the doctor's codice fiscale"),
    ("ko/medico-pincode-assente/manca", "the pincode is typed at log-in"),
    ("ko/medico-pincode-errato/un-altro", "the pincode is typed at log-in"),
    ("ko/schema-non-rispettato/cap-di-quattro-cifre", "violations of the schema never are a receipt on a page"),
];

#[derive(Deserialize)]
struct Fixture {
    now: Option<String>,
    r#as: Option<String>,
    #[serde(default)]
    settings: toml::Table,
    #[serde(default)]
    before: Vec<String>,
    expect: Expect,
}

#[derive(Deserialize)]
struct Expect {
    receipt: Option<String>,
    #[serde(default)]
    errors: Vec<Error>,
    fault: Option<String>,
}

#[derive(Deserialize)]
struct Error {
    rule: String,
    section: String,
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fixture_is_answered_as_over_soap() {
    let names = names(Path::new("fixtures"));
    for (name, _) in NOT_CARRIED {
        assert!(names.iter().any(|known| known == name), "{name} is no fixture");
    }
    let limit = std::sync::Arc::new(tokio::sync::Semaphore::new(3));
    let played = names.into_iter().filter(|name| NOT_CARRIED.iter().all(|(not, _)| not != name));
    let runs: Vec<_> = played
        .map(|name| {
            let limit = limit.clone();
            tokio::spawn(async move {
                let _permit = limit.acquire_owned().await.unwrap();
                run(&name).await.map_err(|problem| format!("{name}: {problem}"))
            })
        })
        .collect();
    assert!(runs.len() > 60, "{}", runs.len());
    let mut wrong = Vec::new();
    for run in runs {
        wrong.extend(run.await.unwrap().err());
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Plays one fixture by either way, in installations that give out the same numbers; says what was otherwise.
async fn run(name: &str) -> Result<(), String> {
    let fixture = read(name);
    let mut settings = fixture.settings.clone();
    settings.insert("seed".to_owned(), 7.into());
    let settings = toml::to_string(&settings).unwrap();
    let soap = Playground::start(&settings, at(NOW)).await;
    let web = Playground::start(&settings, at(NOW)).await;
    let mut numbers = BTreeMap::new();
    for earlier in &fixture.before {
        let fixture = read(earlier);
        let Answer::Accepted { .. } = by_soap(&soap, earlier, &fixture, &numbers).await else {
            return Err(format!("{earlier} was not accepted over SOAP"));
        };
        let seen = by_web(&web, earlier, &fixture, &numbers).await;
        if !matches!(seen.status(), 200 | 303) {
            return Err(format!("{earlier} was not accepted: {}", seen.text));
        }
        if let Some(number) = seen.header("location").rsplit('/').next().filter(|number| !number.is_empty()) {
            let word = if seen.header("location").contains("/ricovero/") { "pucir" } else { "puc" };
            numbers.insert(word.to_owned(), number.to_owned());
            numbers.entry(format!("{word}_1")).or_insert_with(|| number.to_owned());
        }
    }
    let answer = by_soap(&soap, name, &fixture, &numbers).await;
    let seen = by_web(&web, name, &fixture, &numbers).await;
    compare(&fixture.expect, &answer, &seen)
}

async fn by_soap(playground: &Playground, name: &str, fixture: &Fixture, numbers: &BTreeMap<String, String>) -> Answer {
    playground.gateway.clock().freeze(at(fixture.now.as_deref().unwrap_or(NOW)));
    playground.play(fixture.r#as.as_deref().unwrap_or("medico"), &message(name, numbers)).await
}

async fn by_web(playground: &Playground, name: &str, fixture: &Fixture, numbers: &BTreeMap<String, String>) -> Seen {
    playground.gateway.clock().freeze(at(fixture.now.as_deref().unwrap_or(NOW)));
    let user = match fixture.r#as.as_deref() {
        Some("operatore") => "operatore",
        _ => PROVAX,
    };
    let browser = logged_in(playground, user).await;
    let (operation, typed) = typed(&message(name, numbers));
    let (path, azione) = match operation {
        Operation::InterrogazioneLavoratore => ("/web/lavoratore", ""),
        Operation::InviaMalattia => ("/web/malattia/nuovo", "invia"),
        Operation::RettificaMalattia => ("/web/malattia/rettifica", "invia"),
        Operation::AnnullaMalattia => ("/web/malattia/annulla", "invia"),
        Operation::RicercaMalattia => ("/web/malattia/ricerca", ""),
        Operation::RistampaMalattia => ("/web/malattia/ristampa", ""),
        Operation::InviaRicovero => ("/web/ricovero/nuovo", "invia"),
        Operation::AnnullaRicovero => ("/web/ricovero/annulla", "invia"),
        Operation::InviaDimissione => ("/web/dimissione/nuovo", "invia"),
        Operation::RettificaDimissione => ("/web/dimissione/rettifica", "invia"),
    };
    if user == "operatore" && !operation.is_for_operators() {
        return browser.get(path).await;
    }
    let mut fields = hidden(&browser, path).await;
    fields.extend(typed);
    let seen = post(&browser, path, &fields, if azione.is_empty() { "" } else { "verifica" }).await;
    if azione.is_empty() || seen.status() == 422 {
        // What is refused when it is sent is refused when it is verified, in the same words.
        if seen.status() == 422 && !azione.is_empty() {
            let sent = post(&browser, path, &fields, azione).await;
            assert_eq!(errors(&sent), errors(&seen), "{name}");
        }
        return seen;
    }
    post(&browser, path, &fields, azione).await
}

/// What a page brings back by itself.
async fn hidden(browser: &Browser, path: &str) -> Fields {
    let mut fields = form(browser, path).await;
    fields.retain(|name, _| ["csrf", "invio"].contains(&name.as_str()));
    fields
}

fn compare(expect: &Expect, answer: &Answer, seen: &Seen) -> Result<(), String> {
    let found = errors(seen);
    let agrees = match answer {
        Answer::Accepted { .. } => expect.receipt.is_some() && matches!(seen.status(), 200 | 303) && found.is_empty(),
        Answer::Refused(errori) => {
            let wanted: Vec<(String, String)> =
                errori.iter().map(|errore| (rule_of(&errore.tipo), errore.descrizione.clone())).collect();
            let rules: Vec<&str> = expect.errors.iter().map(|error| error.rule.as_str()).collect();
            let status = if rules == ["utente-non-abilitato"] { 403 } else { 422 };
            let beside = expect.errors.iter().all(|error| stands_beside(seen, error));
            wanted == found && found.iter().map(|(rule, _)| rule).eq(rules) && seen.status() == status && beside
        }
        Answer::Fault { .. } => {
            expect.fault.as_deref().is_some_and(|code| seen.text.contains(&format!("data-codice=\"{code}\"")))
                && seen.status() == 422
        }
        Answer::Status { .. } => false,
    };
    if agrees { Ok(()) } else { Err(format!("{answer:?} but {} {found:?}", seen.status())) }
}

/// Where the form has a field for the section, the error stands beside it too.
fn stands_beside(seen: &Seen, error: &Error) -> bool {
    let path = error.section.replace('/', ".");
    let has_field = seen.text.contains(&format!(" name=\"{path}\""));
    !has_field || seen.text.contains(&format!("id=\"errore-{path}\" data-regola=\"{}\"", error.rule))
}

/// The rules and texts of the list at the top of a page.
fn errors(seen: &Seen) -> Vec<(String, String)> {
    let Some(list) = seen.between(" data-errori>", "</ul>") else { return Vec::new() };
    let of_item = |item: &str| {
        let rule = item.split_once("data-regola=\"").map_or("", |(_, rest)| rest.split('"').next().unwrap());
        let text = item.split(['<', '>']).skip(1).find(|part| part.contains(' ') && part.ends_with('.'));
        (rule.to_owned(), unescaped(text.unwrap_or_default()))
    };
    list.split("<li").skip(1).map(of_item).collect()
}

/// A message as what one types: by path, without the pincode; region and ASL as one.
fn typed(xml: &str) -> (Operation, Fields) {
    let document = Document::from_text(xml);
    let mut reader = Reader::new(&document, Limits::default());
    reader.read().unwrap();
    let tree = Tree::read(&mut reader).unwrap();
    let root = tree.root().unwrap();
    let operation = Operation::from_request_element(root.local()).unwrap();
    let mut fields = Fields::new();
    root.children().for_each(|child| collect(child, "", &mut fields));
    let element = operation.redattore_element();
    let mut take = |name: &str| fields.remove(&format!("{element}.{name}")).unwrap_or_default();
    take("pincode");
    let (regione, asl) = (take("codiceRegione"), take("codiceAsl"));
    let sede = if asl.is_empty() { regione } else { format!("{regione}/{asl}") };
    fields.insert("sede".to_owned(), sede);
    (operation, fields)
}

fn collect(element: Element<'_, '_>, group: &str, fields: &mut Fields) {
    let path = if group.is_empty() { element.local().to_owned() } else { format!("{group}.{}", element.local()) };
    if element.children().next().is_none() {
        let text = element.text();
        if !text.trim().is_empty() || !text.contains('\n') {
            fields.insert(path, text.to_owned());
        }
        return;
    }
    element.children().for_each(|child| collect(child, &path, fields));
}

fn message(name: &str, numbers: &BTreeMap<String, String>) -> String {
    let xml = fs::read_to_string(format!("fixtures/{name}.xml")).unwrap();
    numbers.iter().fold(xml, |xml, (word, number)| xml.replace(&format!("{{{word}}}"), number))
}

fn rule_of(number: &str) -> String {
    let mut rules = Catalogue::embedded().iter().filter(|(_, entry)| entry.tipo_errore == number);
    rules.next().map_or_else(String::new, |(rule, _)| rule.name().to_owned())
}

fn read(name: &str) -> Fixture {
    toml::from_str(&fs::read_to_string(format!("fixtures/{name}.toml")).unwrap()).unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

fn names(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(names(&path));
        } else if path.extension().is_some_and(|extension| extension == "xml") {
            found.push(path.strip_prefix("fixtures").unwrap().with_extension("").display().to_string());
        }
    }
    found.sort();
    found
}
