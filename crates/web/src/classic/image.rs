//! The image of a control code. It keeps no program out: it stands where clients expect one.

use std::io::Write as _;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

const WIDTH: u32 = 160;
const HEIGHT: u32 = 48;
/// The side of a dot.
const DOT: u32 = 5;
const PAPER: u8 = 255;
const INK: u8 = 40;

/// The digits, five dots wide and seven high; each row is a number of five bits.
const DIGITS: [[u8; 7]; 10] = [
    [0x0e, 0x11, 0x13, 0x15, 0x19, 0x11, 0x0e],
    [0x04, 0x0c, 0x04, 0x04, 0x04, 0x04, 0x0e],
    [0x0e, 0x11, 0x01, 0x02, 0x04, 0x08, 0x1f],
    [0x1f, 0x02, 0x04, 0x02, 0x01, 0x11, 0x0e],
    [0x02, 0x06, 0x0a, 0x12, 0x1f, 0x02, 0x02],
    [0x1f, 0x10, 0x1e, 0x01, 0x01, 0x11, 0x0e],
    [0x06, 0x08, 0x10, 0x1e, 0x11, 0x11, 0x0e],
    [0x1f, 0x01, 0x02, 0x04, 0x08, 0x08, 0x08],
    [0x0e, 0x11, 0x11, 0x0e, 0x11, 0x11, 0x0e],
    [0x0e, 0x11, 0x11, 0x0f, 0x01, 0x02, 0x0c],
];

/// A PNG that shows up to five digits.
pub(super) fn draw(code: &str) -> std::io::Result<Vec<u8>> {
    // Each line begins with the number of its filter, which is none.
    let line = |y| std::iter::once(0).chain((0..WIDTH).map(move |x| dot(code, x, y)));
    let lines: Vec<u8> = (0..HEIGHT).flat_map(line).collect();
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    packed.write_all(&lines)?;
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    // Eight bits of grey, and the only kind that there is of everything else.
    let size = [WIDTH.to_be_bytes(), HEIGHT.to_be_bytes()].concat();
    chunk(&mut out, *b"IHDR", &[&size[..], &[8, 0, 0, 0, 0]].concat());
    chunk(&mut out, *b"IDAT", &packed.finish()?);
    chunk(&mut out, *b"IEND", &[]);
    Ok(out)
}

/// A part of a PNG: its length, its kind, what is in it, and a sum over the last two.
fn chunk(out: &mut Vec<u8>, kind: [u8; 4], content: &[u8]) {
    let mut sum = Crc::new();
    sum.update(&kind);
    sum.update(content);
    out.extend(u32::try_from(content.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend(kind);
    out.extend(content);
    out.extend(sum.sum().to_be_bytes());
}

/// What is at this place: each digit has six columns of dots, seven rows, and a margin around it all.
fn dot(code: &str, x: u32, y: u32) -> u8 {
    let inside = || {
        let (column, row) = (x.checked_sub(DOT)? / DOT, usize::try_from(y.checked_sub(DOT)? / DOT).ok()?);
        let digit = code.chars().nth(usize::try_from(column / 6).ok()?)?.to_digit(10)?;
        let line = DIGITS.get(usize::try_from(digit).ok()?)?.get(row)?;
        (column % 6 < 5).then(|| line >> (4 - column % 6) & 1 == 1)
    };
    if inside().unwrap_or(false) { INK } else { PAPER }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_shows_its_digits_and_no_others() {
        let images: Vec<_> = (0..10).map(|digit| draw(&digit.to_string().repeat(5)).unwrap()).collect();
        for (digit, image) in images.iter().enumerate() {
            assert!(image.starts_with(b"\x89PNG\r\n\x1a\n"), "{digit}");
            assert_eq!(images.iter().filter(|other| *other == image).count(), 1, "{digit}");
        }
        let rows: Vec<String> = (0..7)
            .map(|row| (0..5).map(|x| if dot("4", 5 + x * 5, 5 + row * 5) == INK { '#' } else { '.' }).collect())
            .collect();
        assert_eq!(rows, ["...#.", "..##.", ".#.#.", "#..#.", "#####", "...#.", "...#."]);
    }
}
