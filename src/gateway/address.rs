//! Under which name the gateway is reached, and which names its certificate has.

use std::net::{IpAddr, SocketAddr};

use hyper::Uri;

use crate::config::PlaceSettings;

const LOCALHOST: &str = "localhost";

/// Further names and addresses for the certificate, beside those of this machine that it always
/// has: whatever [`host`] may name must be one of them.
pub(super) fn certificate_names(place: &PlaceSettings) -> Vec<String> {
    let listen = place.listen.ip();
    let listen = (!listen.is_unspecified()).then(|| listen.to_string());
    place.host.iter().cloned().chain(public_host(place)).chain(listen).collect()
}

/// The host to announce for a gateway that listens on `listen`, as it stands in a URL.
///
/// On all addresses of the machine (`0.0.0.0`, `::`) no client can call it by the address that it
/// listens on, nor does the certificate have it: a name stands in its place.
pub(super) fn host(place: &PlaceSettings, listen: SocketAddr) -> String {
    let address = listen.ip();
    if !address.is_unspecified() {
        let is_localhost = address == IpAddr::from([127, 0, 0, 1]);
        return if is_localhost { LOCALHOST.to_owned() } else { in_url(&address.to_string()) };
    }
    // Names matter to TLS only: without it a proxy has them, and the gateway is behind it.
    let named = place.tls.then(|| {
        // A wildcard is a name of the certificate, but none to call.
        let given = place.host.iter().map(|name| name.trim()).find(|name| !name.starts_with("*."));
        given.map(str::to_owned).or_else(|| public_host(place))
    });
    named.flatten().map_or_else(|| LOCALHOST.to_owned(), |name| in_url(&name))
}

fn public_host(place: &PlaceSettings) -> Option<String> {
    let url: Uri = place.public_url.as_ref()?.as_str().parse().ok()?;
    url.host().map(str::to_owned)
}

/// An IPv6 address stands in brackets there.
fn in_url(host: &str) -> String {
    if host.contains(':') && !host.starts_with('[') { format!("[{host}]") } else { host.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Values;

    fn place(settings: &str) -> PlaceSettings {
        let mut values = Values::default();
        values.give_toml(std::path::Path::new("settings"), settings).unwrap();
        values.resolve().unwrap().place
    }

    #[test]
    fn the_name_announced_can_be_called_and_is_in_the_certificate() {
        const PUBLIC: &str = "public_url = 'https://sac.example.org:444/prova'";
        let cases = [
            ("127.0.0.1:1", "", "localhost"),
            ("127.0.0.1:1", "host = ['sac.example']", "localhost"),
            ("127.0.0.2:1", "", "127.0.0.2"),
            ("[::1]:1", "", "[::1]"),
            ("192.0.2.1:1", "host = ['sac.example']", "192.0.2.1"),
            ("[2001:db8::1]:1", "", "[2001:db8::1]"),
            ("0.0.0.0:1", "", "localhost"),
            ("[::]:1", "", "localhost"),
            ("0.0.0.0:1", "host = ['sac.example', 'other.example']", "sac.example"),
            ("[::]:1", "host = ['*.example', 'sac.example']", "sac.example"),
            ("0.0.0.0:1", "host = ['*.example']", "localhost"),
            ("0.0.0.0:1", "host = ['2001:DB8::1']", "[2001:DB8::1]"),
            ("0.0.0.0:1", "host = ['[2001:db8::1]']", "[2001:db8::1]"),
            ("0.0.0.0:1", PUBLIC, "sac.example.org"),
            ("0.0.0.0:1", "public_url = 'https://[2001:db8::1]'", "[2001:db8::1]"),
            ("0.0.0.0:1", "host = ['sac.example']\npublic_url = 'https://x.example'", "sac.example"),
            ("0.0.0.0:1", "host = ['sac.example']\ntls = false", "localhost"),
            ("192.0.2.1:1", "tls = false", "192.0.2.1"),
        ];
        for (listen, settings, expected) in cases {
            let place = place(&format!("listen = '{listen}'\n{settings}"));
            let announced = host(&place, place.listen);
            assert_eq!(announced, expected, "{listen} {settings}");
            let bare = |name: &str| name.trim_matches(['[', ']']).to_ascii_lowercase();
            let known = [LOCALHOST, "127.0.0.1", "::1"].map(str::to_owned).into_iter().chain(certificate_names(&place));
            assert!(known.map(|name| bare(&name)).any(|name| name == bare(&announced)), "{listen} {settings}");
        }
    }
}
