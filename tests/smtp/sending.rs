//! What the server gets, and what becomes of the rest.

use std::net::TcpListener;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use sac_gateway::Gateway;
use sac_gateway::clock::Clock;
use sac_gateway::domain::codice_fiscale::CodiceFiscale;
use sac_gateway::domain::contact::{Recapiti, WorkerProfile};
use sac_gateway::domain::delivery::{Message, MessageKind, MessageState, NewMessage};
use sac_gateway::keys::Keys;
use sac_gateway::store::outbox::Messages;
use sac_gateway::store::register::PutRegister;
use tempfile::TempDir;

use super::mailbox::{Mail, Mailbox, PASSWORD, SLOW, USER};
use super::support::config;
use super::terminator;

const NOW: &str = "2026-03-02T10:00:00+01:00";
const PINI: &str = "PNIMRA70A01H501P";

fn now() -> DateTime<Utc> {
    NOW.parse().unwrap()
}

/// A certificate for `localhost` with its key, and the CA that issued it.
struct Issued {
    _folder: TempDir,
    ca: PathBuf,
    certificate: PathBuf,
    key: PathBuf,
}

fn issued() -> Issued {
    let folder = tempfile::tempdir().unwrap();
    Keys::open(folder.path(), &[], &Clock::system(), None).unwrap();
    let file = |name: &str| folder.path().join(name);
    Issued { ca: file("ca.pem"), certificate: file("server.pem"), key: file("server.key"), _folder: folder }
}

async fn gateway(settings: &str, clock: Clock) -> Gateway {
    let builder = Gateway::for_tests().config(config(settings)).any_port().clock(clock);
    let builder = if settings.contains("smtp_user") { builder.smtp_password(PASSWORD.into()) } else { builder };
    builder.start().await.unwrap()
}

fn plain(mailbox: &Mailbox) -> String {
    format!("delivery = 'smtp'\nsmtp_host = '127.0.0.1'\nsmtp_port = {}\nsmtp_tls = 'off'", mailbox.address.port())
}

fn mail(to: &str, created: DateTime<Utc>) -> NewMessage {
    NewMessage {
        kind: MessageKind::Email,
        event: "malattia",
        document: None,
        number: None,
        worker: None,
        to: to.to_owned(),
        from: "sac@posta.example".to_owned(),
        subject: Some("[PROVA] Attestato è qui".to_owned()),
        text: "Una riga.\n.\n..due punti\nUltima.\n".to_owned(),
        attachments: Vec::new(),
        files: Vec::new(),
        created,
    }
}

async fn put(gateway: &Gateway, to: &[&str]) {
    let created = gateway.clock().now();
    gateway.ledger().put_messages(to.iter().map(|to| mail(to, created)).collect()).await.unwrap();
}

async fn outbox(gateway: &Gateway) -> Vec<Message> {
    let mut all = gateway.ledger().store().outbox(Messages { limit: 100, ..Messages::default() }).await.unwrap();
    all.reverse();
    all
}

async fn advance(gateway: &Gateway, minutes: i64) {
    let to = gateway.clock().now() + TimeDelta::minutes(minutes);
    gateway.default_world().advance(to).await.unwrap();
}

fn minutes(message: &Message) -> Vec<i64> {
    message.body.attempts.iter().map(|attempt| (attempt.at - now()).num_minutes()).collect()
}

/// Has the seed's worker certified, who wants everything by every way.
async fn certify(gateway: &Gateway) {
    let recapiti = Recapiti {
        email: Some("mario@mail.example".to_owned()),
        pec: Some("mario@pec.example".to_owned()),
        cellulare: Some("+393331234567".to_owned()),
        sms: true,
        copia_email: true,
        copia_pec: true,
        ..Recapiti::default()
    };
    let profile = WorkerProfile { recapiti, ..WorkerProfile::default() };
    let worker_profiles = vec![(CodiceFiscale::parse(PINI).unwrap(), profile)];
    gateway.ledger().put_register(PutRegister { worker_profiles, ..PutRegister::default() }).await.unwrap();
    let world = gateway.default_world();
    let message = world.message(&std::fs::read("fixtures/ok/InviaMalattia/cinque-giorni.xml").unwrap()).unwrap();
    world.client("PROVAX00X00X000Y", "prova").unwrap().send(&message).await.unwrap();
}

