//! How each fault of [`crate::wire_fault`] is done.

mod alert;
mod cut;
mod delay;
mod drip;
mod end;
mod hold;

use std::{sync::Arc, time::Duration};

use tokio::sync::watch::Receiver;

use super::{
    response::{Body, Content, Pieces},
    stage::Stage,
    watch::Watch,
    wire_fault::Distortion,
};

pub(super) use alert::alert;
pub(super) use delay::delay;
pub(super) use end::end;
pub(super) use hold::hold_http2;

/// The body as it is to be sent.
pub(super) fn distorted(body: Body, distortion: Distortion, watch: &Arc<Watch>, sending: Sending) -> Body {
    match distortion {
        Distortion::Cut { at } => Body::streamed(cut::Cut::new(pieces(body), at, watch, sending.flushed_within)),
        Distortion::Drip { bytes, every } => Body::streamed(drip::Drip::new(pieces(body), bytes, every, sending.stage)),
        Distortion::Delay { .. } => body,
    }
}

/// What a distortion has to know of the connection.
pub(super) struct Sending {
    /// How long the bytes before a cut may take to leave.
    pub(super) flushed_within: Duration,
    pub(super) stage: Receiver<Stage>,
}

fn pieces(body: Body) -> Pieces {
    use http_body_util::{BodyExt as _, Full};
    match body.0 {
        Content::Whole(bytes) => Full::new(bytes).map_err(|never| match never {}).boxed_unsync(),
        Content::Stream(pieces) | Content::Endless(pieces) => pieces,
    }
}
