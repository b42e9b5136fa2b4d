//! What a fault plan does to a page.

use hyper::StatusCode;
use hyper::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use sac_certificates::rule::{Refusal, Rule};
use sac_domain::exchange::Ending;
use sac_http::{Distortion, Reply, Response, WireFault};
use sac_world::World;
use sac_world::faults::{Action, Number, Phase};

use crate::html::FormError;

/// A page as the client gets it; `sent` is what the journal keeps of it.
pub(crate) struct Suffered {
    pub(crate) reply: Reply,
    pub(crate) ending: Ending,
    pub(crate) sent: Option<(Response, Vec<u8>)>,
}

/// The refusal that the action wants in the place of the page.
pub(crate) fn refusal(action: &Action, world: &World) -> Option<FormError> {
    let catalogue = world.catalogue();
    match action {
        Action::InpsUnavailable {} => Some(FormError {
            rule: "inps-non-disponibile".to_owned(),
            tipo: "90990".to_owned(),
            text: "Il servizio dell'INPS non risponde: riprovare più tardi.".to_owned(),
            ..FormError::default()
        }),
        Action::Refuse { rule, tipo_errore, descrizione } => {
            let number = tipo_errore.as_ref().map(Number::digits);
            let known = match (rule.as_deref().and_then(Rule::from_name), &number) {
                (Some(rule), _) => Some(rule),
                (None, Some(number)) => {
                    let mut entries = catalogue.iter();
                    entries.find(|(_, entry)| entry.tipo_errore == *number).map(|(rule, _)| rule)
                }
                (None, None) => None,
            };
            let errore = known.map(|rule| catalogue.errore(&Refusal::of(rule)));
            let (tipo, text) = errore.map(|errore| (errore.tipo_errore, errore.descrizione)).unzip();
            Some(FormError {
                rule: known.map(|rule| rule.name().to_owned()).unwrap_or_default(),
                tipo: tipo.or(number).unwrap_or_default(),
                text: descrizione.clone().or(text).unwrap_or_else(|| "Operazione non accettata.".to_owned()),
                ..FormError::default()
            })
        }
        _ => None,
    }
}

/// The page after the action was done to it.
pub(crate) fn suffer(action: &Action, phase: Phase, response: Response, ending: Ending) -> Suffered {
    let wire = |fault| Suffered { reply: Reply::Fault(fault), ending: Ending::Dropped, sent: None };
    let distorted = |response: Response, distortion, ending| {
        let (response, body) = whole(response);
        let sent = Some((again(&response, body.clone()), body.clone()));
        Suffered { reply: Reply::Distorted(again(&response, body), distortion), ending, sent }
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
            let mut page = bare(status, "Risposta voluta dal piano dei guasti.");
            if let Some(after) = retry_after {
                page = page.with_header(RETRY_AFTER, HeaderValue::from(after.seconds()));
            }
            plain(page, Ending::Fault { code: code.to_string() })
        }
        Action::Fault { faultcode, faultstring } => {
            let text = faultstring.replace('&', "&amp;").replace('<', "&lt;");
            plain(bare(StatusCode::INTERNAL_SERVER_ERROR, &text), Ending::Fault { code: faultcode.clone() })
        }
        Action::HttpErrorPage {} => {
            plain(bare(StatusCode::BAD_GATEWAY, "502 Bad Gateway"), Ending::Fault { code: "502".to_owned() })
        }
        Action::WrongCharset {} => {
            let (response, body) = whole(response);
            let text = String::from_utf8_lossy(&body).into_owned();
            let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
            plain(again(&response, latin), ending)
        }
        _ => plain(response, ending),
    }
}

/// A page without changes.
pub(crate) fn plain(response: Response, ending: Ending) -> Suffered {
    let (response, body) = whole(response);
    Suffered {
        sent: Some((again(&response, body.clone()), body.clone())),
        reply: again(&response, body).into(),
        ending,
    }
}

fn whole(response: Response) -> (Response, Vec<u8>) {
    let body = response.body.whole().map(|bytes| bytes.to_vec()).unwrap_or_default();
    (response, body)
}

fn again(response: &Response, body: Vec<u8>) -> Response {
    let mut copy = Response::new(response.status, "text/html", body);
    copy.headers = response.headers.clone();
    copy
}

fn bare(status: StatusCode, text: &str) -> Response {
    let html = format!(
        "<!DOCTYPE html><html lang=\"it\"><title>{}</title><main data-pagina=\"guasto\"><h1>{text}</h1></main></html>",
        status.as_u16()
    );
    let response = Response::new(status, "text/html; charset=utf-8", html);
    response.with_header(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))
}
