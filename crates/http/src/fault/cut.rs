//! A body that breaks off.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use hyper::body::{Body as HttpBody, Frame, SizeHint};

use crate::{
    response::{BoxError, Pieces},
    watch::Watch,
};

/// The start of a body. It never ends: once it is sent, its connection is closed.
pub(super) struct Cut {
    pieces: Pieces,
    left: u64,
    /// The length of the whole, which the head announces.
    length: SizeHint,
    watch: Arc<Watch>,
    flushed_within: Duration,
}

impl Cut {
    pub(super) fn new(pieces: Pieces, at: u64, watch: &Arc<Watch>, flushed_within: Duration) -> Self {
        Self { length: pieces.size_hint(), pieces, left: at, watch: Arc::clone(watch), flushed_within }
    }
}

impl HttpBody for Cut {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.get_mut();
        let polled = if this.left == 0 { Poll::Ready(None) } else { Pin::new(&mut this.pieces).poll_frame(cx) };
        match polled {
            Poll::Ready(Some(Ok(frame))) => {
                let Ok(mut piece) = frame.into_data() else { return Poll::Ready(None) };
                piece.truncate(usize::try_from(this.left).unwrap_or(usize::MAX));
                this.left -= piece.len() as u64;
                Poll::Ready(Some(Ok(Frame::data(piece))))
            }
            // The library has taken over all that came before.
            Poll::Ready(None) => {
                this.watch.close_when_flushed(this.flushed_within);
                Poll::Pending
            }
            other => other,
        }
    }

    fn is_end_stream(&self) -> bool {
        false
    }

    fn size_hint(&self) -> SizeHint {
        self.length
    }
}
