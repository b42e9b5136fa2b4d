//! SOAP faults (rules §1): what went wrong, in words and as data.

use crate::envelope::{EnvelopeError, SOAP_11};
use crate::fault_code::FaultCode;
use sac_diagnostic::{Finding, Language};
use sac_xml::{Charset, ParseError, Writer};

/// The namespace of the vocabulary in a fault's `detail`, which `docs/faults.md` describes.
pub const DETAIL: &str = "urn:sac-gateway:diagnostics:1";

/// A fault, always sent with HTTP 500.
pub struct Fault {
    /// Who is at fault.
    pub code: FaultCode,
    /// One Italian sentence.
    pub string: String,
    /// What exactly, with places.
    pub findings: Vec<Finding>,
}

impl Fault {
    /// The credentials are wrong, or the user is blocked: the fault does not say which
    /// (observed on the sibling service, rules §1.2).
    #[must_use]
    pub fn wrong_credentials() -> Self {
        Self { code: FaultCode::Client, string: "Credenziali invalide".to_owned(), findings: Vec::new() }
    }

    /// The message is wrong in these ways; there is at least one.
    #[must_use]
    pub fn findings(findings: Vec<Finding>) -> Self {
        let string = match findings.as_slice() {
            [only] => only.message(Language::It),
            [first, ..] => {
                format!("{} errori nel messaggio. Il primo: {}", findings.len(), first.message(Language::It))
            }
            [] => "Messaggio non valido.".to_owned(),
        };
        Self { code: FaultCode::Client, string, findings }
    }

    /// The gateway failed; `exchange` finds the reason in the log.
    #[must_use]
    pub fn server(exchange: u64) -> Self {
        let string = format!("Errore interno del servizio: riprovare più tardi (scambio {exchange:016x}).");
        Self { code: FaultCode::Server, string, findings: Vec::new() }
    }

    /// The fault as a whole envelope.
    #[must_use]
    pub fn encode(&self, charset: Charset) -> Vec<u8> {
        let mut writer = Writer::new(charset);
        writer.start("soapenv:Envelope").attribute("xmlns:soapenv", SOAP_11);
        writer.start("soapenv:Body");
        writer.start("soapenv:Fault");
        writer.element("faultcode", &format!("soapenv:{}", self.code.name()));
        writer.element("faultstring", &self.string);
        // SOAP 1.1 §4.4: the detail never holds what concerns the headers.
        if !self.findings.is_empty() && self.code != FaultCode::MustUnderstand {
            writer.start("detail");
            self.write_diagnostics(&mut writer);
            writer.end();
        }
        writer.end();
        writer.end();
        writer.end();
        writer.finish()
    }

    fn write_diagnostics(&self, writer: &mut Writer) {
        writer.start("d:diagnostics").attribute("xmlns:d", DETAIL).attribute("count", &self.findings.len().to_string());
        for finding in &self.findings {
            write_finding(writer, finding);
        }
        writer.end();
    }
}

impl From<Box<ParseError>> for Fault {
    fn from(error: Box<ParseError>) -> Self {
        Self::findings(vec![error.into()])
    }
}

impl From<EnvelopeError> for Fault {
    fn from(error: EnvelopeError) -> Self {
        Self { code: error.code, ..Self::findings(vec![*error.finding]) }
    }
}

fn write_finding(writer: &mut Writer, finding: &Finding) {
    writer.start("d:finding").attribute("code", finding.code.as_str());
    writer.attribute("provenance", &finding.provenance().to_string()).attribute("source", finding.source());
    if let Some(place) = &finding.place {
        writer.attribute("line", &place.line.to_string());
        writer.attribute("column", &place.column.to_string());
        writer.attribute("offset", &place.offset.to_string());
        writer.attribute("xpath", &place.xpath);
    }
    for (language, name) in [(Language::It, "it"), (Language::En, "en")] {
        writer.start("d:message").attribute("xml:lang", name);
        writer.text(&finding.message(language));
        writer.end();
    }
    if let Some(found) = &finding.found {
        writer.element("d:found", found);
    }
    if let Some(allowed) = &finding.allowed {
        writer.element("d:allowed", allowed.get(Language::It));
    }
    for (language, name) in [(Language::It, "it"), (Language::En, "en")] {
        writer.start("d:hint").attribute("xml:lang", name);
        writer.text(&finding.hint(language));
        writer.end();
    }
    writer.end();
}
