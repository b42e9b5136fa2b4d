//! Where the control listener listens.

use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};

use sac_domain::words::Wanted;

use super::value::Text;

/// Where the control listener listens: on this machine, or not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ControlAddress {
    /// There is none.
    Off,
    /// A loopback address.
    At(SocketAddr),
}

impl ControlAddress {
    /// Where it listens unless something else is said.
    pub const DEFAULT: Self = Self::At(SocketAddr::V4(SocketAddrV4::new(Ipv4Addr::LOCALHOST, 8444)));
}

impl Text for ControlAddress {
    fn parse(text: &str) -> Result<Self, Wanted> {
        if text == "off" {
            return Ok(Self::Off);
        }
        SocketAddr::parse(text).ok().filter(|address| address.ip().is_loopback()).map(Self::At).ok_or_else(|| {
            Wanted::new(
                "è off, oppure un indirizzo di loopback con una porta, come 127.0.0.1:8444 o [::1]:8444 (l'API di \
                 controllo non ascolta mai fuori da questa macchina)",
                "it is off, or a loopback address and a port, such as 127.0.0.1:8444 or [::1]:8444 (the control API \
                 never listens beyond this machine)",
            )
        })
    }

    fn print(&self) -> String {
        match self {
            Self::Off => "off".to_owned(),
            Self::At(address) => address.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_loopback_address_or_off() {
        for text in ["off", "127.0.0.1:8444", "[::1]:0", "127.1.2.3:1"] {
            assert_eq!(ControlAddress::parse(text).unwrap().print(), text);
        }
        assert_eq!(ControlAddress::parse("localhost:1"), ControlAddress::parse("127.0.0.1:1"));
        for text in ["", "on", "0.0.0.0:8444", "[::]:8444", "192.0.2.1:8444", "sac.example:8444", "8444"] {
            assert!(ControlAddress::parse(text).is_err(), "{text}");
        }
    }
}
