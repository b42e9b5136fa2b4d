//! What makes a channel: its paths, who is logged in, its pages.

use hyper::Method;
use sac_domain::exchange::How;

use crate::answer::Answer;
use crate::audience::Audience;
use crate::call::{Broken, Call};
use crate::session::Who;

/// The pages of one channel.
pub(crate) trait Site: Send + Sync + 'static {
    /// A page, by path and method.
    type Page: Send + Sync;
    /// Someone who is logged in, as far as pages need to know them.
    type Reader: Send + Sync;

    const AUDIENCE: Audience;

    /// The longest body with a file, where the channel takes any.
    const FILE: Option<usize> = None;

    /// Whether the page takes a file.
    fn takes_file(_: &Self::Page) -> bool {
        false
    }

    /// What there is at this path below the channel's.
    fn ways(path: &str) -> Option<Ways<Self::Page>>;

    /// The name of the action, in the journal and in fault plans; files that belong to every page have none.
    fn action(page: &Self::Page, call: &Call<'_>) -> Option<&'static str>;

    /// Whether a fault plan may act on it; a form that nothing was typed into yet is left alone.
    fn meets_plan(_page: &Self::Page) -> bool {
        true
    }

    /// Whether it shows the refusal of a fault plan itself, beside what was typed.
    fn shows_refusal(_page: &Self::Page) -> bool {
        false
    }

    /// Whether somebody must be logged in.
    fn needs_log_in(page: &Self::Page) -> bool;

    /// What the request is about, as far as path and form say so.
    fn subject(page: &Self::Page, call: &Call<'_>) -> Subject;

    /// Whoever the session is of; nobody if there is no such person any more.
    fn reader(
        call: &Call<'_>,
        who: &Who,
    ) -> impl Future<Output = Result<Option<(Self::Reader, Caller)>, Broken>> + Send;

    /// Makes the page. A page that needs a log-in always gets a reader.
    fn answer(
        call: &mut Call<'_>,
        page: &Self::Page,
        reader: Option<&Self::Reader>,
    ) -> impl Future<Output = Result<Answer, Broken>> + Send;
}

/// What a path is reached by.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ways<P> {
    pub(crate) get: Option<P>,
    pub(crate) post: Option<P>,
}

/// Why there is no page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    Path,
    /// The methods that there are.
    Method(&'static str),
}

/// Who calls, for the journal and the fault plan.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// Absent where it would be a worker's code.
    pub(crate) name: Option<String>,
    /// As the journal has it: `azienda`, `cittadino`, `medico`, …
    pub(crate) kind: &'static str,
    pub(crate) how: How,
    /// The worker, where the caller is one.
    pub(crate) worker: Option<String>,
}

/// What a request is about. What is not said is empty.
#[derive(Clone, Debug, Default)]
pub(crate) struct Subject {
    /// The name given at log-in.
    pub(crate) user: String,
    /// A codice fiscale as it was typed.
    pub(crate) worker: String,
    /// A number as it was typed.
    pub(crate) number: String,
}

impl<P> Ways<P> {
    pub(crate) fn both(get: P, post: P) -> Self {
        Self { get: Some(get), post: Some(post) }
    }

    pub(crate) fn get(get: P) -> Self {
        Self { get: Some(get), post: None }
    }

    pub(crate) fn post(post: P) -> Self {
        Self { get: None, post: Some(post) }
    }
}

/// The page at this path below the channel's.
pub(crate) fn page<S: Site>(path: &str, method: &Method) -> Result<S::Page, Missing> {
    let Ways { get, post } = S::ways(path).ok_or(Missing::Path)?;
    let allowed = match (&get, &post) {
        (Some(_), Some(_)) => "GET, HEAD, POST",
        (Some(_), None) => "GET, HEAD",
        _ => "POST",
    };
    let found = match *method {
        Method::GET | Method::HEAD => get,
        Method::POST => post,
        _ => None,
    };
    found.ok_or(Missing::Method(allowed))
}
