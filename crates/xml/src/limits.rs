//! How much a message may ask of the reader.

/// Caps on one message. Hitting one is a finding of its own (`SAC-LIMIT-…`), which says that
/// the message was not read to the end, not that it is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the decoded text. Default 1 MiB, the endpoint's cap on a body.
    pub bytes: usize,
    /// Elements open at the same time. Default 64; the contract needs 6 below the envelope's 2.
    pub depth: usize,
    /// Attributes of one element, namespace declarations included. Default 64.
    pub attributes: usize,
    /// Namespace declarations in scope at the same time. Default 256.
    pub namespaces: usize,
    /// Elements in all. Default 100 000, some thousand certificates in one reply.
    pub elements: usize,
    /// Findings kept for one message. Default 200.
    pub findings: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 1 << 20, depth: 64, attributes: 64, namespaces: 256, elements: 100_000, findings: 200 }
    }
}
