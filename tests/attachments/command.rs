//! What `beian check` says of the files beside a draft.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use serde_json::Value;
use tempfile::TempDir;

use crate::paint::{Canvas, claiming, turned};

/// A draft in a directory of its own, with what lies beside it.
struct Draft {
    outer: TempDir,
    provider: &'static str,
    attachments: String,
}

/// What a finding is, in one line: `error attachment-file attachments[0].file`.
type Lines = Vec<String>;

impl Draft {
    fn new() -> Self {
        let outer = tempfile::tempdir().unwrap();
        std::fs::create_dir(outer.path().join("draft")).unwrap();
        Self {
            outer,
            provider: "tencentcloud",
            attachments: String::new(),
        }
    }

    fn with_provider(mut self, provider: &'static str) -> Self {
        self.provider = provider;
        self
    }

    fn folder(&self) -> PathBuf {
        self.outer.path().join("draft")
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        let path = self.folder().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// An attachment with more keys.
    fn attach(&mut self, document: &str, of: &str, file: &str, more: &str) {
        let file = toml::Value::String(file.to_owned());
        self.attachments += &format!(
            "\n[[attachments]]\ndocument = \"{document}\"\nof = \"{of}\"\nfile = {file}\n{more}\n"
        );
    }

    /// A business licence in a file.
    fn licence(file: &str, bytes: &[u8]) -> Self {
        let mut draft = Self::new();
        draft.put(file, bytes);
        draft.attach("business-license", "subject", file, "");
        draft
    }

    fn text(&self) -> String {
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/enterprise-ready.toml");
        let example = std::fs::read_to_string(example).unwrap();
        let head = example.split("[[attachments]]").next().unwrap();
        head.replace("\"aliyun\"", &format!("\"{}\"", self.provider)) + &self.attachments
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.put("draft.toml", self.text().as_bytes());
        Command::new(env!("CARGO_BIN_EXE_beian"))
            .args(["check", "--as-of", "2026-11-21"])
            .args(arguments)
            .arg(self.folder().join("draft.toml"))
            .output()
            .unwrap()
    }

    fn report(&self) -> Value {
        let output = self.run(&["--format", "json"]);
        assert!(
            matches!(output.status.code(), Some(0 | 1)),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        report["drafts"][0].clone()
    }

    /// The findings on attachments.
    fn lines(&self) -> Lines {
        let report = self.report();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|finding| text(&finding["rule"]).starts_with("attachment-"))
            .map(|finding| {
                let [severity, rule, path] =
                    ["severity", "rule", "path"].map(|key| text(&finding[key]));
                format!("{severity} {rule} {path}")
            })
            .collect()
    }

    /// What the first finding says.
    fn says(&self, what: &str) {
        let report = self.report();
        let message = report["findings"][0]["message"]
            .as_str()
            .unwrap()
            .to_owned();
        assert!(message.contains(what), "{message}");
    }
}

const NOTHING: Lines = Vec::new();

/// A picture of a certificate, of more than 200 KB as a PNG.
fn card() -> Canvas {
    static CARD: LazyLock<Canvas> = LazyLock::new(|| Canvas::certificate(600, 400));
    CARD.clone()
}

fn good() -> Vec<u8> {
    static GOOD: LazyLock<Vec<u8>> = LazyLock::new(|| card().png());
    assert!(GOOD.len() > 200 * 1024, "{}", GOOD.len());
    GOOD.clone()
}

/// A GIF of more than 200 KB.
fn good_gif() -> Vec<u8> {
    static GOOD: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let mut card = Canvas::certificate(900, 600);
        card.noise(90);
        card.gif(1)
    });
    assert!(GOOD.len() > 200 * 1024, "{}", GOOD.len());
    GOOD.clone()
}

/// A JPEG of more than 200 KB.
fn good_jpeg() -> Vec<u8> {
    static GOOD: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let mut card = Canvas::certificate(800, 600);
        card.noise(60);
        card.jpeg()
    });
    assert!(GOOD.len() > 200 * 1024, "{}", GOOD.len());
    GOOD.clone()
}

