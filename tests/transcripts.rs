//! Whole commands with what they print and their exit status: the README's, and those in
//! `tests/cmd/`. `TRYCMD=overwrite cargo test --test transcripts` writes what is printed now.

#[test]
fn transcripts() {
    trycmd::TestCases::new()
        .env("BEIAN_LANG", "zh")
        .case("README.md")
        .case("README.en.md")
        .case("tests/cmd/*.md");
}
