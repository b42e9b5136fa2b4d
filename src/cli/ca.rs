//! `sac ca`: client certificates of the gateway's CA, in the place of CNS cards.

use std::fs::OpenOptions;
use std::io::{self, Write, stdout};
use std::path::{Path, PathBuf};

use super::words::say;
use sac_gateway::client::SERVICE_PATH;
use sac_gateway::clock::Clock;
use sac_gateway::diagnostic::Language;
use sac_gateway::domain::codice_fiscale::CodiceFiscaleMedico;
use sac_gateway::domain::input;
use sac_gateway::domain::words::{Words as _, said};
use sac_gateway::keys::{ClientFiles, ClientIdentity, ClientKind};
use sac_gateway::registry::credentials::{Credentials, Denied, Settings};
use secrecy::SecretString;

use super::ca_export;
use super::failure::{Doing, Failure};
use super::installation::{DataDir, Installation};
use super::local::LocalGateway;
use super::outcome::{Verdict, complain};
use super::secret::{Secret, from_file, made_password};
use super::serve::quoted;
use super::words::values;

/// Manage the gateway's own CA
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    data_dir: DataDir,

    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    Issue(Issue),
    Export(ca_export::Export),
}

/// Issue a client certificate, to authenticate without a password
///
/// It stands in for a CNS card: the codice fiscale is its common name, the kind its organizational
/// unit. It opens for the user with that codice fiscale (or, for an ente, of that name or region),
/// whom `sac user add` adds. Of its private key no copy is kept.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  sac ca issue --kind medico --cf RSSMRA70A01H501S --out card
  sac ca issue --kind ente --name 120 --out lazio.pem --p12")]
struct Issue {
    /// medico, operatore or ente
    #[arg(long)]
    kind: Kind,

    /// The person's codice fiscale
    #[arg(long, value_name = "CODICE", value_parser = values::by(input::codice_fiscale_medico))]
    cf: Option<CodiceFiscaleMedico>,

    /// An ente's user name, or the three digits of its region
    #[arg(long, conflicts_with = "cf")]
    name: Option<String>,

    /// Directory to write cert.pem and key.pem to, or the certificate's own file (*.pem; the key beside it in *.key)
    #[arg(long, value_name = "DIR|FILE")]
    out: PathBuf,

    /// Write a PKCS#12 file (*.p12) as well, as browsers, Windows and Java import it
    #[arg(long)]
    p12: bool,

    /// Password of the PKCS#12 file [default: one is made and printed]
    #[arg(long, value_name = "PASSWORD", requires = "p12")]
    p12_password: Option<SecretString>,

    /// File with that password on its first line; - asks for it on standard input
    #[arg(long, value_name = "FILE", requires = "p12", conflicts_with = "p12_password")]
    p12_password_file: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Kind {
    Medico,
    Operatore,
    Ente,
}

/// Where the parts of an identity go.
struct Files {
    certificate: PathBuf,
    key: PathBuf,
    p12: PathBuf,
}

pub(super) fn run(args: &Args, language: Language) -> Result<Verdict, Failure> {
    let issue = match &args.verb {
        Verb::Issue(issue) => issue,
        Verb::Export(export) => {
            ca_export::run(export, args.data_dir.path())?;
            return Ok(Verdict::Clean);
        }
    };
    let name = issue.name()?;
    let files = Files::at(&issue.out);
    let p12_password = issue.p12_password(language)?;
    let (identity, stranger) = args.data_dir.open(async |installation| {
        let identity = installation.keys.issue_client(issue.kind.into(), name, &Clock::system())?;
        Ok((identity, stranger(installation, issue.kind, name).await?))
    })?;
    files.write(&identity, p12_password.as_ref().map(Secret::text))?;
    if let Some(why) = stranger {
        complain(&say!(
            language,
            it: "nota: {why}, perciò con questo certificato non entra ancora nessuno; vedi `sac user add --help`",
            en: "note: {why}, so that nobody can authenticate with this certificate yet; see `sac user add --help`",
            why = why.words(language),
        ));
    }
    tell(&mut stdout().lock(), args, &files, p12_password.as_ref(), language)?;
    Ok(Verdict::Clean)
}

impl Issue {
    /// The certificate's common name.
    fn name(&self) -> Result<&str, Failure> {
        match (self.kind, &self.cf, &self.name) {
            (Kind::Medico | Kind::Operatore, Some(code), None) => Ok(code.as_str()),
            (Kind::Ente, None, Some(name)) => Ok(name),
            (Kind::Ente, ..) => Err(Failure::Flags(said(
                "il certificato di un ente porta il suo --name (quello dell'utente, o le tre cifre della regione), e nessun --cf",
                "an ente's certificate bears its --name (the user's, or the region's three digits), and no --cf",
            ))),
            _ => Err(Failure::Flags(said(
                "il certificato di un medico o operatore porta un codice fiscale: --cf",
                "a medico's or operatore's certificate bears a codice fiscale: --cf",
            ))),
        }
    }

