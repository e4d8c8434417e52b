//! The `beian` program.
fn main() {
    use beian::casebook::*;
    use beian::ruleset::*;
    let lib = Library::embedded();
    let mut seen = std::collections::BTreeSet::new();
    for c in Library::choices() {
        let (r, f) = lib.ruleset(c);
        for f in f {
            let s = &r.files[f.file];
            let (l, col) = s.line_column(f.problem.span.start);
            seen.insert(format!(
                "{}:{}:{}: {} [{}]",
                s.name,
                l,
                col,
                f.problem.message.zh,
                f.problem.help.map(|h| h.zh.to_string()).unwrap_or_default()
            ));
        }
    }
    for s in &seen {
        println!("{s}");
    }
    let mut book = Casebook::default();
    for (name, text) in Library::embedded_files("cases") {
        book.add(beian::source::SourceFile::new(name, text));
    }
    for (f, p) in &book.faults {
        println!("{} {:?}", book.files[*f].name, p);
    }
    let misses = run(&book, &lib);
    for m in &misses {
        let c = &book.cases[m.case];
        println!(
            "{}:{} {:?} {} -> {}",
            book.files[c.file].name,
            book.files[c.file].line_column(c.span.start).0,
            c.subject,
            c.name,
            m.message.zh
        );
    }
    println!(
        "{} faults {} cases {} misses",
        seen.len(),
        book.cases.len(),
        misses.len()
    );
}
