//! Words for requests whose head cannot be read. The HTTP library answers them by itself, with a
//! status and nothing else; here its answer is recognised on its way out and given a body.

use hyper::StatusCode;

use super::refused::{RefusedRequest, Words, quoted};

/// How much of a head is kept to say what is wrong with it.
pub(super) const KEPT: usize = 4096;

/// A head that was refused by the library.
#[derive(Debug)]
pub(super) struct BadHead {
    pub(super) request: RefusedRequest,
    pub(super) words: Words,
}

/// The library's own answer to a head that it cannot read, if `written` is one.
pub(super) fn recognise(written: &[u8], head: &[u8]) -> Option<BadHead> {
    let text = std::str::from_utf8(written).ok()?;
    let status = text.strip_prefix("HTTP/1.1 ").or_else(|| text.strip_prefix("HTTP/1.0 "))?.get(..3)?;
    let status: StatusCode = status.parse().ok().filter(StatusCode::is_client_error)?;
    let is_bare = text.ends_with("\r\n\r\n") && text.to_ascii_lowercase().contains("\r\ncontent-length: 0\r\n");
    is_bare.then(|| {
        let head = String::from_utf8_lossy(head);
        let line = head.lines().next().unwrap_or_default();
        let mut words = line.split(' ');
        let method = words.next().and_then(|word| word.parse().ok()).filter(|_| line.contains(' '));
        let path = words.next().map(|target| target.split('?').next().unwrap_or_default().to_owned());
        BadHead { request: RefusedRequest { status, method, path }, words: say(status, &head) }
    })
}

/// The whole answer in the place of the library's.
pub(super) fn answer(BadHead { request, words }: &BadHead) -> Vec<u8> {
    let (status, body) = (request.status, format!("{}\n{}\n", words.it, words.en));
    format!(
        "HTTP/1.1 {} {}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        status.as_str(),
        status.canonical_reason().unwrap_or_default(),
        body.len()
    )
    .into_bytes()
}

/// What is wrong with the head, with what came and an example.
fn say(status: StatusCode, head: &str) -> Words {
    match status {
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => {
            return Words::new(
                "L'intestazione della richiesta è più lunga di quanto ammesso.",
                "The head of the request is longer than what is allowed.",
            );
        }
        StatusCode::URI_TOO_LONG => {
            return Words::new(
                "L'indirizzo nella prima riga della richiesta è troppo lungo.",
                "The address in the request's first line is too long.",
            );
        }
        _ => {}
    }
    let mut lines = head.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    let first = lines.next().unwrap_or_default();
    of_first_line(first).or_else(|| lines.take_while(|line| !line.is_empty()).find_map(of_header)).unwrap_or_else(
        || {
            Words::new(
                format!("La richiesta non è HTTP/1.1 valido; la prima riga ricevuta è {}.", quoted(first)),
                format!("The request is not valid HTTP/1.1; the first line received is {}.", quoted(first)),
            )
        },
    )
}

fn of_first_line(line: &str) -> Option<Words> {
    let came = quoted(line);
    let parts: Vec<&str> = line.split(' ').collect();
    let [method, target, version] = parts.as_slice() else {
        return Some(Words::new(
            format!(
                "La prima riga dev'essere «METODO /percorso HTTP/1.1», con un solo spazio tra le parti; è arrivata {came}."
            ),
            format!(
                "The first line must be «METHOD /path HTTP/1.1», with one blank between the parts; {came} was received."
            ),
        ));
    };
    if !target.starts_with('/') && !target.contains("://") && *target != "*" {
        let right = format!("{method} /{target} {version}");
        return Some(Words::new(
            format!(
                "Il percorso nella prima riga deve cominciare con /: è arrivata {came}, va scritta {}.",
                quoted(&right)
            ),
            format!("The path in the first line must begin with /: {came} was received, write {}.", quoted(&right)),
        ));
    }
    if !matches!(*version, "HTTP/1.1" | "HTTP/1.0") {
        return Some(Words::new(
            format!("La versione dev'essere HTTP/1.1; la prima riga ricevuta è {came}."),
            format!("The version must be HTTP/1.1; the first line received is {came}."),
        ));
    }
    let strange = target.chars().find(|c| !c.is_ascii_graphic() || "\"<>\\^`{|}".contains(*c));
    if let Some(c) = strange {
        return Some(Words::new(
            format!(
                "Nel percorso il carattere {} va scritto in forma percentuale (%XX); è arrivata {came}.",
                quoted(&c.to_string())
            ),
            format!(
                "In the path the character {} must be percent-encoded (%XX); {came} was received.",
                quoted(&c.to_string())
            ),
        ));
    }
    None
}

