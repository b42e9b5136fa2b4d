//! `sac check --serve`: the page to drop files on.

use std::io::{self, Write, stdout};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use sac_gateway::check::serve::{Page, Settings};
use sac_gateway::diagnostic::Language;
use sac_gateway::domain::words::Wanted;

use crate::cli::failure::Failure;
use crate::cli::outcome::Verdict;
use crate::cli::signal::StopSignals;

/// Serves the page until the program is asked to stop.
pub(super) fn run(settings: Settings) -> Result<Verdict, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::System)?;
    runtime.block_on(async {
        // Before anybody is told that the page is there, and might ask it to stop.
        let mut signals = StopSignals::listen().map_err(Failure::System)?;
        let language = settings.language;
        let page = Page::start(settings).await?;
        announce(&page.url(), language)?;
        signals.next().await;
        page.shutdown().await;
        Ok(Verdict::Clean)
    })
}

fn announce(url: &str, language: Language) -> io::Result<()> {
    let mut out = stdout().lock();
    match language {
        Language::It => writeln!(out, "Aprire {url} nel browser di questo computer. Ctrl-C chiude la pagina.")?,
        Language::En => writeln!(out, "Open {url} in a browser on this computer. Ctrl-C closes the page.")?,
    }
    out.flush()
}

/// A loopback address: messages may hold personal data, and the page asks for no password.
pub(super) fn loopback(text: &str) -> Result<SocketAddr, Wanted> {
    let address: SocketAddr = text
        .parse()
        .or_else(|_| text.parse::<u16>().map(|port| (IpAddr::from(Ipv4Addr::LOCALHOST), port).into()))
        .map_err(|_| {
            Wanted::new(
                "è un indirizzo con la porta (127.0.0.1:8080), o la sola porta",
                "it is an address with a port (127.0.0.1:8080), or a port alone",
            )
        })?;
    let port = address.port();
    if address.ip().is_loopback() {
        return Ok(address);
    }
    Err(Wanted::new(
        format!("la pagina è solo per questo computer: indicare 127.0.0.1:{port} o [::1]:{port}"),
        format!("the page is for this computer only: give 127.0.0.1:{port} or [::1]:{port}"),
    ))
}
