//! Ten thousand values that name somebody, in a journal and in none of its masked exports.

use std::collections::{BTreeSet, HashSet};
use std::fmt::Write as _;
use std::io::Cursor;
use std::time::Duration;

use chrono::NaiveDate;
use sac_exchanges::Format;
use sac_exchanges::read::read;
use sac_gateway::Checker;
use sac_gateway::check::Verdict;
use sac_gateway::client::{Answer, Message};
use sac_gateway::domain::codice_fiscale::CodiceFiscale;
use sac_gateway::domain::exchange::{Details, Ending, Entry, Exchange, How, Messages};
use sac_gateway::domain::person::Sesso;
use sac_gateway::sealed::Unsealer;
use serde_json::json;

use super::harness::{Controlled, NOW};

const EXCHANGES: usize = 750;

/// Something that is in one exchange alone.
fn word(index: usize) -> String {
    format!("{index:05}").bytes().map(|digit| char::from(digit - b'0' + b'k')).collect()
}

fn person(index: usize) -> String {
    let letters = |index: usize| {
        (0..6).map(|at| char::from(b'b' + u8::try_from(index / 5usize.pow(at) % 5).unwrap() * 2)).collect::<String>()
    };
    let year = 1950 + i32::try_from(index % 50).unwrap();
    let birth = NaiveDate::from_yo_opt(year, 1 + u32::try_from(index % 365).unwrap()).unwrap();
    let sesso = if index.is_multiple_of(2) { Sesso::M } else { Sesso::F };
    CodiceFiscale::encode(&letters(index), &letters(index / 7 + 3), sesso, birth, "H501").unwrap().as_str().to_owned()
}

