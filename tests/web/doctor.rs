//! A doctor at a browser: forms are filled in as they come.

use std::collections::BTreeMap;

use sac_gateway::store::certificates::Listing;

use super::browser::{Browser, Seen};
use super::support::Playground;

pub const NOW: &str = "2026-03-02T10:00:00+01:00";
pub const PINI: &str = "PNIMRA70A01H501P";
pub const PROVAX: &str = "PROVAX00X00X000Y";

/// What a form holds, by name.
pub type Fields = BTreeMap<String, String>;

pub async fn playground(settings: &str) -> Playground {
    Playground::start(settings, NOW.parse().unwrap()).await
}

/// Someone of the default seed who is logged in.
pub async fn logged_in(playground: &Playground, user: &str) -> Browser {
    let browser = Browser::new(playground.client_with(None));
    let seen = log_in(&browser, user, secrets(user)).await;
    assert_eq!((seen.status(), seen.header("location")), (303, "/web/menu".to_owned()), "{}", seen.text);
    browser
}

/// The password and the pincode of the default seed.
pub fn secrets(user: &str) -> (&'static str, &'static str) {
    match user {
        PROVAX => ("prova", "1234567890"),
        "PRVLBR75D52F205Q" => ("prova2", "0987654321"),
        _ => ("prova", ""),
    }
}

pub async fn log_in(browser: &Browser, user: &str, (password, pincode): (&str, &str)) -> Seen {
    let csrf = browser.csrf("/web/accesso").await;
    let fields = [("utente", user), ("password", password), ("pincode", pincode), ("csrf", csrf.as_str())];
    browser.post("/web/accesso", &fields).await
}

/// The form of a page as a browser would send it, without its buttons.
pub async fn form(browser: &Browser, path: &str) -> Fields {
    let seen = browser.get(path).await;
    assert_eq!(seen.status(), 200, "{path}: {}", seen.text);
    fields_of(&seen)
}

/// The fields of the main form of a page.
pub fn fields_of(seen: &Seen) -> Fields {
    let main = seen.text.split_once("<main").unwrap().1;
    let mut fields = Fields::new();
    for tag in main.split('<').skip(1) {
        let name = attribute(tag, "name");
        if tag.starts_with("input ") {
            let is_box = attribute(tag, "type").as_deref() == Some("checkbox");
            if !is_box || tag.contains(" checked") {
                fields.extend(name.map(|name| (name, attribute(tag, "value").unwrap_or_default())));
            }
        }
    }
    for select in main.split("<select ").skip(1) {
        let name = attribute(select, "name").unwrap();
        let options = select.split("</select>").next().unwrap();
        let chosen = options.split("<option ").skip(1).find(|option| option.contains(" selected"));
        let chosen = chosen.or_else(|| options.split("<option ").nth(1)).unwrap_or_default();
        fields.insert(name, attribute(chosen, "value").unwrap_or_default());
    }
    for area in main.split("<textarea ").skip(1) {
        let text = area.split_once(">\n").unwrap().1.split("</textarea>").next().unwrap();
        fields.insert(attribute(area, "name").unwrap(), unescaped(text));
    }
    fields
}

/// Sends a form.
pub async fn post(browser: &Browser, path: &str, fields: &Fields, azione: &str) -> Seen {
    let mut all: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    if !azione.is_empty() {
        all.push(("azione", azione));
    }
    browser.post(path, &all).await
}

/// A new certificate for Pini, from today until the sixth.
pub async fn certificate(browser: &Browser) -> Fields {
    let mut fields = form(browser, "/web/malattia/nuovo").await;
    for (name, value) in [
        ("lavoratore.codiceFiscale", PINI),
        ("residenza.via", "Via Nazionale"),
        ("residenza.civico", "1"),
        ("residenza.cap", "00184"),
        ("residenza.codiceCatastale", "H501"),
        ("malattia.dataFine", "2026-03-06"),
        ("malattia.diagnosi.noteDiagnosi", "Influenza zebra"),
    ] {
        set(&mut fields, name, value);
    }
    fields
}

/// An admission of Pini.
pub async fn admission(browser: &Browser) -> Fields {
    let mut fields = form(browser, "/web/ricovero/nuovo").await;
    for (name, value) in [
        ("lavoratore.codiceFiscale", PINI),
        ("residenza.via", "Via Nazionale"),
        ("residenza.civico", "1"),
        ("residenza.cap", "00184"),
        ("residenza.codiceCatastale", "H501"),
    ] {
        set(&mut fields, name, value);
    }
    fields
}

/// Types into a field that the form has.
pub fn set(fields: &mut Fields, name: &str, value: &str) {
    assert!(fields.contains_key(name), "no field {name} in {:?}", fields.keys());
    fields.insert(name.to_owned(), value.to_owned());
}

/// Sends a good form, and gives the number of the document.
pub async fn sent(browser: &Browser, path: &str, fields: &Fields) -> String {
    let seen = post(browser, path, fields, "invia").await;
    assert_eq!(seen.status(), 303, "{}", seen.text);
    seen.header("location").rsplit('/').next().unwrap().to_owned()
}

/// How many certificates are on record.
pub async fn on_record(playground: &Playground) -> usize {
    let listing = Listing { limit: 100, ..Listing::default() };
    playground.gateway.ledger().store().list_certificates(listing).await.unwrap().len()
}

pub fn attribute(tag: &str, name: &str) -> Option<String> {
    let tag = tag.split('>').next().unwrap();
    let rest = tag.split_once(&format!("{name}=\""))?.1;
    Some(unescaped(rest.split_once('"')?.0))
}

pub fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("&#") {
        let (code, after) = after.split_once(';').unwrap();
        out.push_str(before);
        out.extend(code.parse().ok().and_then(char::from_u32));
        rest = after;
    }
    out + rest
}
