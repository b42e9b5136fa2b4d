//! A page of HTML, which a proxy or a web server gives where a SOAP reply was expected.

use super::other::Other;
use sac_diagnostic::{Text, kept};

pub(super) fn recognise(text: &str) -> Option<Other> {
    let start = text.trim_start();
    let is = |mark: &str| start.get(..mark.len()).is_some_and(|head| head.eq_ignore_ascii_case(mark));
    if !is("<!doctype html") && !is("<html") {
        return None;
    }
    let said = title(start).map(|title| {
        let status = status(&title).map(|status| (format!(", stato HTTP {status}"), format!(", HTTP status {status}")));
        let (it, en) = status.unwrap_or_default();
        (format!(" («{title}»{it})"), format!(" (“{title}”{en})"))
    });
    let (it, en) = said.unwrap_or_default();
    Some(Other::refused(
        Text::new(format!("una pagina HTML{it}"), format!("an HTML page{en}")),
        Text::new(
            "Di solito è la risposta di un proxy, di un firewall o di un server web al posto del servizio: controllare l'indirizzo, il proxy e le credenziali.",
            "Usually it is what a proxy, a firewall or a web server answers in place of the service: check the address, the proxy and the credentials.",
        ),
        Vec::new(),
    ))
}

/// The title of the page, or its first heading.
fn title(page: &str) -> Option<String> {
    // Letters keep their place, whatever their case.
    let lower = page.to_ascii_lowercase();
    ["title", "h1"].iter().find_map(|name| {
        let open = lower.find(&format!("<{name}"))?;
        let start = open + lower.get(open..)?.find('>')? + 1;
        let end = start + lower.get(start..)?.find(&format!("</{name}"))?;
        let title = kept(page.get(start..end)?.trim());
        (!title.is_empty()).then_some(title)
    })
}

/// A status of HTTP that the title names.
fn status(title: &str) -> Option<&str> {
    title
        .split(|c: char| !c.is_ascii_alphanumeric())
        .find(|word| word.len() == 3 && word.starts_with(['4', '5']) && word.bytes().all(|byte| byte.is_ascii_digit()))
}
