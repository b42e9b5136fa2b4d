//! The public files of an installation, beside the WSDL: what a client must trust and encrypt with.

use std::sync::Arc;

use async_trait::async_trait;
use hyper::{Method, StatusCode};

use crate::keys::Keys;
use crate::message::CONTRACT;
use crate::transport::{Handler, Reply, Request, RequestHead, Response, quoted};

/// The files, by name. Clones share them.
#[derive(Clone)]
pub(super) struct Downloads(Arc<[Download]>);

struct Download {
    name: &'static str,
    media: &'static str,
    content: Vec<u8>,
}

impl Downloads {
    pub(super) fn new(keys: &Keys) -> Self {
        let file = |name, media, content: &[u8]| Download { name, media, content: content.to_vec() };
        Self(Arc::new([
            file("ca.pem", "application/x-pem-file", keys.ca_pem().as_bytes()),
            file("SanitelCF.cer", "application/pkix-cert", keys.encryption_certificate_der()),
            file("SanitelCF.pem", "application/x-pem-file", keys.encryption_certificate_pem()),
        ]))
    }

    /// The file at this path: in the folder of the WSDL, in upper or lower case.
    fn at(&self, path: &str) -> Option<&Download> {
        let name = path.strip_prefix(CONTRACT.interface.folder())?.strip_prefix('/')?;
        self.0.iter().find(|file| file.name.eq_ignore_ascii_case(name))
    }

    /// 404: what came, and all that there is.
    fn not_found(&self, head: &RequestHead) -> Response {
        let came = quoted(&format!("{}{}", head.mount, head.path));
        let service = format!("{}{}", head.mount, CONTRACT.interface.path);
        let folder = format!("{}{}", head.mount, CONTRACT.interface.folder());
        let names: Vec<&str> = self.0.iter().map(|file| file.name).collect();
        let names = names.join(", ");
        Response::sentence(
            StatusCode::NOT_FOUND,
            &format!(
                "All'indirizzo {came} non c'è nulla: il servizio risponde in POST a {service}, il WSDL è allo stesso \
                 indirizzo con ?wsdl; in {folder}/ ci sono {names}."
            ),
            &format!(
                "There is nothing at {came}: the service answers POST at {service}, the WSDL is at the same address with \
                 ?wsdl; in {folder}/ there are {names}."
            ),
        )
    }
}

/// A handler with the files beside it.
pub(super) struct WithDownloads<H> {
    pub(super) inner: H,
    pub(super) downloads: Downloads,
}

#[async_trait]
impl<H: Handler> Handler for WithDownloads<H> {
    fn max_body_bytes(&self) -> Option<usize> {
        self.inner.max_body_bytes()
    }

    fn admits(&self, head: &RequestHead) -> Result<(), Response> {
        if self.downloads.at(&head.path).is_some() {
            let reads = matches!(head.method, Method::GET | Method::HEAD);
            return if reads { Ok(()) } else { Err(Response::read_only()) };
        }
        self.inner.admits(head).map_err(|refusal| match refusal.status {
            StatusCode::NOT_FOUND => self.downloads.not_found(head),
            _ => refusal,
        })
    }

    fn refusal(&self, head: &RequestHead, refusal: Response) -> Response {
        self.inner.refusal(head, refusal)
    }

    async fn handle(&self, request: Request) -> Reply {
        match self.downloads.at(&request.head.path) {
            Some(Download { media, content, .. }) => Response::new(StatusCode::OK, media, content.clone()).into(),
            None => self.inner.handle(request).await,
        }
    }
}
