//! `sac accredit`: the sheet of cases that a client has performed.

use clap::ValueEnum;
use serde_json::Value;

use sac_gateway::diagnostic::Language;

use super::control_api::{Controlled, in_path};
use super::failure::Failure;
use super::outcome::{Verdict, complain};
use super::report_output::ReportOutput;

/// Show which cases of the accreditation a client has performed
///
/// A case is recognised in the traffic of a world of the running gateway, and ticked with the number
/// of the exchange that proves it. They are performed in any order, with the vendor's own program.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  sac accredit
  sac accredit --role medico --format html --output sheet.html
  sac accredit --format pdf --output sheet.pdf --software Cartella --software-version 4.2 --vendor \"Rossi srl\"

Exit codes: 0 all cases are done, 1 some are open, 2 it could not be done.")]
pub(super) struct Args {
    #[command(flatten)]
    gateway: Controlled,

    /// The world
    #[arg(long, value_name = "NAME", default_value = "default")]
    world: String,

    /// Only the cases of this role
    #[arg(long, value_enum)]
    role: Option<Role>,

    /// Only exchanges of this user
    #[arg(long, value_name = "USER")]
    caller: Option<String>,

    /// Only exchanges received then or later, by the world's clock (RFC 3339)
    #[arg(long, value_name = "RFC3339")]
    since: Option<String>,

    /// Form of the report
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    #[command(flatten)]
    output: ReportOutput,

    /// Name of the software that was tried, for HTML and PDF
    #[arg(long, value_name = "NAME")]
    software: Option<String>,

    /// Version of the software
    #[arg(long, value_name = "VERSION")]
    software_version: Option<String>,

    /// Who makes the software
    #[arg(long, value_name = "NAME")]
    vendor: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Role {
    /// A doctor
    Medico,
    /// A clerk of an ASL or hospital
    Operatore,
    /// A region, on behalf of its doctors
    Ente,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// For programs (docs/accreditation.md)
    Json,
    /// For Jenkins, GitLab and the like: an open case fails
    Junit,
    /// A page to hand on, in both languages
    Html,
    /// PDF/A-2a to sign and hand over
    Pdf,
}

pub(super) fn run(args: &Args, language: Language) -> Result<Verdict, Failure> {
    let format = match args.format {
        _ if args.gateway.wants_json() => "json",
        Format::Text => "text",
        Format::Json => "json",
        Format::Junit => "junit",
        Format::Html => "html",
        Format::Pdf => "pdf",
    };
    let is_named = args.software.is_some() || args.software_version.is_some() || args.vendor.is_some();
    if is_named && !matches!(format, "html" | "pdf") {
        return Err(Failure::Flags(sac_gateway::domain::words::said(
            "--software, --software-version e --vendor valgono con --format html e pdf",
            "--software, --software-version and --vendor are for --format html and pdf",
        )));
    }
    let sheet = match args.gateway.get(language, &args.path(format, language))? {
        Ok(sheet) => sheet,
        Err(why) => {
            complain(&why);
            return Ok(Verdict::Undone);
        }
    };
    args.output.write(&sheet)?;
    // The other forms do not say it in a way that a program could rely on.
    let report = if format == "json" { Ok(sheet) } else { args.gateway.get(language, &args.path("json", language))? };
    let report: Value = report.ok().and_then(|json| serde_json::from_slice(&json).ok()).unwrap_or_default();
    let total = &report["total"];
    Ok(if total["done"].is_u64() && total["done"] == total["total"] { Verdict::Clean } else { Verdict::Findings })
}

impl Args {
    fn path(&self, format: &str, language: Language) -> String {
        let lang = language.code();
        let mut path = format!("/worlds/{}/accreditation?format={format}&lang={lang}", in_path(&self.world));
        let role = self.role.map(|role| match role {
            Role::Medico => "medico",
            Role::Operatore => "operatore",
            Role::Ente => "ente",
        });
        for (name, value) in [
            ("role", role),
            ("caller", self.caller.as_deref()),
            ("since", self.since.as_deref()),
            ("software", self.software.as_deref()),
            ("version", self.software_version.as_deref()),
            ("vendor", self.vendor.as_deref()),
        ] {
            if let Some(value) = value {
                path = format!("{path}&{name}={}", in_path(value));
            }
        }
        path
    }
}
