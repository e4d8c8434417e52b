//! Pictures made here: pages, certificates and nonsense, as JPEG, PNG and GIF.

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

/// A picture in red, green and blue.
#[derive(Clone)]
pub struct Canvas {
    pub width: u16,
    pub height: u16,
    pub pixels: Vec<[u8; 3]>,
    seed: u32,
}

impl Canvas {
    /// A page of one colour.
    pub fn page(width: u16, height: u16, colour: [u8; 3]) -> Self {
        Self {
            width,
            height,
            pixels: vec![colour; usize::from(width) * usize::from(height)],
            seed: 1,
        }
    }

    /// A certificate: a coloured card with a portrait, writing and a red seal, before a table.
    pub fn certificate(width: u16, height: u16) -> Self {
        let mut canvas = Self::page(width, height, [120, 100, 80]);
        let (w, h) = (width, height);
        canvas.fill(w / 10, h / 10, w * 9 / 10, h * 9 / 10, [225, 235, 240]);
        canvas.fill(w * 6 / 10, h / 5, w * 8 / 10, h * 6 / 10, [60, 40, 40]);
        for line in 0..6 {
            canvas.writing(w / 6, h / 5 + line * (h / 12), w * 5 / 10);
        }
        canvas.seal(w * 7 / 10, h * 7 / 10, h / 10);
        canvas.noise(6);
        canvas
    }

    /// A box of one colour.
    pub fn fill(&mut self, left: u16, top: u16, right: u16, bottom: u16, colour: [u8; 3]) {
        for y in top..bottom.min(self.height) {
            for x in left..right.min(self.width) {
                self.pixels[usize::from(y) * usize::from(self.width) + usize::from(x)] = colour;
            }
        }
    }

    /// A line of characters, strokes two pixels wide.
    pub fn writing(&mut self, left: u16, top: u16, right: u16) {
        for x in (left..right).step_by(14) {
            self.fill(x, top, x + 10, top + 2, [30, 30, 30]);
            self.fill(x, top + 5, x + 10, top + 7, [30, 30, 30]);
            self.fill(x + 4, top, x + 6, top + 12, [30, 30, 30]);
        }
    }

    /// A round red seal.
    pub fn seal(&mut self, x: u16, y: u16, radius: u16) {
        let (x, y, radius) = (i32::from(x), i32::from(y), i32::from(radius));
        for row in (y - radius).max(0)..(y + radius).min(self.height.into()) {
            for column in (x - radius).max(0)..(x + radius).min(self.width.into()) {
                let distance = (row - y).pow(2) + (column - x).pow(2);
                if (radius * radius * 3 / 4..radius * radius).contains(&distance) {
                    let at = row as usize * usize::from(self.width) + column as usize;
                    self.pixels[at] = [200, 40, 45];
                }
            }
        }
    }

    /// Adds as much to each colour of each pixel as chance will have it, at most so much.
    pub fn noise(&mut self, most: u8) {
        let span = u32::from(most) * 2 + 1;
        for index in 0..self.pixels.len() {
            for colour in 0..3 {
                let by = (self.chance() % span) as i32 - i32::from(most);
                let value = &mut self.pixels[index][colour];
                *value = (i32::from(*value) + by).clamp(0, 255) as u8;
            }
        }
    }

    /// The same noise for all three colours: a grey scanner's.
    pub fn grey_noise(&mut self, most: u8) {
        let span = u32::from(most) * 2 + 1;
        for index in 0..self.pixels.len() {
            let by = (self.chance() % span) as i32 - i32::from(most);
            for value in &mut self.pixels[index] {
                *value = (i32::from(*value) + by).clamp(0, 255) as u8;
            }
        }
    }

    /// Light that falls off towards one side by so much.
    pub fn shadow(&mut self, by: u8) {
        for (index, pixel) in self.pixels.iter_mut().enumerate() {
            let column = (index % usize::from(self.width)) as u32;
            let darker = (column * u32::from(by) / u32::from(self.width)) as u8;
            *pixel = pixel.map(|value| value.saturating_sub(darker));
        }
    }

    /// Black and white.
    pub fn grey(mut self) -> Self {
        for pixel in &mut self.pixels {
            let sum: u32 = pixel.iter().map(|value| u32::from(*value)).sum();
            *pixel = [(sum / 3) as u8; 3];
        }
        self
    }

