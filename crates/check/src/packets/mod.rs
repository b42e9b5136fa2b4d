//! Captures of network packets, pcap and pcapng: the HTTP that travelled in them without TLS is put together from
//! its packets; what could not be read of it is said.
//!
//! Everything is bounded by the file: a packet is a piece of it, and what is put together is not longer.

mod connection;
mod frames;
mod segment;
mod stream;

use connection::Connections;
use segment::{Packet, packet};

/// What a capture of packets came to.
#[derive(Default)]
pub(super) struct Packets {
    /// Exchanges of HTTP, as a file of HTTP messages has them.
    pub(super) exchanges: Vec<Vec<u8>>,
    /// Connections in TLS, which cannot be read.
    pub(super) encrypted: usize,
    /// Connections in HTTP/2, which are not read here.
    pub(super) http2: usize,
    /// HTTP messages of which packets are missing, or parts of packets.
    pub(super) incomplete: usize,
    /// Packets that the network cut into several.
    pub(super) fragments: usize,
    /// Packets of links that are not read here.
    pub(super) unknown_links: usize,
    /// The file breaks off or is damaged.
    pub(super) breaks_off: bool,
}

/// Whether a file holds packets, by its first bytes.
pub(super) fn is_capture(bytes: &[u8]) -> bool {
    frames::is_capture(bytes)
}

/// Takes a capture of packets apart.
pub(super) fn open(bytes: &[u8]) -> Packets {
    let mut packets = Packets::default();
    let mut connections = Connections::default();
    let is_whole = frames::read(bytes, |link, bytes| match packet(link, bytes) {
        Packet::Segment(segment) => connections.add(&segment),
        Packet::Fragment => packets.fragments += 1,
        Packet::UnknownLink => packets.unknown_links += 1,
        Packet::Other => {}
    });
    let found = connections.read();
    Packets {
        exchanges: found.exchanges,
        encrypted: found.encrypted,
        http2: found.http2,
        incomplete: found.incomplete,
        breaks_off: !is_whole,
        ..packets
    }
}
