//! From a path to the handler that answers there.

use std::{fmt, sync::Arc};

use super::{handler::Handler, refused::Refused, response::Response};

/// Finds the handler of a request by its path alone.
pub trait Router: Send + Sync + 'static {
    /// The handler of this path (as sent, without the query).
    ///
    /// # Errors
    /// The refusal to send: there is nothing at this path.
    #[expect(clippy::result_large_err, reason = "made once a request")]
    fn route(&self, path: &str) -> Result<Destination, Response>;

    /// Called for each connection and request that is refused before a handler has answered.
    fn refused(&self, refused: Refused) {
        let _ = refused;
    }
}

/// Where a request goes.
#[derive(Clone)]
pub struct Destination {
    /// Who answers.
    pub handler: Arc<dyn Handler>,
    /// How many bytes at the start of the path the handler does not see: they become the
    /// [`mount`](crate::RequestHead::mount).
    pub mount: usize,
}

/// A table of path prefixes; the longest that fits wins. A prefix ends where a segment of the path
/// ends: `/web` fits `/web` and `/web/x`, but not `/webcam`. `/` fits every path.
#[derive(Clone, Default)]
pub struct Routes {
    /// Without a slash at the end; longest first.
    entries: Vec<(String, Target)>,
}

#[derive(Clone)]
enum Target {
    Handler(Arc<dyn Handler>),
    Router(Arc<dyn Router>),
}

impl Routes {
    /// A table without entries.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Requests below `prefix` go to `handler`, which sees their whole path.
    #[must_use]
    pub fn handler(self, prefix: &str, handler: Arc<dyn Handler>) -> Self {
        self.with(prefix, Target::Handler(handler))
    }

    /// Requests below `prefix` go where `router` says, which sees the rest of their path.
    #[must_use]
    pub fn router(self, prefix: &str, router: Arc<dyn Router>) -> Self {
        self.with(prefix, Target::Router(router))
    }

    /// A later entry replaces an earlier one with the same prefix.
    fn with(mut self, prefix: &str, target: Target) -> Self {
        let prefix = prefix.trim_end_matches('/');
        self.entries.retain(|(known, _)| known != prefix);
        let index = self.entries.partition_point(|(known, _)| known.len() >= prefix.len());
        self.entries.insert(index, (prefix.to_owned(), target));
        self
    }
}

impl Router for Routes {
    fn route(&self, path: &str) -> Result<Destination, Response> {
        let fitting = self.entries.iter().find_map(|(prefix, target)| Some((below(path, prefix)?, prefix, target)));
        match fitting {
            Some((_, _, Target::Handler(handler))) => Ok(Destination { handler: Arc::clone(handler), mount: 0 }),
            Some((rest, prefix, Target::Router(router))) => {
                let found = router.route(rest)?;
                Ok(Destination { mount: prefix.len() + found.mount, ..found })
            }
            None => Err(Response::nothing_here()),
        }
    }
}

impl fmt::Debug for Routes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.entries.iter().map(|(prefix, _)| prefix)).finish()
    }
}

/// The path below the prefix, with its slash, if the prefix fits.
fn below<'p>(path: &'p str, prefix: &str) -> Option<&'p str> {
    path.strip_prefix(prefix).filter(|rest| prefix.is_empty() || rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use async_trait::async_trait;

    use super::*;
    use crate::{Reply, Request, RequestHead};

    /// Known by its cap.
    struct Numbered(usize);

    #[async_trait]
    impl Handler for Numbered {
        fn max_body_bytes(&self) -> Option<usize> {
            Some(self.0)
        }

        fn admits(&self, _: &RequestHead) -> Result<(), Response> {
            Ok(())
        }

        async fn handle(&self, _: Request) -> Reply {
            Response::nothing_here().into()
        }
    }

    fn numbered(number: usize) -> Arc<dyn Handler> {
        Arc::new(Numbered(number))
    }

    fn found(routes: &Routes, path: &str) -> Option<(usize, usize)> {
        let destination = routes.route(path).ok()?;
        Some((destination.handler.max_body_bytes()?, destination.mount))
    }

    #[test]
    fn the_longest_prefix_that_ends_with_a_segment_wins() {
        let routes =
            Routes::new().handler("/web", numbered(1)).handler("/", numbered(2)).handler("/web/x/", numbered(3));
        let cases =
            [("/web", 1), ("/web/", 1), ("/web/y", 1), ("/webcam", 2), ("/", 2), ("", 2), ("*", 2), ("/web/x", 3)];
        for (path, expected) in cases {
            assert_eq!(found(&routes, path), Some((expected, 0)), "{path}");
        }
    }

    #[test]
    fn a_router_sees_the_rest_of_the_path_and_the_mounts_add_up() {
        let inner = Routes::new().handler("/web", numbered(1));
        let middle = Routes::new().router("/b", Arc::new(inner));
        let routes = Routes::new().router("/a", Arc::new(middle));
        assert_eq!(found(&routes, "/a/b/web/x"), Some((1, "/a/b".len())));
        for path in ["/a/b", "/a/b/", "/a", "/b/web", "/a/b/webcam", ""] {
            assert_eq!(found(&routes, path), None, "{path}");
        }
    }

    #[test]
    fn a_later_handler_takes_the_place_of_an_earlier_one() {
        let routes = Routes::new().handler("/web", numbered(1)).handler("/web/", numbered(2));
        assert_eq!(found(&routes, "/web"), Some((2, 0)));
    }
}
