//! `sac serve`: runs the gateway until it is asked to stop.

use std::fmt;
use std::io::{self, Write, stdout};
use std::path::Path;

use super::words::say;
use chrono::NaiveDate;
use sac_gateway::Gateway;
use sac_gateway::config::Config;
use sac_gateway::diagnostic::Language;
use sac_gateway::domain::words::{Said, said};
use sac_gateway::gateway::Control;

use super::announcement::Announcement;
use super::failure::Failure;
use super::local::FILE_NAME;
use super::outcome::{Verdict, complain};
use super::signal::StopSignals;
use super::variables::{SMTP_PASSWORD, Unused, unused};
use super::{logging, seed_doctor, settings};

/// Run the gateway until Ctrl-C or SIGTERM
///
/// At the first start it makes a CA, a server certificate, an encryption certificate and the
/// database in the data directory, and then prints what is needed to send it a first certificate.
/// Every setting can also stand in the TOML file, without its dashes and with underscores
/// (`data_dir = "…"`), or in the environment.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  sac serve
  sac serve --data-dir /var/lib/sac --listen 127.0.0.1:9443 --now 2026-03-02T10:00:00+01:00

The flag --max-body-bytes is the setting max_body_bytes of the file and the variable SAC_MAX_BODY_BYTES;
so with all others. --help says more of each. Exit codes: 0 it was asked to stop, 1 it had to leave
requests unfinished, 2 it could not start.")]
pub(super) struct Args {
    #[command(flatten)]
    settings: settings::Flags,
}

pub(super) fn run(args: &Args, language: Language) -> Result<Verdict, Failure> {
    let unused = unused(
        std::env::vars_os()
            .map(|(name, value)| (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned())),
    );
    if let Some(Unused::Misspelt { name, meant }) = unused.first() {
        return Err(Failure::Variable { name: name.clone(), meant: meant.clone() });
    }
    let config = args.settings.load()?;
    logging::start(&config.logging, language);
    for one in unused {
        match one {
            Unused::Unknown(name) => {
                tracing::warn!(%name, "a variable of the environment is no setting, and is not used");
            }
            Unused::ServiceLinks(names) => tracing::info!(
                count = names.len(),
                first = %names.first().map_or("", String::as_str),
                "Kubernetes set variables for a service called sac: they are no settings, and are not used. enableServiceLinks: false in the pod leaves them out"
            ),
            Unused::Misspelt { .. } => {}
        }
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::System)?;
    runtime.block_on(serve(config, language))
}

async fn serve(config: Config, language: Language) -> Result<Verdict, Failure> {
    let place = config.place.clone();
    let now = config.world.now;
    // Before anybody is told that the gateway is there, and might ask it to stop.
    let mut signals = StopSignals::listen().map_err(Failure::System)?;
    let left_behind = place.data_dir.join(FILE_NAME);
    let places: Vec<&Path> = [Some(left_behind.as_path()), place.announce.as_deref()].into_iter().flatten().collect();
    let mut builder = Gateway::builder().config(config).language(language);
    if let Some(password) = std::env::var_os(SMTP_PASSWORD).filter(|password| !password.is_empty()) {
        builder = builder.smtp_password(password.to_string_lossy().into_owned().into());
    }
    let builder = builder.lock_directory()?;
    // With the directory locked, whoever wrote these is gone: nobody shall follow them meanwhile.
    for path in &places {
        Announcement::discard(path)?;
    }
    let gateway = builder.start().await?;
    let announcement = Announcement::of(&gateway).map_err(Failure::System)?;
    let welcome = Welcome {
        announcement: &announcement,
        data_dir: &place.data_dir,
        shows_seed_doctor: seed_doctor::stands(&gateway).await,
        example_day: now.map(|_| gateway.clock().today()),
        console: gateway.control().map(Control::console_link).transpose().map_err(Failure::System)?,
    };
    // A gateway serves on though nobody reads what it has to say.
    let _ = welcome.print(&mut stdout().lock(), language);
    for path in &places {
        announcement.write(path)?;
    }

    signals.next().await;
    for path in &places {
        announcement.withdraw(path);
    }
    tokio::select! {
        drained = gateway.shutdown() => if drained { Ok(Verdict::Clean) } else {
            complain(&language.pick(
                "alcune richieste erano ancora in corso quando è scaduto il tempo per finirle (drain_timeout)",
                "some requests were still under way when the time to end them (drain_timeout) was up",
            ));
            Ok(Verdict::Findings)
        },
        () = signals.next() => {
            complain(&language.pick(
                "fermato subito, con richieste ancora in corso",
                "stopped at once, with requests still under way",
            ));
            Ok(Verdict::Findings)
        }
    }
}

const ELSEWHERE: Said = said(
    "(per i client altrove: ca.pem, SanitelCF.cer e SanitelCF.pem accanto al WSDL)",
    "(for clients elsewhere: ca.pem, SanitelCF.cer, SanitelCF.pem beside the WSDL)",
);

