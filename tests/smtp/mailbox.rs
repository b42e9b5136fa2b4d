//! A mail server that keeps what it gets, and treats recipients by what stands before the `@`.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use mailin_embedded::{AuthMechanism, Handler, Response, Server, SslConfig, response};

/// The user and the password that the server knows.
pub const USER: &str = "sac";
pub const PASSWORD: &str = "segreta";
/// How long the server thinks about the recipient `lento`.
pub const SLOW: Duration = Duration::from_secs(6);

/// A mail that was taken.
#[derive(Clone, Debug, Default)]
pub struct Mail {
    pub from: String,
    pub to: Vec<String>,
    pub data: Vec<u8>,
    pub user: Option<String>,
}

/// The server. It ends with the process.
pub struct Mailbox {
    pub address: SocketAddr,
    taken: Arc<Mutex<Vec<Mail>>>,
}

#[derive(Clone, Default)]
struct Session {
    taken: Arc<Mutex<Vec<Mail>>>,
    /// How often a recipient was named.
    named: Arc<Mutex<HashMap<String, usize>>>,
    mail: Mail,
    user: Option<String>,
}

impl Mailbox {
    /// A server without TLS.
    pub fn plain() -> Self {
        Self::start(SslConfig::None)
    }

    /// A server that knows STARTTLS, with a certificate and its key in PEM, and wants a log-in.
    pub fn starttls(certificate: &Path, key: &Path) -> Self {
        let text = |path: &Path| path.display().to_string();
        Self::start(SslConfig::SelfSigned { cert_path: text(certificate), key_path: text(key) })
    }

    fn start(tls: SslConfig) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let session = Session::default();
        let taken = Arc::clone(&session.taken);
        let mut server = Server::new(session);
        server.with_num_threads(64).with_tcp_listener(listener);
        if !matches!(tls, SslConfig::None) {
            server.with_auth(AuthMechanism::Plain);
        }
        server.with_ssl(tls).unwrap();
        std::thread::spawn(move || drop(server.serve()));
        Self { address, taken }
    }

    /// What was taken so far.
    pub fn taken(&self) -> Vec<Mail> {
        self.taken.lock().unwrap().clone()
    }
}

impl Handler for Session {
    fn helo(&mut self, _: IpAddr, _: &str) -> Response {
        response::OK
    }

    fn mail(&mut self, _: IpAddr, _: &str, from: &str) -> Response {
        self.mail = Mail { from: from.to_owned(), user: self.user.clone(), ..Mail::default() };
        response::OK
    }

    fn rcpt(&mut self, to: &str) -> Response {
        let times = {
            let mut named = self.named.lock().unwrap();
            let times = named.entry(to.to_owned()).or_default();
            *times += 1;
            *times
        };
        match to.split('@').next().unwrap() {
            "mai" => return Response::custom(550, "no such mailbox".to_owned()),
            "dopo" if times <= 2 => return Response::custom(451, "come back later".to_owned()),
            "lento" => std::thread::sleep(SLOW),
            _ => {}
        }
        self.mail.to.push(to.to_owned());
        response::OK
    }

    fn data(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.mail.data.extend_from_slice(bytes);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        self.taken.lock().unwrap().push(self.mail.clone());
        response::OK
    }

    fn auth_plain(&mut self, _: &str, user: &str, password: &str) -> Response {
        if (user, password) != (USER, PASSWORD) {
            return response::INVALID_CREDENTIALS;
        }
        self.user = Some(user.to_owned());
        response::AUTH_OK
    }
}
