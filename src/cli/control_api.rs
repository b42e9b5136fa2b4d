//! Calls of a running gateway's control API.

use std::fs;
use std::io::{Write as _, stdout};
use std::path::PathBuf;

use hyper::header::{ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::{Method, StatusCode};
use sac_gateway::client::{Client, ClientError, HttpReply, Target, Trust};
use sac_gateway::diagnostic::Language;
use sac_gateway::domain::words::said;
use sac_gateway::gateway::CONTROL_BASE;
use sac_world::WorldName;
use serde_json::Value;
use zeroize::Zeroizing;

use super::announcement::Announcement;
use super::failure::{Doing, Failure};
use super::installation::DataDir;
use super::local::FILE_NAME;
use super::runtime::run_alone;

/// Which gateway to control, and how to show what it answers.
#[derive(Debug, clap::Args)]
pub(super) struct Controlled {
    /// Data directory of the gateway
    #[arg(long, value_name = "DIR", env = "SAC_DATA_DIR", default_value = "sac-data", global = true)]
    data_dir: PathBuf,

    /// The file that the gateway wrote with --announce, in the place of the one in its data directory
    #[arg(long, value_name = "FILE", global = true)]
    announce: Option<PathBuf>,

    /// Print the gateway's answer as JSON
    #[arg(long, global = true)]
    json: bool,
}

/// Which world of the gateway.
#[derive(Debug, clap::Args)]
pub(super) struct OfWorld {
    /// The world
    #[arg(long, value_name = "NAME", default_value = "default", global = true)]
    world: String,
}

impl OfWorld {
    /// The path of the world, or of something below it.
    pub(super) fn path(&self, below: &str) -> String {
        format!("/worlds/{}{below}", in_path(&self.world))
    }

    /// Whether none was named, or the one that is always there.
    pub(super) fn is_default(&self) -> bool {
        self.world == WorldName::DEFAULT
    }
}

/// What the gateway answers.
pub(super) enum Answer {
    /// It was done.
    Done(Value),
    /// It was refused, for this reason, in the language of the call.
    Refused(String),
}

impl Controlled {
    /// The data directory, to be read without a gateway; none where another gateway's announcement was named.
    pub(super) fn data_dir(&self) -> Option<DataDir> {
        self.announce.is_none().then(|| DataDir::at(self.data_dir.clone()))
    }

    /// Whether JSON was asked for.
    pub(super) fn is_json(&self) -> bool {
        self.json
    }

    /// Calls the gateway below the API's base path.
    pub(super) fn call(
        &self,
        language: Language,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Answer, Failure> {
        let reply = self.reply(language, method, path, body)?;
        Ok(match refusal(&reply) {
            None => Answer::Done(serde_json::from_slice(&reply.body).unwrap_or_default()),
            Some(refusal) => Answer::Refused(refusal),
        })
    }

    /// What the gateway has at a path, as it is; or why it refuses to give it.
    pub(super) fn get(&self, language: Language, path: &str) -> Result<Result<Vec<u8>, String>, Failure> {
        let reply = self.reply(language, Method::GET, path, None)?;
        Ok(refusal(&reply).map_or_else(|| Ok(reply.body.to_vec()), Err))
    }

    /// Whether the answer is to be JSON.
    pub(super) fn wants_json(&self) -> bool {
        self.json
    }

    /// Writes what the gateway has at a path below the API's base path to `out`, as it comes.
    pub(super) fn download(
        &self,
        language: Language,
        path: &str,
        out: &mut (dyn std::io::Write + Send),
    ) -> Result<Answer, Failure> {
        let (client, bearer) = self.client()?;
        let headers = [(AUTHORIZATION, bearer), spoken(language)];
        let reply = run_alone(client.download(&format!("{CONTROL_BASE}{path}"), &headers, out))?;
        let reply = match reply {
            Err(ClientError::Output(error)) => return Err(Failure::Output(error)),
            reply => known(reply?)?,
        };
        Ok(refusal(&reply).map_or(Answer::Done(Value::Null), Answer::Refused))
    }

    fn reply(
        &self,
        language: Language,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<HttpReply, Failure> {
        let (client, bearer) = self.client()?;
        let json = HeaderValue::from_static("application/json");
        let headers = [(AUTHORIZATION, bearer), (CONTENT_TYPE, json), spoken(language)];
        let text = body.map(Value::to_string).unwrap_or_default();
        known(run_alone(client.call(method, &format!("{CONTROL_BASE}{path}"), &headers, text.into()))??)
    }

    /// A client of the gateway's control API, and the token to bring.
    fn client(&self) -> Result<(Client, HeaderValue), Failure> {
        let file = self.announce.clone().unwrap_or_else(|| self.data_dir.join(FILE_NAME));
        let announcement = Announcement::read(&file)?.ok_or_else(|| Failure::NoGateway {
            data_dir: self.data_dir.clone(),
            file: FILE_NAME,
            flag: said("--data-dir o --announce", "--data-dir or --announce"),
        })?;
        let (Some(url), Some(token)) = (announcement.control, announcement.control_token) else {
            return Err(Failure::NoControl);
        };
        let token = Zeroizing::new(fs::read_to_string(&token).map_err(Failure::file(Doing::Read, &token))?);
        let mut bearer = HeaderValue::try_from(format!("Bearer {}", token.trim())).map_err(|_| {
            Failure::Flags(said(
                "il token dell'API di controllo non è di quelli che si possono inviare",
                "the token of the control API is not one that can be sent",
            ))
        })?;
        bearer.set_sensitive(true);
        Ok((Client::new(Target::parse(&url)?, &Trust::default())?, bearer))
    }

    /// Shows the answer: as JSON where that was asked for, else as `show` puts it.
    pub(super) fn show(
        &self,
        value: &Value,
        show: impl FnOnce(&mut dyn std::io::Write, &Value) -> std::io::Result<()>,
    ) -> Result<(), Failure> {
        let mut out = stdout().lock();
        if !self.json {
            return Ok(show(&mut out, value)?);
        }
        serde_json::to_writer_pretty(&mut out, value).map_err(std::io::Error::from)?;
        Ok(writeln!(out)?)
    }
}

/// A reply to somebody whose token the gateway takes.
fn known(reply: HttpReply) -> Result<HttpReply, Failure> {
    if reply.status == StatusCode::UNAUTHORIZED { Err(Failure::NoControl) } else { Ok(reply) }
}

/// What asks for an answer in this language.
fn spoken(language: Language) -> (HeaderName, HeaderValue) {
    (ACCEPT_LANGUAGE, HeaderValue::from_static(language.code()))
}

/// Why the gateway refuses, if it does.
fn refusal(reply: &HttpReply) -> Option<String> {
    if reply.status.is_success() {
        return None;
    }
    let value: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    // Where it is no problem document, the status is all there is.
    let detail = value["detail"].as_str().map_or_else(|| format!("HTTP {}", reply.status.as_u16()), str::to_owned);
    Some(match value["pointer"].as_str() {
        Some(pointer) if !pointer.is_empty() => format!("{pointer}: {detail}"),
        _ => detail,
    })
}

/// A name as a part of a path.
pub(super) fn in_path(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    name.bytes().fold(String::new(), |path, byte| {
        if plain(byte) { path + &char::from(byte).to_string() } else { format!("{path}%{byte:02X}") }
    })
}

/// A member as a person reads it.
pub(super) fn text(value: &Value, member: &str) -> String {
    match &value[member] {
        Value::String(text) => text.clone(),
        Value::Null => "-".to_owned(),
        other => other.to_string(),
    }
}