/// A message, and all in it that names somebody or opens a door.
fn exchange(controlled: &Controlled, index: usize) -> (Exchange, Messages<bytes::Bytes>, Vec<String>) {
    let word = word(index);
    let worker = person(index);
    let number = format!("{:09}", 800_000_000 + index);
    let canaries = [
        format!("Via Canarina d{word}"),
        format!("canaria/a{word}"),
        format!("Canarini C{word}"),
        format!("Vicolo Canarino e{word}"),
        format!("canaro/b{word}"),
        format!("canarino malato è f{word}"),
        format!("commento canarino g{word}"),
        format!("biscotto-canarino-h{word}"),
        format!("intestazione canarina i{word}"),
        format!("canarino-j{word}"),
        format!("CN=Canarino v{word}"),
        format!("avviso canarino w{word}"),
    ];
    let [via, civico, cognome, via_2, civico_2, note, comment, cookie, header, user, subject, notice] =
        canaries.clone();
    let sealer = sac_gateway::sealed::Sealer::new(controlled.gateway.keys().encryption_certificate_der()).unwrap();
    let (sealed_worker, sealed_pincode) = (sealer.seal(&worker).unwrap(), sealer.seal("1234567890").unwrap());
    let address = |via: &str, civico: &str| {
        format!(
            "<via>{via}</via><civico>{civico}</civico><cap>00184</cap><codiceCatastale>H501</codiceCatastale>\
             <comune>Roma</comune><provincia>RM</provincia>"
        )
    };
    let request = format!(
        "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Body><!-- {comment} -->\
         <c:invioMalattiaRequest xmlns:c=\"http://cert.sanita.finanze.it/\"><medico><pincode>{sealed_pincode}</pincode>\
         <codiceRegione>120</codiceRegione><codiceAsl>201</codiceAsl></medico><lavoratore><codiceFiscale>{sealed_worker}\
         </codiceFiscale></lavoratore><residenza>{}</residenza><reperibilita><cognome>{cognome}</cognome><indirizzo>{}\
         </indirizzo></reperibilita><malattia><ruoloMedico>S</ruoloMedico><dataRilascio>2026-03-02</dataRilascio>\
         <dataInizio>2026-03-02</dataInizio><dataFine>2026-03-06</dataFine><visita>A</visita><tipoCertificato>I\
         </tipoCertificato><diagnosi><noteDiagnosi>{note}</noteDiagnosi></diagnosi></malattia>\
         </c:invioMalattiaRequest></soapenv:Body></soapenv:Envelope>",
        address(&via, &civico),
        address(&via_2, &civico_2),
    );
    let response = format!(
        "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Body>\
         <c:invioMalattiaResponse xmlns:c=\"http://cert.sanita.finanze.it/\"><ricevutaOk><idCertificato>{number}\
         </idCertificato></ricevutaOk><ricevutaInfo><codice>1</codice><info>{notice}</info></ricevutaInfo>\
         </c:invioMalattiaResponse></soapenv:Body></soapenv:Envelope>"
    );
    let request_head = format!(
        "POST /w/a/CertServiceWeb/CertificatiMedici?chi={user} HTTP/1.1\r\nhost: localhost\r\ncontent-type: text/xml; \
         charset=UTF-8\r\nauthorization: Basic ***\r\ncookie: chi={cookie}\r\nx-note: {header}\r\nx-subject: {subject}\r\n"
    );
    let entry = Entry {
        id: index as u64 + 1,
        received: NOW.parse().unwrap(),
        operation: Some("InviaMalattia".to_owned()),
        user: Some(user),
        kind: Some("medico".to_owned()),
        how: Some(How::Certificate),
        peer: Some([127, 0, 0, 1].into()),
        ending: Ending::Accepted,
        number: number.parse().ok(),
        duration: Duration::ZERO,
        bytes_in: request.len() as u64,
        bytes_out: response.len() as u64,
    };
    let details = Details { client_certificate: Some(subject), status: Some(200), ..Details::default() };
    let exchange =
        Exchange { worker: Some(worker.clone()), numbers: vec![number.clone()], details, ..Exchange::of(entry) };
    let messages = Messages {
        request_head: request_head.into_bytes(),
        request: request.into(),
        response_head: b"HTTP/1.1 200 OK\r\ncontent-type: text/xml; charset=UTF-8\r\n".to_vec(),
        response: response.into(),
    };
    (exchange, messages, [&canaries[..], &[worker, number]].concat())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn none_of_ten_thousand_is_in_a_masked_export_and_what_is_there_is_accepted() {
    let controlled = Controlled::start().await;
    for name in ["a", "b"] {
        let made = json!({"name": name, "now": NOW, "frozen": true});
        controlled.call("POST", "/worlds", made).await.with(201);
    }
    let journal = controlled.gateway.world("a").unwrap().state().journal().clone();
    let mut canaries = Vec::new();
    for index in 0..EXCHANGES {
        let (exchange, messages, its) = exchange(&controlled, index);
        assert_eq!(journal.number(), exchange.entry.id);
        journal.record(exchange, Some(messages));
        canaries.extend(its);
    }
    journal.flush().await.unwrap();
    assert_eq!(journal.dropped(), 0);
    let different: BTreeSet<&String> = canaries.iter().collect();
    assert!(different.len() >= 10_000, "{}", different.len());

    let unsealer = Unsealer::new(controlled.gateway.keys()).unwrap();
    let mut checker = Checker::new("2026-03-02".parse().unwrap());
    checker.unsealer = Some(unsealer.clone());
    let doctor = controlled.gateway.world("b").unwrap().client("PROVAX00X00X000Y", "prova").unwrap();
    for format in Format::ALL {
        // Unmasked all of them are there: what is looked for can be found.
        for (mask, is_there) in [("off", true), ("on", false)] {
            let path = format!("/worlds/a/export?format={}&mask={mask}", format.name());
            let bytes = controlled.call("GET", &path, None).await.body;
            let exported: Vec<_> = read(Cursor::new(bytes.to_vec())).unwrap().map(Result::unwrap).collect();
            assert_eq!(exported.len(), EXCHANGES);
            let mut text = String::new();
            for one in &exported {
                writeln!(text, "{:?}", one.about).unwrap();
                for message in [&one.request, &one.response].into_iter().flatten() {
                    text.push_str(&String::from_utf8_lossy(&message.head()));
                    let body = String::from_utf8_lossy(&message.body).into_owned();
                    // The worker's code is sealed: it is opened. The pincode stays what it is, for those alone who have the
                    // key, since the gateway would refuse another.
                    let sealed = body.split("<codiceFiscale>").nth(1).and_then(|rest| rest.split('<').next());
                    text.extend(sealed.and_then(|sealed| unsealer.unseal(sealed).as_str().map(str::to_owned)));
                    text.push('\n');
                    text.push_str(&body);
                }
            }
            let words: HashSet<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
            // The last word of each is in no other.
            let last = |canary: &&String| canary.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap().to_owned();
            let found: Vec<&String> = canaries.iter().filter(|canary| words.contains(last(canary).as_str())).collect();
            let shown = found.iter().take(3).collect::<Vec<_>>();
            assert_eq!(found.len(), if is_there { canaries.len() } else { 0 }, "{format:?} {mask} {shown:?}");
            assert_eq!(text.to_lowercase().contains("canar"), is_there, "{format:?} {mask}");
            if is_there {
                continue;
            }
            assert!(!String::from_utf8_lossy(&bytes).to_lowercase().contains("canar"));
            for (index, one) in exported.iter().enumerate() {
                let request = one.request.as_ref().unwrap();
                let reports = checker.check_bytes("x.http", &[request.head(), request.body.clone()].concat());
                assert_eq!(reports[0].verdict, Verdict::Conformant, "{:?}", reports[0].issues);
                if index.is_multiple_of(12) {
                    let reply = doctor.send(&Message::as_is(request.body.clone())).await.unwrap();
                    let answer = Answer::read(&reply).unwrap();
                    assert!(matches!(answer, Answer::Accepted { .. }), "{answer:?}");
                }
            }
        }
    }
}