#[test]
fn good_pictures_pass() {
    for (name, bytes) in [
        ("执照 正本.png", good()),
        ("scans/营业执照.JPG", good_jpeg()),
        ("a.jpeg", turned(&good_jpeg())),
        ("a.gif", good_gif()),
    ] {
        let draft = Draft::licence(name, &bytes);
        assert_eq!(draft.lines(), NOTHING, "{name}");
        let report = draft.report();
        let licence = report["documents"]
            .as_array()
            .unwrap()
            .iter()
            .find(|document| document["id"] == "business-license")
            .unwrap()
            .clone();
        assert_eq!(licence["status"], "provided", "{name}");
    }
}

#[test]
fn a_bad_attachment_makes_its_document_invalid() {
    let draft = Draft::licence("a.png", b"%PDF-1.7\n");
    let report = draft.report();
    assert_eq!(report["verdict"], "blocked");
    let documents = report["documents"].as_array().unwrap().clone();
    let licence = documents
        .iter()
        .find(|document| document["id"] == "business-license")
        .unwrap();
    assert_eq!(licence["status"], "invalid");
}

#[test]
fn other_formats_are_refused_by_their_contents() {
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
    let webp = b"RIFF\x10\0\0\0WEBPVP8 \0\0\0\0";
    let bmp = b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18\0";
    for (name, bytes, told) in [
        ("a.pdf", &b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"[..], "PDF"),
        ("a.jpg", b"%PDF-1.4 in disguise", "PDF"),
        ("a.heic", heic, "HEIC"),
        ("a.jpg", heic, "HEIC"),
        ("a.webp", webp, "WebP"),
        ("a.bmp", bmp, "BMP"),
        ("a.tif", b"II*\0\x08\0\0\0", "TIFF"),
        ("a.docx", b"PK\x03\x04\x14\0", "Office"),
        ("a.jpg", "不是图片".as_bytes(), "文本"),
        ("a.jpg", &[0; 5000], "不是图片"),
    ] {
        let draft = Draft::licence(name, bytes).with_provider("huaweicloud");
        let line = "error attachment-format attachments[0].file";
        assert_eq!(draft.lines(), [line], "{name} {told}");
        draft.says(told);
    }
}

#[test]
fn the_formats_are_those_of_the_provider() {
    let gif = good_gif();
    for (provider, lines) in [
        ("tencentcloud", vec![]),
        ("other", vec![]),
        (
            "huaweicloud",
            vec!["error attachment-format attachments[0].file"],
        ),
    ] {
        let draft = Draft::licence("a.gif", &gif).with_provider(provider);
        assert_eq!(draft.lines(), lines, "{provider}");
    }
}

#[test]
fn a_name_that_says_another_format_is_told() {
    for name in ["a.jpg", "a.gif", "a", "a.png.txt", "a.PNG.jpeg"] {
        let draft = Draft::licence(name, &good());
        let line = "error attachment-format attachments[0].file";
        assert_eq!(draft.lines(), [line], "{name}");
        draft.says("后缀");
    }
    assert_eq!(Draft::licence("a.PnG", &good()).lines(), NOTHING);
}

#[test]
fn sizes_are_those_of_the_provider() {
    let small = card().jpeg();
    assert!(small.len() < 200 * 1024);
    // What follows the end of a picture is part of the file, not of the picture.
    let of = |size: usize| {
        let mut bytes = good();
        bytes.resize(size, 0);
        bytes
    };
    let (error, warning) = (
        "error attachment-size attachments[0].file",
        "warning attachment-size attachments[0].file",
    );
    for (provider, bytes, lines) in [
        ("tencentcloud", small.clone(), vec![error]),
        ("aliyun", small.clone(), vec![warning]),
        ("huaweicloud", small.clone(), vec![]),
        ("other", small, vec![]),
        ("tencentcloud", of(8 << 20), vec![]),
        ("tencentcloud", of((8 << 20) + 1), vec![error]),
        ("huaweicloud", of(4 << 20), vec![]),
        ("huaweicloud", of((4 << 20) + 1), vec![error]),
        ("aliyun", of((4 << 20) + 1), vec![warning]),
        ("other", of(8 << 20), vec![]),
        ("other", of((8 << 20) + 1), vec![warning]),
    ] {
        let name = if bytes.starts_with(b"\x89") {
            "a.png"
        } else {
            "a.jpg"
        };
        let size = bytes.len();
        let draft = Draft::licence(name, &bytes).with_provider(provider);
        assert_eq!(draft.lines(), lines, "{provider} {size}");
    }
}

#[test]
fn broken_and_hostile_files_are_told() {
    let whole = good();
    let huge = claiming(60_000, 60_000, &[0x78, 0x01, 0x03, 0, 0, 0, 0, 0]);
    let mut spoilt = whole.clone();
    let middle = spoilt.len() / 2;
    spoilt[middle] ^= 0xff;
    let file = "attachments[0].file";
    for (told, bytes, rule) in [
        (
            "half of it",
            whole[..whole.len() / 2].to_vec(),
            "attachment-format",
        ),
        (
            "all but the end",
            whole[..whole.len() - 9].to_vec(),
            "attachment-format",
        ),
        ("a byte changed", spoilt, "attachment-format"),
        ("a header alone", whole[..33].to_vec(), "attachment-format"),
        (
            "a signature alone",
            whole[..8].to_vec(),
            "attachment-format",
        ),
        ("nothing", Vec::new(), "attachment-file"),
        ("huge", huge, "attachment-dimensions"),
    ] {
        let draft = Draft::licence("a.png", &bytes).with_provider("other");
        assert_eq!(draft.lines(), [format!("error {rule} {file}")], "{told}");
    }
    let moving = Draft::licence("a.gif", &card().gif(3)).with_provider("other");
    assert_eq!(
        moving.lines(),
        [format!("warning attachment-format {file}")]
    );
}

#[test]
fn nothing_outside_the_draft_s_directory_is_read() {
    let mut draft = Draft::new();
    std::fs::write(draft.outer.path().join("secret.png"), good()).unwrap();
    let absolute = draft.outer.path().join("secret.png");
    let absolute = absolute.to_str().unwrap().to_owned();
    draft.put("inside.png", &good());
    for file in [
        "../secret.png",
        "a/../../secret.png",
        "../draft/inside.png",
        &absolute,
        "missing.png",
        "",
    ] {
        draft.attach("business-license", "subject", file, "");
    }
    draft.attach("business-license", "subject", "x/../inside.png", "");
    draft.put("x/y", b"");
    let lines = draft.lines();
    let told: Vec<String> = (0..6)
        .map(|index| format!("error attachment-file attachments[{index}].file"))
        .collect();
    assert_eq!(lines, told);
}

#[cfg(unix)]
#[test]
fn links_pipes_devices_and_what_may_not_be_read_are_refused() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let mut draft = Draft::new();
    std::fs::write(draft.outer.path().join("secret.png"), good()).unwrap();
    let folder = draft.folder();
    symlink(
        draft.outer.path().join("secret.png"),
        folder.join("out.png"),
    )
    .unwrap();
    symlink(draft.outer.path(), folder.join("up")).unwrap();
    symlink("/dev/zero", folder.join("zero.png")).unwrap();
    symlink("nowhere", folder.join("dangling.png")).unwrap();
    std::fs::create_dir(folder.join("folder.png")).unwrap();
    rustix::fs::mknodat(
        rustix::fs::CWD,
        folder.join("pipe.png"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR,
        0,
    )
    .unwrap();
    draft.put("closed.png", &good());
    let closed = std::fs::Permissions::from_mode(0o000);
    std::fs::set_permissions(folder.join("closed.png"), closed).unwrap();
    // Whoever may read everything may read that too.
    let may_read = std::fs::read(folder.join("closed.png")).is_ok();
    draft.put("inside.png", &good());
    symlink("inside.png", folder.join("link.png")).unwrap();
    for file in [
        "out.png",
        "up/secret.png",
        "zero.png",
        "dangling.png",
        "folder.png",
        "pipe.png",
        "link.png",
        "closed.png",
    ] {
        draft.attach("business-license", "subject", file, "");
    }
    let mut told: Vec<String> = (0..6)
        .map(|index| format!("error attachment-file attachments[{index}].file"))
        .collect();
    if !may_read {
        told.push("error attachment-file attachments[7].file".to_owned());
    }
    assert_eq!(draft.lines(), told);
}

#[test]
fn pages_with_nothing_on_them() {
    let mut blank = Canvas::page(600, 800, [250, 250, 250]);
    blank.noise(10);
    let draft = Draft::licence("a.png", &blank.png());
    assert_eq!(
        draft.lines(),
        ["warning attachment-blank attachments[0].file"]
    );
    let white = Canvas::page(600, 800, [255, 255, 255]).png();
    let draft = Draft::licence("a.png", &white).with_provider("other");
    assert_eq!(
        draft.lines(),
        ["error attachment-blank attachments[0].file"]
    );
}

#[test]
fn colour_is_asked_where_the_document_asks_it() {
    let mut grey = card().grey();
    grey.grey_noise(20);
    let mut nearly = grey.clone();
    nearly.noise(5);
    for (document, canvas, lines) in [
        (
            "business-license",
            &grey,
            vec!["error attachment-colour attachments[0].file"],
        ),
        (
            "business-license",
            &nearly,
            vec!["warning attachment-colour attachments[0].file"],
        ),
        ("website-construction-plan", &grey, vec![]),
    ] {
        let mut draft = Draft::new().with_provider("other");
        draft.put("a.png", &canvas.png());
        draft.attach(document, "subject", "a.png", "");
        assert_eq!(draft.lines(), lines, "{document}");
    }
}

#[test]
fn one_file_is_not_two_papers() {
    let card = good();
    let mut other = card.clone();
    other.push(0);
    let draft = |attachments: &[(&str, &str, &str, &str)]| {
        let mut draft = Draft::new();
        draft.put("a.png", &card);
        draft.put("copy.png", &card);
        draft.put("other.png", &other);
        for (document, of, file, more) in attachments {
            draft.attach(document, of, file, more);
        }
        draft.lines()
    };
    let (front, back) = ("side = \"front\"", "side = \"back\"");
    // The same paper said twice, and the principal's card said for the service.
    assert_eq!(
        draft(&[
            ("id-card", "principal", "a.png", ""),
            ("id-card", "principal", "a.png", ""),
            ("id-card", "services[0].principal", "a.png", ""),
        ]),
        NOTHING
    );
    assert_eq!(
        draft(&[
            ("id-card", "principal", "a.png", front),
            ("id-card", "principal", "other.png", back),
        ]),
        NOTHING
    );
    let told = "error attachment-distinct attachments[1].file";
    assert_eq!(
        draft(&[
            ("id-card", "principal", "a.png", front),
            ("id-card", "principal", "copy.png", back),
        ]),
        [told]
    );
    assert_eq!(
        draft(&[
            ("business-license", "subject", "a.png", ""),
            ("id-card", "principal", "a.png", ""),
        ]),
        [told]
    );
    // What has no place of its own may share a picture.
    assert_eq!(
        draft(&[
            ("business-license", "subject", "a.png", ""),
            ("culture-commitment", "subject", "a.png", ""),
        ]),
        ["warning attachment-distinct attachments[1].file"]
    );
}

#[test]
fn both_sides_have_one_shape() {
    let wide = Canvas::certificate(640, 400).jpeg();
    let nearly = Canvas::certificate(620, 400).jpeg();
    let high = Canvas::certificate(400, 640).jpeg();
    let lines = |provider: &'static str, back: &[u8]| {
        let mut draft = Draft::new().with_provider(provider);
        draft.put("front.jpg", &wide);
        draft.put("back.jpg", back);
        draft.attach("id-card", "principal", "back.jpg", "side = \"back\"");
        draft.attach("id-card", "principal", "front.jpg", "side = \"front\"");
        let mut lines = draft.lines();
        lines.retain(|line| line.contains("attachment-sides"));
        lines
    };
    let warning = "warning attachment-sides attachments[1].file";
    assert_eq!(lines("aliyun", &nearly), NOTHING);
    assert_eq!(lines("aliyun", &high), [warning]);
    // A camera that was held upright says so in the file.
    assert_eq!(lines("aliyun", &turned(&high)), NOTHING);
    assert_eq!(lines("aliyun", &turned(&wide)), [warning]);
    let notice = "notice attachment-sides attachments[1].file";
    assert_eq!(lines("other", &high), [notice]);
}

