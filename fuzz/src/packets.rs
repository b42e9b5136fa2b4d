//! Files of network packets, written from what the two sides of a connection send.

/// The form of a file of packets.
#[derive(Clone, Copy, Debug)]
pub enum File {
    /// pcap, in either byte order; with the head that belongs to microseconds or nanoseconds.
    Pcap { big: bool, nanos: bool },
    /// pcapng, in either byte order; with packets that name their interface or without.
    PcapNg { big: bool, simple: bool },
}

/// What stands before IP in a packet.
#[derive(Clone, Copy, Debug)]
pub enum Link {
    Ethernet,
    Vlan,
    Loopback,
    Cooked,
    Cooked2,
    Raw,
}

/// A piece of a TCP stream.
#[derive(Clone, Debug)]
pub struct Piece {
    pub from_client: bool,
    pub number: u32,
    /// SYN 2, FIN 1, ACK 16.
    pub flags: u8,
    pub bytes: Vec<u8>,
}

impl File {
    /// All forms.
    pub fn all() -> Vec<Self> {
        let both = [false, true];
        let pcap = both.into_iter().flat_map(|big| both.map(|nanos| Self::Pcap { big, nanos }));
        pcap.chain(both.into_iter().flat_map(|big| both.map(|simple| Self::PcapNg { big, simple }))).collect()
    }

    /// The file of these packets.
    pub fn write(self, link: Link, packets: &[Vec<u8>]) -> Vec<u8> {
        let big = matches!(self, Self::Pcap { big: true, .. } | Self::PcapNg { big: true, .. });
        let u32 = |value: usize| {
            let value = u32::try_from(value).unwrap_or(u32::MAX);
            if big { value.to_be_bytes() } else { value.to_le_bytes() }
        };
        let u16 = |value: u16| if big { value.to_be_bytes() } else { value.to_le_bytes() };
        match self {
            Self::Pcap { nanos, .. } => {
                let magic = if nanos { 0xA1B2_3C4D } else { 0xA1B2_C3D4 };
                let mut file = [&u32(magic)[..], &u16(2), &u16(4), &u32(0), &u32(0), &u32(0x4_0000)].concat();
                file.extend(u32(usize::from(link.number())));
                for packet in packets {
                    file.extend([u32(0), u32(0), u32(packet.len()), u32(packet.len())].concat());
                    file.extend(packet);
                }
                file
            }
            Self::PcapNg { simple, .. } => {
                let block = |kind: usize, content: &[u8]| {
                    let padding = vec![0; content.len().next_multiple_of(4) - content.len()];
                    let length = u32(content.len() + padding.len() + 12);
                    [&u32(kind)[..], &length, content, &padding, &length].concat()
                };
                let section = [&u32(0x1A2B_3C4D)[..], &u16(1), &u16(0), &[0xFF; 8]].concat();
                let interface = [&u16(link.number())[..], &u16(0), &u32(0)].concat();
                let mut file = [block(0x0A0D_0D0A, &section), block(1, &interface)].concat();
                for packet in packets {
                    let length = u32(packet.len());
                    let content = if simple {
                        [&length[..], packet].concat()
                    } else {
                        [&[0; 12][..], &length, &length, packet].concat()
                    };
                    file.extend(block(if simple { 3 } else { 6 }, &content));
                }
                file
            }
        }
    }
}

impl Link {
    /// All kinds.
    pub const ALL: [Self; 6] = [Self::Ethernet, Self::Vlan, Self::Loopback, Self::Cooked, Self::Cooked2, Self::Raw];

    fn number(self) -> u16 {
        match self {
            Self::Ethernet | Self::Vlan => 1,
            Self::Loopback => 0,
            Self::Cooked => 113,
            Self::Cooked2 => 276,
            Self::Raw => 101,
        }
    }

    /// The head before IP of version 4, or 6.
    fn head(self, ip6: bool) -> Vec<u8> {
        let kind: &[u8] = if ip6 { &[0x86, 0xDD] } else { &[0x08, 0x00] };
        match self {
            Self::Ethernet => [&[2; 12][..], kind].concat(),
            Self::Vlan => [&[2; 12][..], &[0x81, 0, 0, 7], kind].concat(),
            Self::Loopback => vec![if ip6 { 30 } else { 2 }, 0, 0, 0],
            Self::Cooked => [&[0, 0, 3, 4, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0][..], kind].concat(),
            Self::Cooked2 => [kind, &[0; 18][..]].concat(),
            Self::Raw => Vec::new(),
        }
    }
}

/// The packet of a piece, between a client and a server on their usual ports.
pub fn packet(link: Link, ip6: bool, piece: &Piece) -> Vec<u8> {
    let ports = [50_000_u16.to_be_bytes(), 8080_u16.to_be_bytes()];
    let hosts = [1_u8, 2];
    let (from, to) = if piece.from_client { (0, 1) } else { (1, 0) };
    let mut tcp = [ports[from], ports[to]].concat();
    tcp.extend(piece.number.to_be_bytes());
    tcp.extend([0, 0, 0, 0, 0x50, piece.flags, 0xFF, 0xFF, 0, 0, 0, 0]);
    tcp.extend(&piece.bytes);
    let length = u16::try_from(tcp.len()).unwrap_or(u16::MAX).to_be_bytes();
    let ip = if ip6 {
        let address = |host: u8| [&[0xFD][..], &[0; 14], &[host]].concat();
        let head = [&[0x60, 0, 0, 0][..], &length, &[6, 64]].concat();
        [head, address(hosts[from]), address(hosts[to])].concat()
    } else {
        let total = u16::try_from(tcp.len() + 20).unwrap_or(u16::MAX).to_be_bytes();
        let head = [&[0x45, 0][..], &total, &[0, 0, 0, 0, 64, 6, 0, 0]].concat();
        [&head[..], &[10, 0, 0, hosts[from]], &[10, 0, 0, hosts[to]]].concat()
    };
    [link.head(ip6), ip, tcp].concat()
}

/// What a side sends, opened and closed, in pieces of this many bytes.
pub fn pieces(from_client: bool, first: u32, bytes: &[u8], size: usize) -> Vec<Piece> {
    let piece = |at: usize, flags: u8, bytes: &[u8]| {
        let number = first.wrapping_add(u32::try_from(at).unwrap_or(u32::MAX));
        Piece { from_client, number, flags, bytes: bytes.to_vec() }
    };
    let opening = piece(0, if from_client { 2 } else { 18 }, b"");
    let data = bytes.chunks(size.max(1)).enumerate().map(|(at, chunk)| piece(1 + at * size.max(1), 16, chunk));
    std::iter::once(opening).chain(data).chain([piece(1 + bytes.len(), 17, b"")]).collect()
}
