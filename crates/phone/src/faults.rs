//! What a fault plan does to an exchange of a call.

use hyper::StatusCode;
use hyper::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use sac_certificates::rule::{Refusal, Rule};
use sac_domain::exchange::Ending;
use sac_http::{Distortion, Reply, Response, WireFault};
use sac_world::World;
use sac_world::faults::{Action, Number, Phase};

use crate::document::{Document, Outcome};
use crate::words;

/// An answer as the voice platform gets it; `sent` is what the journal keeps of it.
pub(crate) struct Suffered {
    pub(crate) reply: Reply,
    pub(crate) ending: Ending,
    pub(crate) sent: Option<(Response, Vec<u8>)>,
}

/// What is spoken in the place of an answer, with rule and number.
pub(crate) struct Spoken {
    pub(crate) text: String,
    pub(crate) rule: Option<String>,
    pub(crate) code: Option<String>,
}

/// The refusal that the action wants to be spoken.
pub(crate) fn refusal(action: &Action, world: &World) -> Option<Spoken> {
    match action {
        Action::InpsUnavailable {} => Some(Spoken {
            text: words::UNAVAILABLE.to_owned(),
            rule: Some("inps-non-disponibile".to_owned()),
            code: Some("90990".to_owned()),
        }),
        Action::Refuse { rule, tipo_errore, descrizione } => {
            let number = tipo_errore.as_ref().map(Number::digits);
            let named = rule.as_deref().and_then(Rule::from_name);
            let mut entries = world.catalogue().iter();
            let known = named.or_else(|| {
                let number = number.as_deref()?;
                entries.find(|(_, entry)| entry.tipo_errore == number).map(|(rule, _)| rule)
            });
            let errore = known.map(|rule| world.catalogue().errore(&Refusal::of(rule)));
            let (code, text) = errore.map(|errore| (errore.tipo_errore, errore.descrizione)).unzip();
            Some(Spoken {
                text: descrizione.clone().or(text).unwrap_or_default(),
                rule: known.map(|rule| rule.name().to_owned()),
                code: code.or(number),
            })
        }
        _ => None,
    }
}

/// Adds to what is said with a number what the action wants to be told.
pub(crate) fn add_notice(action: &Action, document: &mut Document) {
    let told = match action {
        Action::Notice { codice, info } => format!("Avviso {codice}: {info}."),
        Action::Varie { chiave, valore } => format!("{chiave}: {valore}."),
        _ => return,
    };
    if document.outcome == Outcome::Accepted {
        document.prompt = format!("{} {told}", document.prompt);
    }
}

/// The answer after the action was done to it.
pub(crate) fn suffer(action: &Action, phase: Phase, response: Response, ending: Ending) -> Suffered {
    let wire = |fault| Suffered { reply: Reply::Fault(fault), ending: Ending::Dropped, sent: None };
    let distorted = |response: Response, distortion, ending| {
        let Suffered { reply, ending, sent } = plain(response, ending);
        match reply {
            Reply::Response(response) => Suffered { reply: Reply::Distorted(response, distortion), ending, sent },
            reply => Suffered { reply, ending, sent },
        }
    };
    match action {
        Action::NoReply { hold } => wire(WireFault::NoReply { hold: hold.0 }),
        Action::Reset {} => wire(WireFault::Reset),
        Action::Close {} => wire(WireFault::Close),
        Action::Cut { at } => distorted(response, Distortion::Cut { at: *at }, Ending::Dropped),
        Action::Delay { by } if phase == Phase::After => distorted(response, Distortion::Delay { by: by.0 }, ending),
        Action::Drip { bytes, every } => {
            distorted(response, Distortion::Drip { bytes: *bytes, every: every.0 }, ending)
        }
        Action::Status { code, retry_after } => {
            let status = StatusCode::from_u16(*code).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
            let mut bare = planned(status, "Risposta voluta dal piano dei guasti.");
            if let Some(after) = retry_after {
                bare = bare.with_header(RETRY_AFTER, HeaderValue::from(after.seconds()));
            }
            plain(bare, Ending::Fault { code: code.to_string() })
        }
        Action::Fault { faultcode, faultstring } => {
            plain(planned(StatusCode::INTERNAL_SERVER_ERROR, faultstring), Ending::Fault { code: faultcode.clone() })
        }
        Action::HttpErrorPage {} => {
            let page = "<!DOCTYPE html><html><title>502</title><h1>502 Bad Gateway</h1></html>";
            let page = Response::new(StatusCode::BAD_GATEWAY, "text/html; charset=utf-8", page);
            plain(page, Ending::Fault { code: "502".to_owned() })
        }
        Action::WrongCharset {} => {
            let text = response.body.whole().map(|body| String::from_utf8_lossy(body).into_owned()).unwrap_or_default();
            let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
            plain(again(&response, latin), ending)
        }
        _ => plain(response, ending),
    }
}

/// An answer without changes.
pub(crate) fn plain(response: Response, ending: Ending) -> Suffered {
    let body = response.body.whole().map(|bytes| bytes.to_vec()).unwrap_or_default();
    Suffered { sent: Some((again(&response, body.clone()), body)), reply: response.into(), ending }
}

fn again(response: &Response, body: Vec<u8>) -> Response {
    let mut copy = Response::new(response.status, "text/plain", body);
    copy.headers = response.headers.clone();
    copy
}

fn planned(status: StatusCode, text: &str) -> Response {
    let response = Response::new(status, "text/plain", format!("{text}\n"));
    response.with_header(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"))
}
