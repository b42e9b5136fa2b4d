//! Signed files (CMS, which PKCS#7 became): the content without its signature.

use openssl::cms::{CMSOptions, CmsContentInfo};

/// The content of a signed file in DER or BER. The signature is not verified: whose it is says
/// nothing of what is in it.
#[must_use]
pub fn signed_content(file: &[u8]) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    let flags = CMSOptions::NOSIGS
        | CMSOptions::NO_SIGNER_CERT_VERIFY
        | CMSOptions::NO_CONTENT_VERIFY
        | CMSOptions::NO_ATTR_VERIFY
        | CMSOptions::BINARY;
    CmsContentInfo::from_der(file).ok()?.verify(None, None, None, Some(&mut content), flags).ok()?;
    Some(content)
}

#[cfg(test)]
mod tests {
    use openssl::asn1::Asn1Time;
    use openssl::hash::MessageDigest;
    use openssl::pkey::PKey;
    use openssl::rsa::Rsa;
    use openssl::x509::X509Builder;

    use super::*;

    #[test]
    fn the_content_is_found_whatever_the_signer() {
        let key = PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap();
        let mut builder = X509Builder::new().unwrap();
        builder.set_pubkey(&key).unwrap();
        builder.set_not_before(&Asn1Time::days_from_now(0).unwrap()).unwrap();
        builder.set_not_after(&Asn1Time::days_from_now(1).unwrap()).unwrap();
        builder.sign(&key, MessageDigest::sha256()).unwrap();
        let certificate = builder.build();
        for flags in [CMSOptions::BINARY, CMSOptions::BINARY | CMSOptions::NOATTR] {
            let signed = CmsContentInfo::sign(Some(&certificate), Some(&key), None, Some(b"<a/>"), flags).unwrap();
            let der = signed.to_der().unwrap();
            assert_eq!(signed_content(&der).as_deref(), Some(&b"<a/>"[..]));
            assert_eq!(signed_content(&der[..der.len() / 2]), None);
        }
        assert_eq!(signed_content(b""), None);
        assert_eq!(signed_content(b"<a/>"), None);
    }
}
