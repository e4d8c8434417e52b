//! What a look at a picture tells.

use beian::attachments::examine;
use beian::facts::{FileFormat, Hue, Look, Marking, Soundness};

use crate::paint::{Canvas, turned};

fn look(bytes: &[u8]) -> Look {
    examine(bytes, bytes.len() as u64)
}

const WHITE: [u8; 3] = [250, 250, 250];

#[test]
fn certificates_of_every_encoding_are_sound_drawn_and_in_colour() {
    let card = Canvas::certificate(800, 500);
    for (name, bytes, format) in [
        ("jpeg", card.jpeg(), FileFormat::Jpeg),
        ("poor jpeg", card.poor_jpeg(), FileFormat::Jpeg),
        (
            "progressive jpeg",
            card.progressive_jpeg(),
            FileFormat::Jpeg,
        ),
        ("png", card.png(), FileFormat::Png),
        ("gif", card.gif(1), FileFormat::Gif),
    ] {
        let look = look(&bytes);
        assert_eq!(look.format, Some(format), "{name}");
        let picture = look.picture;
        assert_eq!(picture.size, Some((800, 500)), "{name}");
        assert_eq!(picture.soundness, Some(Soundness::Sound), "{name}");
        assert_eq!(picture.moves, Some(false), "{name}");
        assert_eq!(picture.marking, Some(Marking::Drawn), "{name}");
        assert_eq!(picture.hue, Some(Hue::Colour), "{name}");
    }
}

fn marking(canvas: &Canvas) -> [Option<Marking>; 2] {
    [&canvas.jpeg(), &canvas.png()].map(|bytes| look(bytes).picture.marking)
}

#[test]
fn a_page_without_anything_on_it_is_blank_whatever_its_noise_and_light() {
    for noise in [0, 3, 8, 15] {
        for shadow in [20, 40] {
            let mut page = Canvas::page(420, 600, WHITE);
            page.shadow(shadow);
            page.noise(noise);
            let blank = Some(Marking::Blank);
            assert_eq!(marking(&page), [blank; 2], "noise {noise}, shadow {shadow}");
        }
    }
}

#[test]
fn specks_of_dust_are_nothing() {
    let mut page = Canvas::page(700, 1000, WHITE);
    page.noise(8);
    page.fill(100, 100, 102, 102, [20, 20, 20]);
    assert_eq!(marking(&page), [Some(Marking::Blank); 2]);
}

#[test]
fn a_page_with_little_on_it_is_not_blank() {
    let mut line = Canvas::page(700, 1000, WHITE);
    line.writing(100, 100, 400);
    line.noise(6);
    let mut word = Canvas::page(1240, 1754, WHITE);
    word.writing(100, 100, 180);
    let mut seal = Canvas::page(700, 1000, WHITE);
    seal.seal(500, 800, 60);
    let mut pale = Canvas::page(700, 1000, WHITE);
    pale.fill(200, 200, 500, 203, [190, 195, 200]);
    pale.fill(200, 220, 500, 223, [190, 195, 200]);
    for (name, canvas) in [
        ("a line", line),
        ("a word", word),
        ("a seal", seal),
        ("pale lines", pale),
    ] {
        assert_eq!(marking(&canvas), [Some(Marking::Drawn); 2], "{name}");
    }
}

#[test]
fn a_dim_or_blurred_picture_is_not_blank() {
    // Nothing but a soft change from light to dark, as out of focus: no page is like that.
    let mut soft = Canvas::page(600, 400, [220, 210, 200]);
    soft.shadow(120);
    assert_eq!(marking(&soft), [Some(Marking::Drawn); 2]);
}

#[test]
fn one_colour_is_told_with_and_without_compression() {
    for colour in [WHITE, [0, 0, 0], [200, 40, 40], [128, 128, 128]] {
        let page = Canvas::page(300, 200, colour);
        let one = Some(Marking::OneColour);
        assert_eq!(marking(&page), [one; 2], "{colour:?}");
        assert_eq!(look(&page.gif(1)).picture.marking, one, "{colour:?}");
    }
    let dot = Canvas::page(1, 1, WHITE);
    assert_eq!(look(&dot.png()).picture.marking, Some(Marking::OneColour));
}

#[test]
fn grey_pictures_are_told_through_the_noise_of_compression() {
    let mut grey = Canvas::certificate(800, 500).grey();
    grey.grey_noise(6);
    assert_eq!(look(&grey.png()).picture.hue, Some(Hue::Grey));
    assert_eq!(look(&grey.grey_jpeg()).picture.hue, Some(Hue::Grey));
    // Saved in colour, with what the compression of colour adds.
    let hue = |bytes: &[u8]| look(bytes).picture.hue;
    assert_ne!(hue(&grey.jpeg()), Some(Hue::Colour));
    assert_ne!(hue(&grey.poor_jpeg()), Some(Hue::Colour));
    let mut noisy = grey.clone();
    noisy.noise(6);
    assert_eq!(hue(&noisy.poor_jpeg()), Some(Hue::NearlyGrey));
    assert_eq!(hue(&noisy.png()), Some(Hue::NearlyGrey));
}

#[test]
fn a_black_and_white_licence_with_a_red_seal_is_in_colour() {
    let mut licence = Canvas::page(1000, 1400, [245, 245, 245]);
    for line in 0..20 {
        licence.writing(100, 150 + line * 40, 900);
    }
    licence.seal(700, 1150, 60);
    licence.noise(5);
    for bytes in [licence.jpeg(), licence.poor_jpeg(), licence.png()] {
        assert_eq!(look(&bytes).picture.hue, Some(Hue::Colour));
    }
    // A signature in blue ink is enough.
    let mut letter = Canvas::page(1000, 1400, [245, 245, 245]);
    letter.writing(100, 150, 900);
    letter.fill(600, 1200, 700, 1206, [40, 60, 160]);
    letter.fill(620, 1180, 626, 1230, [40, 60, 160]);
    assert_eq!(look(&letter.jpeg()).picture.hue, Some(Hue::Colour));
}

#[test]
fn a_picture_has_the_size_that_it_is_shown_in() {
    let jpeg = Canvas::certificate(400, 300).jpeg();
    assert_eq!(look(&jpeg).picture.size, Some((400, 300)));
    let turned = look(&turned(&jpeg)).picture;
    assert_eq!(turned.size, Some((300, 400)));
    assert_eq!(turned.soundness, Some(Soundness::Sound));
}

#[test]
fn same_contents_have_one_digest() {
    let one = Canvas::certificate(60, 40);
    let mut other = one.clone();
    other.pixels[0] = [0, 0, 0];
    assert_eq!(look(&one.png()).digest, look(&one.png()).digest);
    assert_ne!(look(&one.png()).digest, look(&other.png()).digest);
}

#[test]
fn a_still_gif_does_not_move() {
    let card = Canvas::certificate(200, 120);
    assert_eq!(look(&card.gif(1)).picture.moves, Some(false));
    assert_eq!(look(&card.gif(2)).picture.moves, Some(true));
}
