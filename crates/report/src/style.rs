//! The style of the pages, and the policy that allows this style and nothing else.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

const COMMON: &str = include_str!("../templates/report.css");

/// What a page's element `style` holds, and its content security policy, which names the hash of that.
#[derive(Clone, Debug)]
pub struct Style {
    /// The rules.
    pub css: String,
    /// The policy.
    pub policy: String,
}

impl Style {
    /// The common style and some further rules; `forms` says where forms may lead.
    #[must_use]
    pub fn new(further: &str, forms: &str) -> Self {
        let css = format!("\n{COMMON}\n{further}");
        let hash = STANDARD.encode(Sha256::digest(&css));
        let policy = format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; {forms}");
        Self { css, policy }
    }
}