#[test]
fn signatures_grow_old() {
    for (day, lines) in [
        ("2026-11-21", vec![]),
        ("2026-08-21", vec![]),
        (
            "2026-08-20",
            vec!["error attachment-signed attachments[0].signed_on"],
        ),
        (
            "2026-11-22",
            vec!["error attachment-signed attachments[0].signed_on"],
        ),
    ] {
        let mut draft = Draft::new();
        draft.attachments = format!(
            "[[attachments]]\ndocument = \"principal-authorization\"\nheld = true\nsigned_on = {day}\n"
        );
        assert_eq!(draft.lines(), lines, "{day}");
    }
}

#[test]
fn files_are_not_looked_at_from_standard_input() {
    let mut draft = Draft::new();
    draft.attach("business-license", "subject", "missing.png", "");
    let mut child = Command::new(env!("CARGO_BIN_EXE_beian"))
        .args(["check", "--as-of", "2026-11-21", "--format", "json", "-"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), draft.text().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["drafts"][0]["findings"], serde_json::json!([]));
}

/// Everything at once, in little memory: what is claimed is not what is given out.
#[cfg(target_os = "linux")]
#[test]
fn hostile_files_are_looked_at_in_bounded_memory() {
    let mut draft = Draft::new().with_provider("other");
    let row = |width: usize| {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut encoder, &vec![0; width * 64]).unwrap();
        encoder.finish().unwrap()
    };
    let mut jpeg = Canvas::page(16, 16, [9, 9, 9]).jpeg();
    let frame = jpeg
        .windows(2)
        .position(|pair| pair == [0xff, 0xc0])
        .unwrap();
    jpeg[frame + 5..frame + 9].fill(0xff);
    draft.put("large.bin", b"");
    let sparse = std::fs::File::create(draft.folder().join("sparse.jpg")).unwrap();
    sparse.set_len(1 << 36).unwrap();
    for (name, bytes) in [
        ("huge.png", claiming(60_000, 60_000, &row(60_001))),
        ("wide.png", claiming(u32::MAX, 1, &row(1000))),
        ("huge.jpg", jpeg),
    ] {
        draft.put(name, &bytes);
        draft.attach("business-license", "subject", name, "");
    }
    draft.attach("business-license", "subject", "sparse.jpg", "");
    draft.put("draft.toml", draft.text().as_bytes());
    let output = Command::new("sh")
        .arg("-c")
        .arg("ulimit -v 400000; exec \"$0\" check --format json --as-of 2026-11-21 \"$1\"")
        .arg(env!("CARGO_BIN_EXE_beian"))
        .arg(draft.folder().join("draft.toml"))
        .output()
        .unwrap();
    assert_eq!(
        output.status.code(),
        Some(1),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    for index in 0..4 {
        let path = format!("attachments[{index}].file");
        let findings = report["drafts"][0]["findings"].as_array().unwrap();
        assert!(
            findings
                .iter()
                .any(|finding| finding["path"] == path.as_str()),
            "{path}"
        );
    }
}

