//! `sac user list`.

use std::collections::HashMap;
use std::io::{Write as _, stdout};

use chrono::{DateTime, Local, Utc};
use serde::Serialize;

use super::super::words::say;
use sac_gateway::clock::Clock;
use sac_gateway::diagnostic::Language;
use sac_gateway::domain::codice_fiscale::CodiceFiscaleMedico;
use sac_gateway::domain::user::{User, UserKind};

use super::super::columns;
use super::super::failure::Failure;
use super::super::installation::DataDir;

/// List the users, without their secrets
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  sac user list --json")]
pub(super) struct Args {
    /// Print a JSON array
    #[arg(long)]
    json: bool,
}

/// A user as shown: named as in a seed file, and without secrets.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "what a list shows of a user is yes or no")]
struct Shown<'a> {
    name: &'a str,
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    codice_fiscale: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    iscrizioni: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    regione: Option<&'a str>,
    has_password: bool,
    has_pincode: bool,
    seed_password: bool,
    blocked: bool,
    /// Until when repeated failures keep the user out.
    #[serde(skip_serializing_if = "Option::is_none")]
    locked_out_until: Option<DateTime<Utc>>,
}

pub(super) fn run(args: &Args, data_dir: &DataDir, language: Language) -> Result<(), Failure> {
    let (users, lockouts) = data_dir.open(async |installation| {
        let store = installation.ledger.store();
        Ok((store.users().await?, store.lockouts().await?))
    })?;
    let now = Clock::system().now();
    let standing: HashMap<String, DateTime<Utc>> = lockouts
        .into_iter()
        .filter(|lockout| lockout.machine_until > now)
        .map(|lockout| (lockout.name, lockout.machine_until))
        .collect();
    let shown: Vec<Shown<'_>> = users.iter().map(|user| Shown::of(user, standing.get(&user.name).copied())).collect();
    let mut out = stdout().lock();
    if args.json {
        serde_json::to_writer_pretty(&mut out, &shown).map_err(std::io::Error::from)?;
        return Ok(writeln!(out)?);
    }
    let heads = language.pick(
        ["NOME", "TIPO", "CODICE FISCALE", "ISCRIZIONE", "SI AUTENTICA CON", "STATO"],
        ["NAME", "KIND", "CODICE FISCALE", "REGISTERED", "AUTHENTICATES BY", "STATE"],
    );
    Ok(columns::print(&mut out, heads, shown.iter().map(|user| user.row(language)))?)
}

impl<'a> Shown<'a> {
    fn of(user: &'a User, locked_out_until: Option<DateTime<Utc>>) -> Self {
        let regione = match &user.kind {
            UserKind::Ente { regione } => Some(regione.as_str()),
            UserKind::Medico { .. } | UserKind::Operatore { .. } => None,
        };
        Self {
            name: &user.name,
            kind: user.kind.name(),
            codice_fiscale: user.kind.codice_fiscale().map(CodiceFiscaleMedico::as_str),
            iscrizioni: user.kind.iscrizioni().iter().map(|one| format!("{}/{}", one.regione, one.asl)).collect(),
            regione,
            has_password: user.password_hash.is_some(),
            has_pincode: user.pincode_hash.is_some(),
            seed_password: user.seed_password,
            blocked: user.blocked,
            locked_out_until,
        }
    }

    fn row(&self, language: Language) -> [String; 6] {
        let registered = self.regione.map_or_else(|| self.iscrizioni.join(" "), str::to_owned);
        let opens = match (self.has_password, self.has_pincode) {
            (true, true) => language.pick("password o certificato, pincode", "password or certificate, pincode"),
            (true, false) => language.pick("password o certificato", "password or certificate"),
            (false, true) => language.pick("certificato, pincode", "certificate, pincode"),
            (false, false) => language.pick("certificato", "certificate"),
        };
        let states = [
            (self.blocked, language.pick("bloccato", "blocked")),
            (self.seed_password, language.pick("password iniziale", "password of the seed")),
        ];
        let states = states.into_iter().filter(|(holds, _)| *holds).map(|(_, state)| state.to_owned());
        let locked = self.locked_out_until.map(|until| {
            let until = until.with_timezone(&Local).format("%Y-%m-%d %H:%M:%S");
            say!(language, it: "bloccato fino al {until}", en: "locked out until {until}")
        });
        let states: Vec<String> = states.chain(locked).collect();
        let code = self.codice_fiscale.unwrap_or("-");
        [self.name, self.kind, code, &registered, opens, &states.join(", ")].map(str::to_owned)
    }
}
