//! The addresses of a channel that is not served.

use async_trait::async_trait;
use hyper::StatusCode;

use crate::domain::exchange::Channel;
use crate::transport::{Handler, Reply, Request, RequestHead, Response};

/// Answers 404, and says which setting would change that.
pub(super) struct Absent(pub(super) Channel);

impl Absent {
    fn response(&self) -> Response {
        let name = self.0.name();
        Response::sentence(
            StatusCode::NOT_FOUND,
            &format!("All'indirizzo non c'è nulla: il canale {name} non è tra quelli serviti (impostazione channels)."),
            &format!("There is nothing at this address: the channel {name} is not served (setting channels)."),
        )
    }
}

#[async_trait]
impl Handler for Absent {
    fn admits(&self, _: &RequestHead) -> Result<(), Response> {
        Err(self.response())
    }

    async fn handle(&self, _: Request) -> Reply {
        self.response().into()
    }
}
