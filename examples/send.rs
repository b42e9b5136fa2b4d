//! Sends a message to a gateway that runs, or to the real SAC, and prints what came back.
//!
//! ```sh
//! cargo run --example send [ENDPOINT [DATA_DIR]]
//! ```

use std::error::Error;
use std::path::PathBuf;

use sac_gateway::client::{Answer, Client, Credentials, Pincode, Target, Trust, prepare};
use sac_gateway::sealed::Sealer;

/// A question that any gateway answers on any day. The pincode and the codice fiscale are in clear:
/// [`prepare`] encrypts them.
const MESSAGE: &[u8] = br#"<?xml version="1.0" encoding="UTF-8"?>
<c:interrogazioneLavoratoreRequest xmlns:c="http://cert.sanita.finanze.it/">
  <medico><pincode>1234567890</pincode><codiceRegione>120</codiceRegione><codiceAsl>201</codiceAsl></medico>
  <lavoratore><codiceFiscale>PNIMRA70A01H501P</codiceFiscale></lavoratore>
</c:interrogazioneLavoratoreRequest>
"#;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let endpoint =
        arguments.next().unwrap_or_else(|| "https://localhost:8443/CertServiceWeb/CertificatiMedici".to_owned());
    let data = PathBuf::from(arguments.next().unwrap_or_else(|| "sac-data".to_owned()));

    let trust = Trust { ca: Some(data.join("ca.pem")), identity: None };
    let doctor = Credentials { user: "PROVAX00X00X000Y".to_owned(), password: "prova".into() };
    let client = Client::new(Target::parse(&endpoint)?, &trust)?.credentials(Some(doctor));

    let sealer = Sealer::new(&std::fs::read(data.join("SanitelCF.cer"))?)?;
    let encrypt = |clear: &str| sealer.seal(clear).map_err(|error| error.to_string());
    let message = prepare(MESSAGE, Pincode::AsWritten, Some(&encrypt))?;

    match Answer::read(&client.send(&message).await?)? {
        Answer::Accepted { fields, .. } => {
            for field in fields {
                println!("{} {}", field.path, field.value);
            }
            Ok(())
        }
        Answer::Refused(errors) => {
            for error in errors {
                println!("{} {}", error.tipo, error.descrizione);
            }
            Err("the request was refused".into())
        }
        Answer::Fault { text, .. } => Err(format!("fault: {text}").into()),
        Answer::Status { status, text } => Err(format!("{status}: {text}").into()),
    }
}
