//! `sac worker pin`, `sac employer password`: the secrets of those who use pages only.

use std::io::{Write as _, stdout};
use std::path::PathBuf;

use sac_gateway::clock::Clock;
use sac_gateway::diagnostic::Language;
use sac_gateway::domain::codice_fiscale::CodiceFiscale;
use sac_gateway::domain::employer::EmployerUser;
use sac_gateway::domain::input;
use sac_gateway::domain::likeness::closest;
use sac_gateway::domain::words::said;
use sac_gateway::registry::credentials::{employer_key, hash_password, worker_key};
use sac_gateway::registry::pin::set_worker_pin;
use sac_gateway::store::register::PutRegister;
use secrecy::ExposeSecret as _;

use super::failure::Failure;
use super::installation::DataDir;
use super::secret::{NewPassword, Secret, from_file, made_pin};
use super::words::{say, values};

/// Give a worker a new PIN, with which the worker logs in
///
/// It ends a lockout too.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  sac worker pin --cf PNIMRA70A01H501P --pin-file -")]
pub(super) struct NewPin {
    /// Sixteen characters, or eleven digits
    #[arg(long, value_name = "CODICE", value_parser = values::by(input::codice_fiscale))]
    cf: CodiceFiscale,

    /// File with the PIN, eight characters, on its first line; - asks for it on standard input [default: one is made and printed]
    #[arg(long, value_name = "FILE", conflicts_with = "no_pin")]
    pin_file: Option<PathBuf>,

    /// No PIN: the worker cannot log in
    #[arg(long)]
    no_pin: bool,
}

/// Give one who reads for employers a new password
///
/// It ends a lockout too.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  sac employer password azienda --password-file -")]
pub(super) struct ReadersPassword {
    /// The user
    name: String,

    #[command(flatten)]
    password: NewPassword,
}

pub(super) fn pin(args: &NewPin, data_dir: &DataDir, language: Language) -> Result<(), Failure> {
    let pin = match &args.pin_file {
        _ if args.no_pin => None,
        Some(path) => Some(from_file(path, language)?),
        None => Some(made_pin()?),
    };
    if pin.as_ref().is_some_and(|pin| input::pin_lavoratore(pin.text().expose_secret()).is_err()) {
        return Err(Failure::Flags(said("il PIN ha otto lettere o cifre", "the PIN has eight letters or digits")));
    }
    let code = args.cf.as_str();
    data_dir.open(async |installation| {
        let ledger = &installation.ledger;
        let Some(worker) = ledger.store().worker(&args.cf).await? else {
            return Err(Failure::Flags(said(
                "nessun lavoratore in anagrafe ha questo codice fiscale: `sac worker add` ce lo mette",
                "no worker on the register has this codice fiscale: `sac worker add` puts one there",
            )));
        };
        let set = set_worker_pin(ledger, &worker, pin.as_ref().map(Secret::text), Clock::system().now()).await;
        set.map_err(|error| Failure::Known(Box::new(error)))?;
        Ok(ledger.end_lockout(&worker_key(code)).await?)
    })?;
    tell("PIN", code, pin.as_ref(), language)
}

pub(super) fn password(args: &ReadersPassword, data_dir: &DataDir, language: Language) -> Result<(), Failure> {
    let password = args.password.get(language)?;
    let name = &args.name;
    data_dir.open(async |installation| {
        let ledger = &installation.ledger;
        let Some(user) = ledger.store().employer_user(name).await? else {
            let users = ledger.store().employer_users().await?;
            let closest =
                closest(name, users.iter().map(|user| user.name.as_str())).first().map(|&name| name.to_owned());
            return Err(Failure::NoSuchUser { name: name.clone(), closest });
        };
        let password_hash = password.as_ref().map(|password| hash_password(password.text())).transpose()?;
        let employer_users = vec![EmployerUser { password_hash, seed_password: false, ..user }];
        ledger.put_register(PutRegister { employer_users, ..PutRegister::default() }).await?;
        Ok(ledger.end_lockout(&employer_key(name)).await?)
    })?;
    tell("password", name, password.as_ref(), language)
}

fn tell(what: &str, whose: &str, secret: Option<&Secret>, language: Language) -> Result<(), Failure> {
    let mut out = stdout().lock();
    let done = match secret {
        Some(_) => say!(language, it: "{what} di {whose}: cambio fatto", en: "{what} of {whose} changed"),
        None => {
            say!(language, it: "{what} di {whose}: nessun valore, l'accesso è chiuso", en: "{what} of {whose} taken away: no log-in")
        }
    };
    writeln!(out, "{done}")?;
    if let Some(made) = secret.and_then(Secret::to_show) {
        let once = language.pick("non viene mostrato di nuovo", "not shown again");
        writeln!(out, "{what} {made} ({once})")?;
    }
    Ok(())
}