/// Only names are quoted: a value may be a password.
fn of_header(line: &str) -> Option<Words> {
    if line.starts_with([' ', '\t']) {
        return Some(Words::new(
            "Un'intestazione continua sulla riga seguente (inizia con uno spazio): ogni intestazione deve stare su una riga sola.",
            "A header goes on in the next line (which begins with a blank): each header must stand on one line.",
        ));
    }
    let Some((name, value)) = line.split_once(':') else {
        return Some(Words::new(
            "Una riga dell'intestazione non ha i due punti: ogni riga dev'essere «Nome: valore».",
            "A line of the head has no colon: each line must be «Name: value».",
        ));
    };
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if name.is_empty() || !name.chars().all(is_token) {
        return Some(Words::new(
            format!(
                "Il nome d'intestazione {} non è ammesso: lettere, cifre e trattini, e subito i due punti.",
                quoted(name)
            ),
            format!(
                "The header name {} is not allowed: letters, digits and hyphens, and the colon right after it.",
                quoted(name)
            ),
        ));
    }
    if value.chars().any(|c| c.is_control() && c != '\t') {
        return Some(Words::new(
            format!("L'intestazione {} contiene un carattere di controllo.", quoted(name)),
            format!("The header {} holds a control character.", quoted(name)),
        ));
    }
    if name.eq_ignore_ascii_case("content-length") && value.trim().parse::<u64>().is_err() {
        return Some(Words::new(
            format!("Content-Length dev'essere un numero di byte; è arrivato {}.", quoted(value.trim())),
            format!("Content-Length must be a number of bytes; {} was received.", quoted(value.trim())),
        ));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_head_is_said_and_quoted() {
        let cases = [
            ("POST CertServiceWeb HTTP/1.1\r\n", "«POST /CertServiceWeb HTTP/1.1»"),
            ("POST /a b HTTP/1.1\r\n", "one blank between"),
            ("POST /a HTTP/3.1\r\n", "must be HTTP/1.1"),
            ("POST /a\u{e8} HTTP/1.1\r\n", "percent-encoded"),
            ("POST /a HTTP/1.1\r\nA: b\r\n c\r\n", "on one line"),
            ("POST /a HTTP/1.1\r\nA b\r\n", "no colon"),
            ("POST /a HTTP/1.1\r\nA : b\r\n", "«A »"),
            ("POST /a HTTP/1.1\r\nContent-Length: 1a\r\n", "«1a»"),
            ("POST /a HTTP/1.1\r\nA: \u{1}\r\n", "control character"),
            ("GET / HTTP/1.1\r\nA: b\r\n\r\n", "first line received"),
        ];
        for (head, expected) in cases {
            let words = say(StatusCode::BAD_REQUEST, head);
            assert!(words.en.contains(expected) && !words.it.is_empty(), "{head:?}: {words:?}");
        }
    }

    #[test]
    fn only_a_bare_answer_of_the_library_is_replaced() {
        let bare = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\nDate: x\r\n\r\n";
        let found = recognise(bare, b"POST x?secret HTTP/1.1\r\n").unwrap();
        assert_eq!((found.request.status.as_u16(), found.request.path.as_deref()), (400, Some("x")));
        for other in
            ["HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 400 x\r\nContent-Length: 2\r\n\r\nab", "x"]
        {
            assert!(recognise(other.as_bytes(), b"").is_none(), "{other}");
        }
    }
}
