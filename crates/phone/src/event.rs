//! What a caller did, as the voice platform reports it.

/// What happened at a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// Keys were pressed.
    Input,
    /// Nothing came.
    NoInput,
    /// What came does not fit.
    NoMatch,
    /// The caller is gone.
    HangUp,
}

impl Event {
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        match name {
            "input" => Some(Self::Input),
            "noinput" => Some(Self::NoInput),
            "nomatch" => Some(Self::NoMatch),
            "hangup" => Some(Self::HangUp),
            _ => None,
        }
    }
}
