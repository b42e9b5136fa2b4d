//! From a file of packets to its packets: pcap, as tcpdump writes it, and pcapng, as Wireshark does.

use pcap_parser::pcap::{parse_pcap_frame, parse_pcap_frame_be, parse_pcap_frame_modified, parse_pcap_header};
use pcap_parser::pcapng::Block;
use pcap_parser::{Linktype, PcapBlockOwned, PcapNGSlice};

/// How files of packets begin: pcap in both byte orders, with micro- and nanoseconds, in the form of
/// Kuznetzov's patch, and pcapng.
const MARKS: [&[u8]; 6] =
    [b"\xD4\xC3\xB2\xA1", b"\xA1\xB2\xC3\xD4", b"\x4D\x3C\xB2\xA1", b"\xA1\xB2\x3C\x4D", b"\x34\xCD\xB2\xA1", PCAPNG];
const PCAPNG: &[u8] = b"\x0A\x0D\x0D\x0A";

/// Whether a file holds packets, by its first bytes.
pub(super) fn is_capture(bytes: &[u8]) -> bool {
    MARKS.iter().any(|mark| bytes.starts_with(mark))
}

/// Hands each packet of a file to `take`, with the kind of link it was seen on. Whether the file was
/// read to its end: what is damaged or breaks off is read up to there.
pub(super) fn read<'a>(bytes: &'a [u8], take: impl FnMut(Linktype, &'a [u8])) -> bool {
    if bytes.starts_with(PCAPNG) { blocks(bytes, take) } else { records(bytes, take) }
}

/// pcap: one kind of link, records of a head and a packet each.
fn records<'a>(bytes: &'a [u8], mut take: impl FnMut(Linktype, &'a [u8])) -> bool {
    let Ok((mut rest, header)) = parse_pcap_header(bytes) else { return false };
    let parse = if header.is_modified_format() {
        parse_pcap_frame_modified
    } else if header.is_bigendian() {
        parse_pcap_frame_be
    } else {
        parse_pcap_frame
    };
    while !rest.is_empty() {
        let Ok((next, record)) = parse(rest) else { return false };
        take(header.network, record.data);
        rest = next;
    }
    true
}

/// pcapng: sections, each with its interfaces, to which the packets refer.
fn blocks<'a>(bytes: &'a [u8], mut take: impl FnMut(Linktype, &'a [u8])) -> bool {
    let Ok(blocks) = PcapNGSlice::from_slice(bytes) else { return false };
    let mut interfaces: Vec<Linktype> = Vec::new();
    for block in blocks {
        let Ok(PcapBlockOwned::NG(block)) = block else { return false };
        let (interface, data, length) = match block {
            Block::SectionHeader(_) => {
                interfaces.clear();
                continue;
            }
            Block::InterfaceDescription(interface) => {
                interfaces.push(interface.linktype);
                continue;
            }
            Block::EnhancedPacket(packet) => (packet.if_id as usize, packet.data, packet.caplen as usize),
            // All of these are of the first interface.
            Block::SimplePacket(packet) => (0, packet.data, packet.origlen as usize),
            _ => continue,
        };
        // Data is padded to four bytes.
        if let Some(link) = interfaces.get(interface) {
            take(*link, data.get(..length).unwrap_or(data));
        }
    }
    true
}
