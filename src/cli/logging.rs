//! The log, on standard error.

use std::io::{self, IsTerminal as _};

use tracing_subscriber::EnvFilter;

use sac_gateway::config::{LogFormat, LogSettings};

/// Starts logging as the settings say. A second start changes nothing.
pub(super) fn start(settings: &LogSettings) {
    let log = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(settings.log_filter.as_str()))
        .with_ansi(io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none())
        .with_writer(io::stderr);
    // It fails only where logging was started before.
    let _ = match settings.log_format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().try_init(),
    };
}
