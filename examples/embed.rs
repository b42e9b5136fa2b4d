//! A gateway inside a test of another program: started on a free port, at a fixed time, in a folder
//! of its own, and gone at the end.
//!
//! ```toml
//! [dev-dependencies]
//! sac-gateway = { path = "…", default-features = false } # without the command line
//! tokio = { version = "1", features = ["rt-multi-thread", "macros"] }
//! ```

use std::error::Error;

use chrono::{DateTime, Duration};
use sac_gateway::Gateway;
use sac_gateway::client::{Answer, Client, Credentials, Pincode, Target, Trust, prepare};
use sac_gateway::clock::Clock;
use sac_gateway::sealed::Sealer;

/// Written on 2 March 2026, with the encrypted fields still in clear.
const MESSAGE: &[u8] = include_bytes!("../fixtures/ok/InviaMalattia/cinque-giorni.xml");

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let then = DateTime::parse_from_rfc3339("2026-03-02T10:00:00+01:00")?.to_utc();
    let gateway = Gateway::builder().data_dir(folder.path()).any_port().clock(Clock::frozen_at(then)).start().await?;

    // Here your own program would be given the endpoint, the CA and the certificate to encrypt with.
    let trust = Trust { ca: Some(gateway.ca_path().to_owned()), identity: None };
    let doctor = Credentials { user: "PROVAX00X00X000Y".to_owned(), password: "prova".into() };
    let client = Client::new(Target::parse(&gateway.endpoint())?, &trust)?.credentials(Some(doctor));
    let sealer = Sealer::new(&std::fs::read(gateway.encryption_certificate_path())?)?;
    let encrypt = |clear: &str| sealer.seal(clear).map_err(|error| error.to_string());
    let message = prepare(MESSAGE, Pincode::AsWritten, Some(&encrypt))?;

    let answer = Answer::read(&client.send(&message).await?)?;
    let Answer::Accepted { fields, .. } = answer else { return Err(format!("not accepted: {answer:?}").into()) };
    for field in fields {
        println!("{} {}", field.path, field.value);
    }

    // The same certificate once more, a day later, is refused.
    gateway.clock().advance(Duration::days(1));
    let again = Answer::read(&client.send(&message).await?)?;
    let Answer::Refused(errors) = again else { return Err(format!("not refused: {again:?}").into()) };
    println!("{} {}", errors[0].tipo, errors[0].descrizione);

    gateway.shutdown().await;
    Ok(())
}
