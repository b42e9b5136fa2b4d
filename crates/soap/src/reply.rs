//! A reply in its envelope.

use crate::envelope::SOAP_11;
use sac_contracts::certificati_medici::Ricevuta;
use sac_domain::operation::Operation;
use sac_xml::{Charset, Writer};

/// The reply to `operation` as a whole envelope, in the charset of the request.
#[must_use]
pub fn encode(operation: Operation, ricevuta: &Ricevuta, charset: Charset) -> Vec<u8> {
    let mut writer = Writer::new(charset);
    writer.start("soapenv:Envelope").attribute("xmlns:soapenv", SOAP_11);
    writer.start("soapenv:Body");
    ricevuta.write(operation, &mut writer);
    writer.end();
    writer.end();
    writer.finish()
}