/// What the server got is what the outbox shows, byte for byte.
async fn assert_same(gateway: &Gateway, taken: &[Mail]) {
    let world = gateway.default_world();
    for message in outbox(gateway).await {
        let Some(raw) = world.state().outbox().raw(&message).await.unwrap() else { continue };
        let raw = String::from_utf8(raw).unwrap();
        let id = format!("Message-ID: {}\r\n", message.message_id());
        assert!(raw.contains(&id), "{raw}");
        let got: Vec<&Mail> =
            taken.iter().filter(|mail| String::from_utf8_lossy(&mail.data).contains(id.trim())).collect();
        let [got] = got.as_slice() else { panic!("{} of {id}", got.len()) };
        assert_eq!(String::from_utf8_lossy(&got.data).trim_end(), raw.trim_end());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn e_mail_and_certified_mail_leave_under_tls_and_text_messages_never() {
    let issued = issued();
    let starttls = Mailbox::starttls(&issued.certificate, &issued.key);
    let behind = Mailbox::plain();
    let wrapped = terminator::in_front_of(behind.address, &issued.certificate, &issued.key).await;
    let log_in = format!("\nsmtp_user = '{USER}'");
    for (mailbox, address, way, log_in) in
        [(&starttls, starttls.address, "starttls", log_in.as_str()), (&behind, wrapped, "tls", "")]
    {
        let settings = format!(
            "delivery = 'smtp'\nsmtp_host = 'localhost'\nsmtp_port = {}\nsmtp_tls = '{way}'\nsmtp_ca = '{}'{log_in}",
            address.port(),
            issued.ca.display()
        );
        let gateway = gateway(&settings, Clock::frozen_at(now())).await;
        certify(&gateway).await;
        advance(&gateway, 10).await;
        let taken = mailbox.taken();
        let mut addresses: Vec<_> = taken.iter().map(|mail| (mail.from.as_str(), mail.to[0].as_str())).collect();
        addresses.sort_unstable();
        let expected = [("sac@pec.example", "mario@pec.example"), ("sac@posta.example", "mario@mail.example")];
        assert_eq!(addresses, expected, "{way}");
        assert!(taken.iter().all(|mail| mail.user.is_some() != log_in.is_empty()), "{way}");
        assert_same(&gateway, &taken).await;
        for message in outbox(&gateway).await {
            let is_sms = message.kind == MessageKind::Sms;
            let state = if is_sms { MessageState::Delivered } else { MessageState::Sent };
            assert_eq!((message.state, message.due, message.body.receipts.len()), (state, None, 0), "{message:?}");
            assert_eq!(message.body.attempts.len(), 1);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_server_refuses_is_tried_again_or_fails_and_holds_up_nobody() {
    let mailbox = Mailbox::plain();
    let gateway = gateway(&plain(&mailbox), Clock::frozen_at(now())).await;
    put(&gateway, &["mai@a.example", "dopo@a.example", "subito@a.example", "x@inps.it", "y@localhost"]).await;
    advance(&gateway, 10).await;
    let [never, later, at_once, abroad, near] = outbox(&gateway).await.try_into().unwrap();
    assert_eq!((never.state, minutes(&never)), (MessageState::Failed, vec![0]));
    assert!(never.body.attempts[0].detail.as_ref().unwrap().contains("550"), "{never:?}");
    assert_eq!((later.state, minutes(&later)), (MessageState::Sent, vec![0, 1, 6]));
    assert!(later.body.attempts[0].detail.as_ref().unwrap().contains("come back later"), "{later:?}");
    assert_eq!((at_once.state, minutes(&at_once)), (MessageState::Sent, vec![0]));
    assert_eq!(abroad.body.attempts[0].detail.as_deref(), Some("domain not allowed"));
    assert_eq!((abroad.state, near.state), (MessageState::Failed, MessageState::Sent));
    let to: Vec<String> = mailbox.taken().iter().map(|mail| mail.to[0].clone()).collect();
    assert!(!to.iter().any(|to| to.ends_with("inps.it")) && to.len() == 3, "{to:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_not_there_or_has_no_tls_is_tried_again() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mailbox = Mailbox::plain();
    for (port, way) in [(nobody.port(), "off"), (mailbox.address.port(), "starttls")] {
        let settings = format!("delivery = 'smtp'\nsmtp_host = 'localhost'\nsmtp_port = {port}\nsmtp_tls = '{way}'");
        let gateway = gateway(&settings, Clock::frozen_at(now())).await;
        put(&gateway, &["a@a.example"]).await;
        advance(&gateway, 10).await;
        let [message] = outbox(&gateway).await.try_into().unwrap();
        assert_eq!((message.state, minutes(&message)), (MessageState::Queued, vec![0, 1, 6]), "{way}");
        assert!(message.body.attempts.iter().all(|one| one.outcome == "transient" && one.detail.is_some()));
        advance(&gateway, 3 * 24 * 60).await;
        let [message] = outbox(&gateway).await.try_into().unwrap();
        assert_eq!((message.state, message.body.attempts.len()), (MessageState::Failed, 8), "{way}");
    }
    assert!(mailbox.taken().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_recipient_holds_up_nobody_else() {
    let mailbox = Mailbox::plain();
    let gateway = gateway(&plain(&mailbox), Clock::system()).await;
    put(&gateway, &["lento@a.example", "lento@a.example", "lento@a.example"]).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let start = Instant::now();
    let others: Vec<String> = (0..20).map(|n| format!("n{n}@a.example")).collect();
    put(&gateway, &others.iter().map(String::as_str).collect::<Vec<_>>()).await;
    while mailbox.taken().len() < 20 {
        assert!(start.elapsed() + Duration::from_secs(2) < SLOW, "{} have arrived", mailbox.taken().len());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(mailbox.taken().iter().all(|mail| mail.to[0].starts_with('n')));
}

#[tokio::test(flavor = "multi_thread")]
async fn all_mail_may_go_to_one_box() {
    let mailbox = Mailbox::plain();
    let settings = format!("{}\nsmtp_redirect_to = 'prove@ditta.it'", plain(&mailbox));
    let gateway = gateway(&settings, Clock::frozen_at(now())).await;
    put(&gateway, &["a@inps.it", "b@b.example"]).await;
    advance(&gateway, 1).await;
    let taken = mailbox.taken();
    assert_eq!(taken.len(), 2);
    for (mail, to) in taken.iter().zip(["a@inps.it", "b@b.example"]) {
        assert_eq!(mail.to, ["prove@ditta.it"]);
        let text = taken.iter().map(|mail| String::from_utf8_lossy(&mail.data)).collect::<String>();
        assert!(text.contains(&format!("To: prove@ditta.it\r\nX-Sac-To: {to}\r\n")), "{text}");
    }
    assert_same(&gateway, &taken).await;
}
