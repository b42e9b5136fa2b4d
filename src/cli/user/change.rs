//! `sac user password`, `pincode`, `block`, `unblock`.

use std::io::{Write as _, stdout};

use super::super::words::say;
use sac_gateway::diagnostic::Language;
use sac_gateway::domain::contact::UserProfile;
use sac_gateway::domain::input;
use sac_gateway::domain::user::UserKind;
use sac_gateway::domain::words::said;
use sac_gateway::registry::credentials::hash_password;
use sac_gateway::store::register::PutRegister;
use secrecy::SecretString;

use super::super::failure::Failure;
use super::super::installation::DataDir;
use super::super::secret::{NewPassword, Secret, made_pincode};
use super::super::words::values;

/// Give a user a new password
///
/// A telephone PIN that is still the one of the seed is taken away too.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  sac user password PROVAX00X00X000Y --password-file -")]
pub(super) struct Password {
    /// The user
    name: String,

    #[command(flatten)]
    password: NewPassword,
}

/// Give a doctor a new pincode
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  sac user pincode PROVAX00X00X000Y")]
pub(super) struct Pincode {
    /// The user
    name: String,

    /// The pincode [default: one is made and printed]
    #[arg(long, value_parser = values::by(input::pincode))]
    pincode: Option<SecretString>,
}

/// Block a user, whatever credentials are given
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  sac user block PROVAX00X00X000Y")]
pub(super) struct Block {
    /// The user
    pub(super) name: String,
}

/// Unblock a user, and end a lockout
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  sac user unblock PROVAX00X00X000Y")]
pub(super) struct Unblock {
    /// The user
    pub(super) name: String,
}

pub(super) fn password(args: &Password, data_dir: &DataDir, language: Language) -> Result<(), Failure> {
    let password = args.password.get(language)?;
    data_dir.open(async |installation| {
        let mut user = installation.user(&args.name).await?;
        user.password_hash = password.as_ref().map(|password| hash_password(password.text())).transpose()?;
        user.seed_password = false;
        let profile = installation.ledger.store().user_profile(&args.name).await?;
        if let Some(profile) = profile.filter(|profile| profile.seed_pin) {
            // Everybody can read that PIN too.
            let without = UserProfile { pin_hash: None, seed_pin: false, ..profile };
            let user_profiles = vec![(args.name.clone(), without)];
            installation.ledger.put_register(PutRegister { user_profiles, ..PutRegister::default() }).await?;
        }
        Ok(installation.ledger.put_user(user).await?)
    })?;
    tell(&args.name, "password", password.as_ref(), language)
}

pub(super) fn pincode(args: &Pincode, data_dir: &DataDir, language: Language) -> Result<(), Failure> {
    let pincode = args.pincode.clone().map_or_else(made_pincode, |pincode| Ok(Secret::Given(pincode)))?;
    data_dir.open(async |installation| {
        let mut user = installation.user(&args.name).await?;
        if !matches!(user.kind, UserKind::Medico { .. }) {
            return Err(Failure::Flags(said("solo un medico ha un pincode", "only a medico has a pincode")));
        }
        user.pincode_hash = Some(installation.pincodes.hash(&user.name, pincode.text()));
        Ok(installation.ledger.put_user(user).await?)
    })?;
    tell(&args.name, "pincode", Some(&pincode), language)
}

pub(super) fn block(name: &str, blocked: bool, data_dir: &DataDir, language: Language) -> Result<(), Failure> {
    data_dir.open(async |installation| {
        let mut user = installation.user(name).await?;
        user.blocked = blocked;
        installation.ledger.put_user(user).await?;
        if !blocked {
            installation.ledger.end_lockout(name).await?;
        }
        Ok(())
    })?;
    let done = if blocked {
        say!(language, it: "utente {name} bloccato", en: "user {name} blocked")
    } else {
        say!(language, it: "utente {name} sbloccato", en: "user {name} unblocked")
    };
    Ok(writeln!(stdout(), "{done}")?)
}

fn tell(name: &str, what: &str, secret: Option<&Secret>, language: Language) -> Result<(), Failure> {
    let mut out = stdout().lock();
    let done = match secret {
        Some(_) => say!(language, it: "{what} dell'utente {name}: cambio fatto", en: "{what} of user {name} changed"),
        None => say!(language, it: "{what} dell'utente {name}: tolta", en: "{what} of user {name} taken away"),
    };
    writeln!(out, "{done}")?;
    if let Some(made) = secret.and_then(Secret::to_show) {
        let once = language.pick("non viene mostrato di nuovo", "not shown again");
        writeln!(out, "{what} {made} ({once})")?;
    }
    Ok(())
}