/// What a person needs to send a first certificate.
struct Welcome<'a> {
    announcement: &'a Announcement,
    data_dir: &'a Path,
    /// Whether the seed's doctor can still authenticate with the password that everybody can read.
    shows_seed_doctor: bool,
    /// The day it is for a gateway whose clock was set.
    example_day: Option<NaiveDate>,
    /// A link that opens the console once.
    console: Option<String>,
}

impl Welcome<'_> {
    fn print(&self, out: &mut impl Write, language: Language) -> io::Result<()> {
        let Announcement {
            endpoint,
            wsdl,
            ca,
            encryption_certificate,
            encryption_certificate_pem,
            control,
            control_token,
            version,
            ..
        } = self.announcement;
        writeln!(out, "{}\n", say!(language, it: "sac {version} è pronto.", en: "sac {version} is ready."))?;
        let mut line = |name: &str, value: &dyn fmt::Display| writeln!(out, "  {name:12}  {value}");
        line("endpoint", endpoint)?;
        line("WSDL", wsdl)?;
        if self.shows_seed_doctor {
            line(language.pick("utente", "user"), &seed_doctor::USER)?;
            line("password", &seed_doctor::PASSWORD)?;
            line("pincode", &seed_doctor::PINCODE)?;
        }
        line(language.pick("CA", "trust"), &ca.display())?;
        line(
            language.pick("cifrare con", "encrypt with"),
            &format_args!("{} (DER)", encryption_certificate.display()),
        )?;
        line("", &format_args!("{} (PEM)", encryption_certificate_pem.display()))?;
        line("", &language.pick(ELSEWHERE.it, ELSEWHERE.en))?;
        if let (Some(control), Some(token)) = (control, control_token) {
            let url = format!("{control}{}", sac_gateway::gateway::CONTROL_BASE);
            line(language.pick("controllo", "control"), &url)?;
            line(language.pick("il suo token", "its token"), &token.display())?;
        }
        if let Some(console) = &self.console {
            line("console", console)?;
            let once = language.pick(
                "(si apre una volta; sac console stampa un altro collegamento)",
                "(opens once; sac console prints another link)",
            );
            line("", &once)?;
        }
        line(language.pick("dati", "data"), &self.data_dir.display())?;
        if self.shows_seed_doctor {
            let paste = language.pick(
                "Per inviare un primo certificato, incollare questo in un altro terminale, nella stessa cartella:",
                "To send a first certificate, paste this into another terminal, in the same directory:",
            );
            writeln!(out, "\n{paste}\n\n  {}", self.first_line())?;
        }
        writeln!(out, "\n{}", language.pick("Ctrl-C lo ferma.", "Ctrl-C stops it."))?;
        out.flush()
    }

    fn first_line(&self) -> String {
        let program =
            std::env::args_os().next().map_or_else(|| "sac".to_owned(), |name| name.to_string_lossy().into_owned());
        let mut line = format!("{} send --example", quoted(&program));
        if let Some(day) = self.example_day {
            line = format!("{line} --day {day}");
        }
        if self.data_dir != Path::new("sac-data") {
            line = format!("{line} --data-dir {}", quoted(&self.data_dir.display().to_string()));
        }
        line
    }
}

/// A word as a shell takes it.
pub(super) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+=:,@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_to_paste_names_only_what_differs_from_the_defaults() {
        let announcement = Announcement {
            endpoint: "E".to_owned(),
            wsdl: "W".to_owned(),
            ca: "/d/ca.pem".into(),
            encryption_certificate: "/d/S.cer".into(),
            encryption_certificate_pem: "/d/S.pem".into(),
            control: None,
            control_token: None,
            pid: 1,
            version: "0".to_owned(),
        };
        let welcome = |data_dir: &'static str, example_day| {
            let welcome = Welcome {
                announcement: &announcement,
                data_dir: Path::new(data_dir),
                shows_seed_doctor: true,
                example_day,
                console: Some("http://127.0.0.1:2/?ticket=0".to_owned()),
            };
            let mut out = Vec::new();
            welcome.print(&mut out, Language::En).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert!(welcome("sac-data", None).contains(" send --example\n"));
        assert!(welcome("sac-data", None).contains("\n  console       http://127.0.0.1:2/?ticket=0\n"));
        let day = NaiveDate::from_ymd_opt(2026, 2, 28);
        assert!(welcome("my data", day).contains(" send --example --day 2026-02-28 --data-dir 'my data'\n"));
    }

    #[test]
    fn words_are_quoted_for_the_shell_where_it_needs_that() {
        for (word, expected) in [("a/b.c", "a/b.c"), ("a b", "'a b'"), ("it's", r"'it'\''s'"), ("", "''")] {
            assert_eq!(quoted(word), expected);
        }
    }
}
