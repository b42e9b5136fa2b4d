//! From a packet to the piece of a TCP stream that it carries.

use std::net::{IpAddr, SocketAddr};

use etherparse::{EtherType, LaxNetSlice, LaxSlicedPacket, TcpSlice, TransportSlice};
use pcap_parser::Linktype;

/// What a packet is.
pub(super) enum Packet<'a> {
    /// A piece of a TCP stream.
    Segment(Segment<'a>),
    /// A piece of a packet that was too long for the network.
    Fragment,
    /// From a kind of link that is not read here.
    UnknownLink,
    /// Something other than TCP, or damaged.
    Other,
}

/// A piece of a TCP stream.
pub(super) struct Segment<'a> {
    pub(super) from: SocketAddr,
    pub(super) to: SocketAddr,
    /// The number of its first byte in the stream.
    pub(super) number: u32,
    /// It opens the connection: nobody has answered yet.
    pub(super) opens: bool,
    /// It is the first of its stream: the number is that of the opening, before the first byte.
    pub(super) is_first: bool,
    /// Nothing comes after it.
    pub(super) is_last: bool,
    pub(super) bytes: &'a [u8],
}

/// BSD's number for packets that begin with IP, and Linux' for the same.
const RAW: [Linktype; 5] = [Linktype::RAW, Linktype(12), Linktype(14), Linktype::IPV4, Linktype::IPV6];
/// Before IP: the address family, in four bytes.
const LOOPBACK_HEAD: usize = 4;
/// Linux' "any" interface: the protocol is the last field of the first form, and the first of the second.
const COOKED_HEAD: usize = 16;
const COOKED2_HEAD: usize = 20;

/// Looks into a packet that was seen on this kind of link.
pub(super) fn packet(link: Linktype, bytes: &[u8]) -> Packet<'_> {
    let sliced = match link {
        Linktype::ETHERNET => LaxSlicedPacket::from_ethernet(bytes).ok(),
        Linktype::NULL | Linktype::LOOP => bytes.get(LOOPBACK_HEAD..).and_then(from_ip),
        Linktype::LINUX_SLL => cooked(bytes, COOKED_HEAD - 2, COOKED_HEAD),
        Linktype::LINUX_SLL2 => cooked(bytes, 0, COOKED2_HEAD),
        _ if RAW.contains(&link) => from_ip(bytes),
        _ => return Packet::UnknownLink,
    };
    let Some(sliced) = sliced else { return Packet::Other };
    let (source, destination, payload): (IpAddr, IpAddr, _) = match &sliced.net {
        Some(LaxNetSlice::Ipv4(ip)) => {
            (ip.header().source_addr().into(), ip.header().destination_addr().into(), ip.payload())
        }
        Some(LaxNetSlice::Ipv6(ip)) => {
            (ip.header().source_addr().into(), ip.header().destination_addr().into(), ip.payload())
        }
        _ => return Packet::Other,
    };
    if payload.fragmented {
        return Packet::Fragment;
    }
    let Some(TransportSlice::Tcp(tcp)) = sliced.transport else { return Packet::Other };
    Packet::Segment(segment(source, destination, &tcp))
}

fn segment<'a>(source: IpAddr, destination: IpAddr, tcp: &TcpSlice<'a>) -> Segment<'a> {
    Segment {
        from: SocketAddr::new(source, tcp.source_port()),
        to: SocketAddr::new(destination, tcp.destination_port()),
        number: tcp.sequence_number(),
        opens: tcp.syn() && !tcp.ack(),
        is_first: tcp.syn(),
        is_last: tcp.fin(),
        bytes: tcp.payload(),
    }
}

fn from_ip(bytes: &[u8]) -> Option<LaxSlicedPacket<'_>> {
    LaxSlicedPacket::from_ip(bytes).ok()
}

fn cooked(bytes: &[u8], protocol: usize, head: usize) -> Option<LaxSlicedPacket<'_>> {
    let kind = bytes.get(protocol..protocol + 2)?.try_into().ok().map(u16::from_be_bytes)?;
    Some(LaxSlicedPacket::from_ether_type(EtherType(kind), bytes.get(head..)?))
}
