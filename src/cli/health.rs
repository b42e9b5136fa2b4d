//! `sac health`: whether a gateway is up and well.

use std::io::{Write as _, stdout};
use std::path::PathBuf;
use std::time::Duration;

use super::words::say;
use hyper::StatusCode;
use sac_gateway::client::{Client, Trust};
use sac_gateway::diagnostic::{Language, Text};
use sac_gateway::domain::words::said;
use sac_gateway::keys::ClientFiles;

use super::failure::Failure;
use super::local::LocalGateway;
use super::outcome::Verdict;
use super::runtime::run_alone;
use super::words::values;

/// The path that tells whether the gateway is well.
const PATH: &str = "/health";

/// Ask a gateway whether it is well (exit code 0) or not (2)
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  sac health
  sac health https://sac.example.org:8443 --ca ca.pem

Exit codes: 0 it is well, 2 it is not, or it does not answer.")]
pub(super) struct Args {
    /// Address of the gateway; without it, the one that runs out of the data directory
    url: Option<String>,

    /// Data directory of the gateway
    #[arg(long, value_name = "DIR", env = "SAC_DATA_DIR", default_value = "sac-data")]
    data_dir: PathBuf,

    /// CA of the gateway's certificate (PEM) [default: ca.pem in the data directory; where there is none, public CAs]
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,

    /// How long to wait
    #[arg(long, value_name = "DURATION", default_value = "5s", value_parser = values::duration)]
    timeout: Duration,
}

pub(super) fn run(args: &Args, language: Language) -> Result<Verdict, Failure> {
    let (target, local) = LocalGateway::resolve(&args.data_dir, args.url.as_deref(), said("il suo URL", "its URL"))?;
    let in_data_dir = || Some(ClientFiles::of(&args.data_dir).ca).filter(|ca| ca.exists());
    let ca = args.ca.clone().or(local.map(|local| local.ca)).or_else(in_data_dir);
    let trust = Trust { ca, identity: None };
    let client = Client::new(target.clone(), &trust)?.timeout(args.timeout);
    let reply = run_alone(client.get(PATH))??;
    if reply.status != StatusCode::OK {
        let body: serde_json::Value = serde_json::from_slice(&reply.body).unwrap_or_default();
        let text = |member: &str| body.get(member).and_then(|reason| reason.as_str());
        let reason = text("reason").map(|reason| Text::new(text("reason_it").unwrap_or(reason), reason));
        let (place, status) = (target.authority().to_owned(), reply.status.as_u16());
        return Err(Failure::Unhealthy { place, status, reason });
    }
    let place = target.authority();
    writeln!(
        stdout(),
        "{}",
        say!(language, it: "il gateway a {place} funziona", en: "the gateway at {place} is well")
    )?;
    Ok(Verdict::Clean)
}