    fn chance(&mut self) -> u32 {
        self.seed = self
            .seed
            .wrapping_mul(1_664_525)
            .wrapping_add(1_013_904_223);
        self.seed >> 8
    }

    fn bytes(&self) -> Vec<u8> {
        self.pixels.concat()
    }

    fn encoded(&self, quality: u8, change: impl FnOnce(&mut Encoder<&mut Vec<u8>>)) -> Vec<u8> {
        let mut out = Vec::new();
        let mut encoder = Encoder::new(&mut out, quality);
        change(&mut encoder);
        encoder
            .encode(&self.bytes(), self.width, self.height, ColorType::Rgb)
            .unwrap();
        out
    }

    pub fn jpeg(&self) -> Vec<u8> {
        self.encoded(85, |encoder| {
            encoder.set_sampling_factor(SamplingFactor::F_2_2);
        })
    }

    pub fn poor_jpeg(&self) -> Vec<u8> {
        self.encoded(40, |encoder| {
            encoder.set_sampling_factor(SamplingFactor::F_2_2);
        })
    }

    pub fn progressive_jpeg(&self) -> Vec<u8> {
        self.encoded(85, |encoder| encoder.set_progressive(true))
    }

    pub fn grey_jpeg(&self) -> Vec<u8> {
        let grey: Vec<u8> = self.pixels.iter().map(|pixel| pixel[0]).collect();
        let mut out = Vec::new();
        Encoder::new(&mut out, 85)
            .encode(&grey, self.width, self.height, ColorType::Luma)
            .unwrap();
        out
    }

    pub fn png(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut encoder = png::Encoder::new(&mut out, self.width.into(), self.height.into());
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_compression(png::Compression::Fast);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(&self.bytes()).unwrap();
        writer.finish().unwrap();
        out
    }

    /// A GIF of as many equal frames.
    pub fn gif(&self, frames: usize) -> Vec<u8> {
        // Six levels of each colour.
        let palette: Vec<u8> = (0..216u8)
            .flat_map(|index| [index / 36 * 51, index / 6 % 6 * 51, index % 6 * 51])
            .collect();
        let indices: Vec<u8> = self
            .pixels
            .iter()
            .map(|[red, green, blue]| {
                let level = |value: &u8| ((u16::from(*value) + 25) / 51) as u8;
                level(red) * 36 + level(green) * 6 + level(blue)
            })
            .collect();
        let mut out = Vec::new();
        let mut encoder = gif::Encoder::new(&mut out, self.width, self.height, &palette).unwrap();
        for _ in 0..frames {
            let frame = gif::Frame {
                width: self.width,
                height: self.height,
                buffer: indices.as_slice().into(),
                ..gif::Frame::default()
            };
            encoder.write_frame(&frame).unwrap();
        }
        drop(encoder);
        out
    }
}

/// A JPEG with Exif data that ask for it to be turned by a quarter.
pub fn turned(jpeg: &[u8]) -> Vec<u8> {
    let exif =
        b"\xff\xe1\0\x22Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
    let exif = &exif[..2 + 0x22];
    [&jpeg[..2], exif, &jpeg[2..]].concat()
}

/// A chunk of a PNG file.
pub fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut crc = 0xffff_ffffu32;
    for byte in name.iter().chain(data) {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                (crc >> 1) ^ 0xedb8_8320
            } else {
                crc >> 1
            };
        }
    }
    let length = u32::try_from(data.len()).unwrap();
    [&length.to_be_bytes()[..], name, data, &(!crc).to_be_bytes()].concat()
}

/// A PNG that claims to be so wide and high, grey, with these compressed data.
pub fn claiming(width: u32, height: u32, compressed: &[u8]) -> Vec<u8> {
    let header = [
        &width.to_be_bytes()[..],
        &height.to_be_bytes(),
        &[8, 0, 0, 0, 0],
    ]
    .concat();
    [
        &b"\x89PNG\r\n\x1a\n"[..],
        &chunk(b"IHDR", &header),
        &chunk(b"IDAT", compressed),
        &chunk(b"IEND", b""),
    ]
    .concat()
}