    fn p12_password(&self, language: Language) -> Result<Option<Secret>, Failure> {
        if !self.p12 {
            return Ok(None);
        }
        match (&self.p12_password, &self.p12_password_file) {
            (Some(password), _) => Ok(Secret::Given(password.clone())),
            (None, Some(path)) => from_file(path, language),
            (None, None) => made_password(),
        }
        .map(Some)
    }
}

/// Why the gateway would not let the owner in, if so.
async fn stranger(installation: &Installation, kind: Kind, name: &str) -> Result<Option<Denied>, Failure> {
    let credentials = Credentials::new(
        installation.ledger.store().clone(),
        Clock::system(),
        installation.pincodes.clone(),
        &[0; 32],
        &Settings::default(),
    );
    match credentials.by_certificate(name, Some(ClientKind::from(kind).name())).await {
        Ok(_) => Ok(None),
        Err(Denied::Store(error)) => Err(error.into()),
        Err(why) => Ok(Some(why)),
    }
}

impl Files {
    /// In the directory `out`, or around the file `out` if it is named as a certificate's.
    fn at(out: &Path) -> Self {
        let is_file = !out.is_dir()
            && out.extension().is_some_and(|ending| ["pem", "crt", "cer"].iter().any(|known| ending == *known));
        if is_file {
            return Self {
                certificate: out.to_owned(),
                key: out.with_extension("key"),
                p12: out.with_extension("p12"),
            };
        }
        Self { certificate: out.join("cert.pem"), key: out.join("key.pem"), p12: out.join("cert.p12") }
    }

    fn write(&self, identity: &ClientIdentity, p12_password: Option<&SecretString>) -> Result<(), Failure> {
        let p12 = p12_password.map(|password| identity.pkcs12(password)).transpose()?;
        let parts = [
            (&self.key, Some(identity.key_pem.as_bytes()), 0o600),
            (&self.p12, p12.as_deref(), 0o600),
            (&self.certificate, Some(identity.certificate_pem.as_bytes()), 0o644),
        ];
        let parts = parts.map(|(path, content, mode)| content.map(|content| (path, content, mode)));
        if let Some((path, ..)) = parts.iter().flatten().find(|(path, ..)| path.exists()) {
            return Err(Failure::FileThere { path: (*path).clone() });
        }
        if let Some(folder) = self.certificate.parent() {
            std::fs::create_dir_all(folder).map_err(Failure::file(Doing::Create, folder))?;
        }
        for (path, content, mode) in parts.into_iter().flatten() {
            create(path, content, mode).map_err(Failure::file(Doing::Write, path))?;
        }
        Ok(())
    }
}

fn create(path: &Path, content: &[u8], mode: u32) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    #[cfg(not(unix))]
    let _ = mode;
    options.open(path)?.write_all(content)
}

fn tell(
    out: &mut impl Write,
    args: &Args,
    files: &Files,
    p12_password: Option<&Secret>,
    language: Language,
) -> Result<(), Failure> {
    let Args { data_dir, .. } = args;
    let word = |path: &Path| quoted(&path.display().to_string());
    let (certificate, key) = (word(&files.certificate), word(&files.key));
    writeln!(out, "{}  {}", language.pick("certificato", "certificate"), files.certificate.display())?;
    writeln!(out, "{}  {}", language.pick("chiave     ", "key        "), files.key.display())?;
    if let Some(password) = p12_password {
        writeln!(out, "PKCS#12      {}", files.p12.display())?;
        if let Some(made) = password.to_show() {
            let once =
                language.pick("del file PKCS#12; non viene mostrata di nuovo", "of the PKCS#12 file; not shown again");
            writeln!(out, "password     {made} ({once})")?;
        }
    }
    // Where no gateway runs, the lines tell where it usually does.
    let running = LocalGateway::find(data_dir.path()).ok().flatten();
    let authority = running.as_ref().map_or("localhost:8443", |local| local.target.authority());
    let ca = ClientFiles::of(data_dir.path()).ca;
    let elsewhere = if data_dir.path() == Path::new("sac-data") {
        String::new()
    } else {
        format!(" --data-dir {}", word(data_dir.path()))
    };
    writeln!(out, "\n{}\n", language.pick("Per inviare un messaggio con esso:", "To send a message with it:"))?;
    writeln!(out, "  sac send{elsewhere} --cert {certificate} --key {key} message.xml")?;
    writeln!(
        out,
        "  curl --cacert {} --cert {certificate} --key {key} -H 'Content-Type: text/xml' --data-binary @envelope.xml https://{authority}{SERVICE_PATH}",
        word(&ca)
    )?;
    Ok(())
}

impl From<Kind> for ClientKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Medico => Self::Medico,
            Kind::Operatore => Self::Operatore,
            Kind::Ente => Self::Ente,
        }
    }
}
