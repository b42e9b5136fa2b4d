//! The deadline of a connection: which one is in force, updated by the bytes that pass.
//!
//! The HTTP library's own header timer also runs between requests, and knows neither a connection
//! that never sends a byte nor HTTP/2. So the bytes are observed from outside: [`Watched`] wraps the
//! stream, [`Watch`] keeps the deadline, and the connection's task waits for [`Watch::expired`].

use std::{
    collections::BTreeMap,
    io,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    sync::Notify,
    time::{Instant, Sleep, sleep_until},
};

use super::{
    Limits,
    bad_head::{self, BadHead},
    wire_fault::WireFault,
};

/// Shared by a connection's task, its stream of bytes and its requests.
#[derive(Debug)]
pub(super) struct Watch {
    state: Mutex<State>,
    /// Notified when a deadline moves to before the one that [`Watch::expired`] waits for.
    sooner: Notify,
    header_timeout: Duration,
    idle_timeout: Duration,
}

#[derive(Debug)]
struct State {
    phase: Phase,
    /// By when the clients of streamed responses must have read on, by request.
    readers: BTreeMap<u64, Instant>,
    /// How many requests there have been.
    requests: u64,
    /// What `expired` waits for.
    armed: Option<Instant>,
    /// A request was answered although the client was still sending it.
    unread: bool,
    /// A head that could not be read, and was answered with words.
    bad_head: Option<BadHead>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Waiting for the end of a request's headers, until then.
    Head(Instant),
    /// So many requests are under way: their own deadlines are in force.
    Exchange(usize),
    /// Waiting for the first byte of a request, until then.
    Idle(Instant),
    /// To be closed when all has left that was written, or then.
    Closing(Instant),
    /// To be ended in this way at once.
    Dropped(WireFault),
}

impl Phase {
    fn deadline(self) -> Option<Instant> {
        match self {
            Self::Head(deadline) | Self::Idle(deadline) | Self::Closing(deadline) => Some(deadline),
            Self::Exchange(_) => None,
            Self::Dropped(_) => Some(Instant::now()),
        }
    }
}

impl Watch {
    /// For a new connection, which has until the header timeout to send its first byte.
    pub(super) fn new(limits: &Limits) -> Arc<Self> {
        let phase = Phase::Idle(Instant::now() + limits.header_timeout);
        Arc::new(Self {
            state: Mutex::new(State {
                phase,
                readers: BTreeMap::new(),
                requests: 0,
                armed: None,
                unread: false,
                bad_head: None,
            }),
            sooner: Notify::new(),
            header_timeout: limits.header_timeout,
            idle_timeout: limits.idle_timeout,
        })
    }

    /// A request's headers are complete. Dropping the guard ends the request.
    pub(super) fn exchange(self: &Arc<Self>) -> Exchange {
        self.pass(|phase| match phase {
            Phase::Head(_) | Phase::Idle(_) => Phase::Exchange(1),
            Phase::Exchange(others) => Phase::Exchange(others + 1),
            ending @ (Phase::Closing(_) | Phase::Dropped(_)) => ending,
        });
        let mut state = self.state();
        state.requests += 1;
        Exchange { watch: Arc::clone(self), number: state.requests }
    }

    /// The request under way is answered although the client is still sending it.
    pub(super) fn leave_unread(&self) {
        self.state().unread = true;
    }

    /// Whether the client may be sending bytes that will not be read.
    fn is_mid_request(&self) -> bool {
        let state = self.state();
        state.unread || matches!(state.phase, Phase::Head(_))
    }

    /// Has the connection ended at once, without another byte.
    pub(super) fn drop_connection(&self, fault: WireFault) {
        self.pass(|_| Phase::Dropped(fault));
    }

    /// Has the connection closed once all that was written has left, at most after this time.
    pub(super) fn close_when_flushed(&self, time: Duration) {
        self.pass(|phase| match phase {
            ending @ (Phase::Closing(_) | Phase::Dropped(_)) => ending,
            _ => Phase::Closing(Instant::now() + time),
        });
    }

    /// Returns when a deadline has passed, or the connection is to be ended by a fault.
    pub(super) async fn expired(&self) -> Option<WireFault> {
        loop {
            let deadline = self.arm();
            match deadline {
                Some(deadline) if deadline <= Instant::now() => return self.fault(),
                Some(deadline) => {
                    tokio::select! {
                        () = sleep_until(deadline) => (),
                        () = self.sooner.notified() => (),
                    }
                }
                None => self.sooner.notified().await,
            }
        }
    }

    fn arm(&self) -> Option<Instant> {
        let mut state = self.state();
        state.armed = state.readers.values().copied().chain(state.phase.deadline()).min();
        state.armed
    }

    fn fault(&self) -> Option<WireFault> {
        match self.state().phase {
            Phase::Closing(_) => Some(WireFault::Close),
            Phase::Dropped(fault) => Some(fault),
            Phase::Head(_) | Phase::Exchange(_) | Phase::Idle(_) => None,
        }
    }

    /// All that was written has left.
    fn flushed(&self) {
        if matches!(self.state().phase, Phase::Closing(_)) {
            self.drop_connection(WireFault::Close);
        }
    }

    /// Returns whether the bytes belong to a head, and whether that begins with them.
    fn bytes_arrived(&self) -> (bool, bool) {
        let mut arrived = (false, false);
        self.pass(|phase| {
            arrived = (matches!(phase, Phase::Idle(_) | Phase::Head(_)), matches!(phase, Phase::Idle(_)));
            match phase {
                Phase::Idle(_) => Phase::Head(Instant::now() + self.header_timeout),
                other => other,
            }
        });
        arrived
    }

