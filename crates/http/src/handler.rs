//! What the listener asks of those who answer requests, and what they give back.

use async_trait::async_trait;

use super::{
    request::{Request, RequestHead},
    response::Response,
    wire_fault::{Distortion, WireFault},
};

/// Answers the requests below a path prefix. Caps, deadlines and client certificates are the
/// listener's part.
#[async_trait]
pub trait Handler: Send + Sync + 'static {
    /// A cap for bodies that is lower than the listener's.
    fn max_body_bytes(&self) -> Option<usize> {
        None
    }

    /// The cap for this body where it brings a file and the handler takes one; it may be above the listener's.
    fn file_cap(&self, head: &RequestHead) -> Option<usize> {
        let _ = head;
        None
    }

    /// Refuses, by its head alone, a request whose body need not be looked at: wrong path, method
    /// or media type, no credentials. The body is then read and discarded up to the cap, so that
    /// the client reads the refusal and can go on using the connection (rules §1).
    ///
    /// # Errors
    /// The refusal to send.
    #[expect(clippy::result_large_err, reason = "made once a request, returned through one call")]
    fn admits(&self, head: &RequestHead) -> Result<(), Response>;

    /// Puts a refusal that the listener itself makes (a body that is too long, broken off or packed in an unknown
    /// way, a panic) into the form of this handler's channel.
    fn refusal(&self, head: &RequestHead, refusal: Response) -> Response {
        let _ = head;
        refusal
    }

    /// Answers a request that was admitted. Runs in a task of its own and to its end, also when
    /// the client has closed the connection; a panic becomes a 500.
    async fn handle(&self, request: Request) -> Reply;
}

/// What a handler has the listener do.
#[derive(Debug)]
pub enum Reply {
    /// Send a response.
    Response(Response),
    /// Send a response that suffers on its way.
    Distorted(Response, Distortion),
    /// Send no response: do this to the connection.
    Fault(WireFault),
}

impl From<Response> for Reply {
    fn from(response: Response) -> Self {
        Self::Response(response)
    }
}

impl From<WireFault> for Reply {
    fn from(fault: WireFault) -> Self {
        Self::Fault(fault)
    }
}
