//! What a fault plan does to an answer.

use hyper::StatusCode;
use hyper::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER};

use super::envelope::SOAP_11;
use super::progress::Sent;
use super::service::Remark;
use sac_domain::exchange::Ending;
use sac_http::{Distortion, Reply, Response, WireFault};
use sac_world::faults::{Action, Phase};
use sac_xml::{Charset, Writer};

/// An answer as the client gets it, and what the journal keeps of it.
pub(super) struct Suffered {
    pub(super) reply: Reply,
    pub(super) ending: Ending,
    pub(super) sent: Option<Sent>,
}

/// The answer after the action was done to it.
pub(super) fn suffer(action: &Action, phase: Phase, response: Response, ending: Ending, charset: Charset) -> Suffered {
    let wire = |fault| Suffered { reply: Reply::Fault(fault), ending: Ending::Dropped, sent: None };
    match action {
        Action::NoReply { hold } => wire(WireFault::NoReply { hold: hold.0 }),
        Action::Reset {} => wire(WireFault::Reset),
        Action::Close {} => wire(WireFault::Close),
        Action::Cut { at } => cut(*at, response),
        Action::Delay { by } if phase == Phase::After => distorted(response, Distortion::Delay { by: by.0 }, ending),
        Action::Drip { bytes, every } => {
            distorted(response, Distortion::Drip { bytes: *bytes, every: every.0 }, ending)
        }
        Action::Status { code, retry_after } => {
            let status = StatusCode::from_u16(*code).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
            let mut response = Response::sentence(
                status,
                "Risposta voluta dal piano dei guasti.",
                "An answer that the fault plan asked for.",
            );
            if let Some(after) = retry_after {
                response = response.with_header(RETRY_AFTER, HeaderValue::from(after.seconds()));
            }
            plain(response, Ending::Fault { code: code.to_string() })
        }
        Action::Fault { faultcode, faultstring } => {
            let body = fault(faultcode, faultstring, charset);
            plain(xml(StatusCode::INTERNAL_SERVER_ERROR, charset, body), Ending::Fault { code: faultcode.clone() })
        }
        Action::WrongCharset {} => plain(in_latin_1_as_utf_8(response), ending),
        Action::HttpErrorPage {} => {
            let page = Response::new(StatusCode::BAD_GATEWAY, "text/html; charset=utf-8", ERROR_PAGE);
            plain(page, Ending::Fault { code: "502".to_owned() })
        }
        Action::Delay { .. }
        | Action::Refuse { .. }
        | Action::InpsUnavailable {}
        | Action::Notice { .. }
        | Action::Varie { .. }
        | Action::TlsClose {}
        | Action::DeliveryTransient { .. }
        | Action::DeliveryPermanent { .. }
        | Action::DeliveryDelay { .. }
        | Action::NoReceipt { .. } => plain(response, ending),
    }
}

/// What the action says beside a receipt.
pub(super) fn remark(action: &Action) -> Option<Remark> {
    match action {
        Action::Notice { codice, info } => Some(Remark::Info { codice: codice.clone(), info: info.clone() }),
        Action::Varie { chiave, valore } => Some(Remark::Varie { chiave: chiave.clone(), valore: valore.clone() }),
        _ => None,
    }
}

/// A whole XML body.
pub(super) fn xml(status: StatusCode, charset: Charset, body: Vec<u8>) -> Response {
    let media = match charset {
        Charset::Utf8 => "text/xml; charset=UTF-8",
        Charset::Latin1 => "text/xml; charset=ISO-8859-1",
    };
    Response::new(status, media, body)
}

fn plain(response: Response, ending: Ending) -> Suffered {
    Suffered { sent: Some(Sent::of(&response)), reply: response.into(), ending }
}

fn distorted(response: Response, distortion: Distortion, ending: Ending) -> Suffered {
    Suffered { sent: Some(Sent::of(&response)), reply: Reply::Distorted(response, distortion), ending }
}

fn cut(at: u64, response: Response) -> Suffered {
    let mut sent = Sent::of(&response);
    sent.body.truncate(usize::try_from(at).unwrap_or(usize::MAX));
    Suffered { sent: Some(sent), reply: Reply::Distorted(response, Distortion::Cut { at }), ending: Ending::Dropped }
}

fn fault(code: &str, string: &str, charset: Charset) -> Vec<u8> {
    let mut writer = Writer::new(charset);
    writer.start("soapenv:Envelope").attribute("xmlns:soapenv", SOAP_11);
    writer.start("soapenv:Body");
    writer.start("soapenv:Fault");
    writer.element("faultcode", &format!("soapenv:{code}"));
    writer.element("faultstring", string);
    writer.end();
    writer.end();
    writer.end();
    writer.finish()
}

/// Header and XML declaration say UTF-8; the bytes are ISO-8859-1, with an accented letter in a
/// comment, so that every reader that trusts them sees it.
fn in_latin_1_as_utf_8(response: Response) -> Response {
    let Some(body) = response.body.whole() else { return response };
    let is_latin_1 = body.iter().take(100).copied().collect::<Vec<u8>>().windows(10).any(|part| part == b"ISO-8859-1");
    let text: String = if is_latin_1 {
        body.iter().map(|byte| char::from(*byte)).collect()
    } else {
        String::from_utf8_lossy(body).into_owned()
    };
    let text = text.replacen("ISO-8859-1", "UTF-8", 1);
    let (declaration, rest) = match text.find("?>") {
        Some(end) if text.starts_with("<?xml") => text.split_at(end + 2),
        _ => ("", text.as_str()),
    };
    let mut bytes = Vec::with_capacity(text.len() + 64);
    for c in format!("{declaration}<!-- perché -->{rest}").chars() {
        match u8::try_from(u32::from(c)) {
            Ok(byte) => bytes.push(byte),
            Err(_) => bytes.extend_from_slice(format!("&#{};", u32::from(c)).as_bytes()),
        }
    }
    let headers = response.headers;
    let mut changed = Response::new(response.status, "text/xml; charset=UTF-8", bytes);
    for (name, value) in &headers {
        if *name != CONTENT_TYPE {
            changed.headers.insert(name, value.clone());
        }
    }
    changed
}

/// As proxies send it.
const ERROR_PAGE: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
    <center><h1>502 Bad Gateway</h1></center>\r\n<hr>\r\n</body>\r\n</html>\r\n";