    fn is_reading_head(&self) -> bool {
        matches!(self.state().phase, Phase::Head(_))
    }

    /// The head that could not be read, if there was one.
    pub(super) fn take_bad_head(&self) -> Option<BadHead> {
        self.state().bad_head.take()
    }

    fn exchange_ended(&self) {
        self.pass(|phase| match phase {
            Phase::Exchange(under_way) if under_way > 1 => Phase::Exchange(under_way - 1),
            Phase::Exchange(_) => Phase::Idle(Instant::now() + self.idle_timeout),
            other => other,
        });
    }

    fn pass(&self, next: impl FnOnce(Phase) -> Phase) {
        let mut state = self.state();
        state.phase = next(state.phase);
        let due = state.phase.deadline();
        self.wake_if_sooner(state, due);
    }

    /// Wakes [`Watch::expired`] if it sleeps beyond this deadline.
    fn wake_if_sooner(&self, state: MutexGuard<'_, State>, due: Option<Instant>) {
        let sooner = due.is_some_and(|due| state.armed.is_none_or(|armed| due < armed));
        drop(state);
        if sooner {
            self.sooner.notify_one();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request under way.
#[derive(Debug)]
pub(super) struct Exchange {
    watch: Arc<Watch>,
    number: u64,
}

impl Exchange {
    /// The client has been given a piece of a streamed response: it must ask for the next one
    /// before the idle deadline.
    pub(super) fn client_must_read(&self) {
        let due = Instant::now() + self.watch.idle_timeout;
        let mut state = self.watch.state();
        state.readers.insert(self.number, due);
        self.watch.wake_if_sooner(state, Some(due));
    }

    /// The client has read what it was given.
    pub(super) fn client_reads(&self) {
        self.watch.state().readers.remove(&self.number);
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        self.client_reads();
        self.watch.exchange_ended();
    }
}

/// A stream that reports incoming bytes to its [`Watch`], and lingers when it closes: if a request
/// was answered before its end, what the client still sends is read and discarded for a while,
/// because the system answers unread bytes with a reset that would destroy the reply in transit.
#[derive(Debug)]
pub(super) struct Watched<S> {
    stream: S,
    watch: Arc<Watch>,
    /// In HTTP/2 some bytes belong to no request; there only the idle deadline is in force.
    heads_begin_with_bytes: bool,
    linger_timeout: Duration,
    lingering: Option<Pin<Box<Sleep>>>,
    /// The start of the head that is being read.
    head: Vec<u8>,
    /// What is still to be written in the place of the library's answer to a bad head.
    instead: Option<Vec<u8>>,
}

impl<S> Watched<S> {
    pub(super) fn new(stream: S, watch: Arc<Watch>, http2: bool, limits: &Limits) -> Self {
        Self {
            stream,
            watch,
            heads_begin_with_bytes: !http2,
            linger_timeout: limits.linger_timeout,
            lingering: None,
            head: Vec::new(),
            instead: None,
        }
    }
}

impl<S: AsyncWrite + Unpin> Watched<S> {
    /// Whether these bytes are the library's answer to a bad head, for which there are words instead.
    fn has_words_for(&mut self, bytes: &[u8]) -> bool {
        if self.instead.is_none() && self.heads_begin_with_bytes && self.watch.is_reading_head() {
            let found = bad_head::recognise(bytes, &self.head);
            self.instead = found.as_ref().map(bad_head::answer);
            if found.is_some() {
                self.watch.state().bad_head = found;
            }
        }
        self.instead.is_some()
    }

    /// Writes the words, and then says that `length` bytes of the library's were written.
    fn poll_instead(&mut self, cx: &mut Context<'_>, length: usize) -> Poll<io::Result<usize>> {
        while let Some(instead) = self.instead.as_mut().filter(|instead| !instead.is_empty()) {
            let written = ready!(Pin::new(&mut self.stream).poll_write(cx, instead))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            instead.drain(..written);
        }
        self.instead = None;
        self.head.clear();
        Poll::Ready(Ok(length))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buffer))?;
        let this = &mut *self;
        let arrived = buffer.filled().get(before..).unwrap_or_default();
        if this.heads_begin_with_bytes && !arrived.is_empty() {
            let (in_head, begins) = this.watch.bytes_arrived();
            if begins {
                this.head.clear();
            }
            if in_head {
                let room = bad_head::KEPT.saturating_sub(this.head.len());
                this.head.extend(arrived.iter().take(room));
            }
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        if this.has_words_for(bytes) {
            return this.poll_instead(cx, bytes.len());
        }
        Pin::new(&mut this.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        if let Some(first) = slices.iter().find(|slice| !slice.is_empty())
            && this.has_words_for(first)
        {
            return this.poll_instead(cx, first.len());
        }
        Pin::new(&mut this.stream).poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_flush(cx))?;
        self.watch.flushed();
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let sleep = if let Some(sleep) = &mut this.lingering {
            sleep
        } else {
            ready!(Pin::new(&mut this.stream).poll_shutdown(cx))?;
            if !this.watch.is_mid_request() {
                return Poll::Ready(Ok(()));
            }
            let end = Instant::now() + this.linger_timeout;
            this.lingering.insert(Box::pin(sleep_until(end)))
        };
        let mut waste = [0_u8; 8192];
        loop {
            if sleep.as_mut().poll(cx).is_ready() {
                return Poll::Ready(Ok(()));
            }
            let mut buffer = ReadBuf::new(&mut waste);
            match ready!(Pin::new(&mut this.stream).poll_read(cx, &mut buffer)) {
                Ok(()) if !buffer.filled().is_empty() => (),
                // The client has closed its end.
                Ok(()) | Err(_) => return Poll::Ready(Ok(())),
            }
        }
    }
}
