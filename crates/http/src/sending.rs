//! A response's body on its way to the client, with the deadline for clients that do not read it.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};
use tokio::sync::watch::Receiver;

use super::{
    response::{Body, Content, Pieces},
    stage::{Stage, no_longer_running},
    watch::Exchange,
};

/// A body in the form that the HTTP library sends.
pub(super) enum Sending {
    Whole {
        whole: Full<Bytes>,
        /// A request's body that is to be let go when this one is sent.
        _unread: Option<Incoming>,
    },
    Stream(Stream),
}

/// A streamed body. The request counts as under way until its end.
pub(super) struct Stream {
    pieces: Pieces,
    exchange: Exchange,
    /// Done when an endless body has to end.
    stop: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
}

impl Sending {
    /// With a whole body, the request ends here: what is left is to write it, for which the idle
    /// deadline counts.
    pub(super) fn new(body: Body, exchange: Exchange, stage: Receiver<Stage>, unread: Option<Incoming>) -> Self {
        match body.0 {
            Content::Whole(bytes) => Self::Whole { whole: Full::new(bytes), _unread: unread },
            Content::Stream(pieces) => Self::Stream(Stream { pieces, exchange, stop: None }),
            Content::Endless(pieces) => {
                Self::Stream(Stream { pieces, exchange, stop: Some(Box::pin(no_longer_running(stage))) })
            }
        }
    }
}

impl HttpBody for Sending {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        match self.get_mut() {
            Self::Whole { whole, .. } => Pin::new(whole).poll_frame(cx).map_err(|never| match never {}),
            Self::Stream(stream) => stream.poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Whole { whole, .. } => whole.is_end_stream(),
            Self::Stream(stream) => stream.pieces.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole { whole, .. } => whole.size_hint(),
            Self::Stream(Stream { pieces, stop: None, .. }) => pieces.size_hint(),
            Self::Stream(_) => SizeHint::default(),
        }
    }
}

impl Stream {
    /// The library polls when its buffer has room for a piece, that is, when the client has read.
    /// So the client's deadline runs from each piece to the next poll.
    fn poll_frame(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, <Sending as HttpBody>::Error>>> {
        self.exchange.client_reads();
        if self.stop.as_mut().is_some_and(|stop| stop.as_mut().poll(cx).is_ready()) {
            return Poll::Ready(None);
        }
        let polled = Pin::new(&mut self.pieces).poll_frame(cx);
        match &polled {
            Poll::Ready(Some(Ok(_))) => self.exchange.client_must_read(),
            Poll::Ready(Some(Err(error))) => tracing::debug!(%error, "a streamed response broke off"),
            Poll::Ready(None) | Poll::Pending => (),
        }
        polled
    }
}

impl fmt::Debug for Sending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Sending").field(&self.size_hint()).finish()
    }
}
