//! A body that is sent in small pieces.

use std::{
    num::NonZeroUsize,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::{Buf, Bytes};
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use tokio::{
    sync::watch::Receiver,
    time::{Instant, Sleep, sleep},
};

use crate::{
    response::{BoxError, Pieces},
    stage::{Stage, no_longer_running},
};

/// A body whose pieces are made smaller, with a pause after each.
pub(super) struct Drip {
    pieces: Pieces,
    /// What is left of the piece that the body gave last.
    rest: Bytes,
    bytes: NonZeroUsize,
    every: Duration,
    pause: Option<Pin<Box<Sleep>>>,
    /// Done when the rest is to be sent at once.
    hurry: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
}

impl Drip {
    pub(super) fn new(pieces: Pieces, bytes: NonZeroUsize, every: Duration, stage: Receiver<Stage>) -> Self {
        let hurry: Pin<Box<dyn Future<Output = ()> + Send>> = Box::pin(no_longer_running(stage));
        Self { pieces, rest: Bytes::new(), bytes, every, pause: None, hurry: Some(hurry) }
    }

    fn poll_pause(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.hurry.as_mut().is_some_and(|hurry| hurry.as_mut().poll(cx).is_ready()) {
            self.hurry = None;
        }
        match &mut self.pause {
            Some(pause) if self.hurry.is_some() => pause.as_mut().poll(cx),
            _ => Poll::Ready(()),
        }
    }
}

impl HttpBody for Drip {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.get_mut();
        ready!(this.poll_pause(cx));
        while this.rest.is_empty() {
            match ready!(Pin::new(&mut this.pieces).poll_frame(cx)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(piece) => this.rest = piece,
                    Err(trailers) => return Poll::Ready(Some(Ok(trailers))),
                },
                other => return Poll::Ready(other),
            }
        }
        let piece = this.rest.split_to(this.bytes.get().min(this.rest.len()));
        match &mut this.pause {
            Some(pause) => pause.as_mut().reset(Instant::now() + this.every),
            None => this.pause = Some(Box::pin(sleep(this.every))),
        }
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.pieces.is_end_stream()
    }

    /// Of what is still to come.
    fn size_hint(&self) -> SizeHint {
        let rest = self.rest.remaining() as u64;
        self.pieces.size_hint().exact().map_or_else(SizeHint::default, |length| SizeHint::with_exact(length + rest))
    }
}
