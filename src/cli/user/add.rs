//! `sac user add`.

use std::io::{self, Write, stdout};

use super::super::words::say;
use sac_gateway::diagnostic::Language;
use sac_gateway::domain::codice_fiscale::CodiceFiscaleMedico;
use sac_gateway::domain::input;
use sac_gateway::domain::user::{Iscrizione, User, UserKind};
use sac_gateway::domain::words::said;
use sac_gateway::registry::credentials::hash_password;
use secrecy::SecretString;

use super::super::failure::Failure;
use super::super::installation::DataDir;
use super::super::secret::{NewPassword, Secret, made_pincode};
use super::super::words::values;

/// Add a doctor, an operator or a region
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  sac user add --kind medico --cf RSSMRA70A01H501S --regione 120 --asl 201
  sac user add --kind operatore --name reparto --cf RSSMRA70A01H501S --iscrizione 120/201 --iscrizione 120/202
  sac user add --kind ente --name lazio --regione 120 --no-password")]
pub(super) struct Args {
    /// medico (doctor), operatore (clerk of an ASL or hospital) or ente (region, or a body that sends for its doctors)
    #[arg(long)]
    kind: Kind,

    /// Name to authenticate with [default: the codice fiscale]
    #[arg(long, value_parser = values::by(input::user_name))]
    name: Option<String>,

    /// The person's own codice fiscale; not for an ente
    #[arg(long, value_name = "CODICE", value_parser = values::by(input::codice_fiscale_medico))]
    cf: Option<CodiceFiscaleMedico>,

    /// Region: an ente's own, or with --asl where the person is registered; three digits
    #[arg(long, value_name = "CODICE", value_parser = values::by(input::three_digits))]
    regione: Option<String>,

    /// ASL where the person is registered, three digits
    #[arg(long, value_name = "CODICE", value_parser = values::by(input::three_digits), requires = "regione")]
    asl: Option<String>,

    /// Region and ASL where the person is registered, as 120/201; may be repeated
    #[arg(long, value_name = "REGIONE/ASL", value_parser = values::by(input::iscrizione))]
    iscrizione: Vec<Iscrizione>,

    /// A doctor's pincode [default: one is made and printed]
    #[arg(long, value_parser = values::by(input::pincode))]
    pincode: Option<SecretString>,

    #[command(flatten)]
    password: NewPassword,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Kind {
    Medico,
    Operatore,
    Ente,
}

pub(super) fn run(args: &Args, data_dir: &DataDir, language: Language) -> Result<(), Failure> {
    let kind = kind(args)?;
    let name = name(args)?;
    let pincode = match (&args.pincode, args.kind) {
        (Some(pincode), Kind::Medico) => Some(Secret::Given(pincode.clone())),
        (None, Kind::Medico) => Some(made_pincode()?),
        (Some(_), Kind::Operatore | Kind::Ente) => {
            return Err(Failure::Flags(said("solo un medico ha un pincode", "only a medico has a pincode")));
        }
        (None, Kind::Operatore | Kind::Ente) => None,
    };
    let password = args.password.get(language)?;
    data_dir.open(async |installation| {
        if installation.ledger.store().user(&name).await?.is_some() {
            return Err(Failure::UserThere { name: name.clone() });
        }
        let user = User {
            password_hash: password.as_ref().map(|password| hash_password(password.text())).transpose()?,
            pincode_hash: pincode.as_ref().map(|pincode| installation.pincodes.hash(&name, pincode.text())),
            name: name.clone(),
            kind,
            blocked: false,
            seed_password: false,
        };
        Ok(installation.ledger.put_user(user).await?)
    })?;
    Ok(tell(&mut stdout().lock(), &name, password.as_ref(), pincode.as_ref(), language)?)
}

fn tell(
    out: &mut impl Write,
    name: &str,
    password: Option<&Secret>,
    pincode: Option<&Secret>,
    language: Language,
) -> io::Result<()> {
    writeln!(out, "{}", say!(language, it: "utente {name} aggiunto", en: "user {name} added"))?;
    let made = [("password", password), ("pincode", pincode)];
    for (what, secret) in made.into_iter().filter_map(|(what, secret)| Some((what, secret?.to_show()?))) {
        let once = language.pick("non viene mostrato di nuovo", "not shown again");
        writeln!(out, "{what} {secret} ({once})")?;
    }
    Ok(())
}

fn name(args: &Args) -> Result<String, Failure> {
    let code = args.cf.as_ref().map(|code| code.as_str().to_owned());
    args.name.clone().or(code).ok_or(Failure::Flags(said(
        "a un ente serve un --name con cui autenticarsi",
        "an ente needs a --name to authenticate with",
    )))
}

fn kind(args: &Args) -> Result<UserKind, Failure> {
    let Args { kind, cf, regione, asl, iscrizione, .. } = args;
    if *kind == Kind::Ente {
        return match (regione, cf, asl, iscrizione.as_slice()) {
            (Some(regione), None, None, []) => Ok(UserKind::Ente { regione: regione.clone() }),
            _ => Err(Failure::Flags(said(
                "un ente ha una --regione, e né --cf né --asl né --iscrizione",
                "an ente has a --regione, and neither --cf nor --asl nor --iscrizione",
            ))),
        };
    }
    let codice_fiscale = cf.clone().ok_or(Failure::Flags(said(
        "a un medico o operatore serve un codice fiscale (--cf)",
        "a medico or operatore needs a codice fiscale (--cf)",
    )))?;
    let one = regione.clone().zip(asl.clone()).map(|(regione, asl)| Iscrizione { regione, asl });
    if regione.is_some() && one.is_none() {
        return Err(Failure::Flags(said(
            "un medico o operatore è iscritto a una ASL: aggiungere --asl a --regione",
            "a medico or operatore is registered with an ASL: add --asl to --regione",
        )));
    }
    let iscrizioni: Vec<Iscrizione> = one.into_iter().chain(iscrizione.iter().cloned()).collect();
    if iscrizioni.is_empty() {
        return Err(Failure::Flags(said(
            "un medico o operatore è iscritto da qualche parte: aggiungere --regione e --asl, o --iscrizione",
            "a medico or operatore is registered somewhere: add --regione and --asl, or --iscrizione",
        )));
    }
    Ok(match kind {
        Kind::Medico => UserKind::Medico { codice_fiscale, iscrizioni },
        _ => UserKind::Operatore { codice_fiscale, iscrizioni },
    })
}