#[test]
fn an_attachment_that_is_nobodys_document_is_told() {
    let mut draft = Draft::new();
    let held = |draft: &mut Draft, document: &str, of: &str| {
        draft.attachments +=
            &format!("\n[[attachments]]\ndocument = \"{document}\"\nof = \"{of}\"\nheld = true\n");
    };
    for (document, of) in [
        ("business-licence", "subject"),
        ("business-license", "principle"),
        ("domain-certificate", "services[0].domains[7]"),
        ("张示例 140105199003070005", "subject"),
        // These are as they should be.
        ("business-license", "subject"),
        ("branch-business-license", "subject"),
        ("id-card", "services[0].principal"),
        ("domain-certificate", "services[0].domains[0]"),
    ] {
        held(&mut draft, document, of);
    }
    std::fs::write(draft.folder().join("a.toml"), draft.text()).unwrap();
    for (command, lang, wanted) in [
        (
            "check",
            "zh",
            ["；是不是 business-license？", "；是不是 principal？"],
        ),
        (
            "checklist",
            "en",
            [
                "; did you mean business-license?",
                "; did you mean principal?",
            ],
        ),
    ] {
        let run = Command::new(env!("CARGO_BIN_EXE_beian"))
            .current_dir(draft.folder())
            .args([command, "--as-of", "2026-11-21", "--lang", lang, "a.toml"])
            .output()
            .unwrap();
        assert_eq!(run.status.code(), Some(0), "{run:?}");
        let told = String::from_utf8(run.stderr).unwrap();
        let lines: Vec<&str> = told.lines().collect();
        let [document, whose, domain, number] = &lines[..] else {
            panic!("{told}");
        };
        assert!(document.starts_with("a.toml:"), "{document}");
        assert!(document.contains("“business-licence”"), "{document}");
        assert!(document.ends_with(wanted[0]), "{document}");
        assert!(
            whose.contains("principle") && whose.ends_with(wanted[1]),
            "{whose}"
        );
        assert!(domain.contains("services[0].domains[7]"), "{domain}");
        assert!(!number.contains("140105199003070005"), "{number}");
    }
}
