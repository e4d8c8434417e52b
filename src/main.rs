//! The `beian` program.
fn main() {
    use beian::ruleset::*;
    use beian::casebook::*;
    let lib = Library::embedded();
    if std::env::args().nth(1).as_deref() == Some("one") {
        let t = std::time::Instant::now();
        let (r, f) = lib.ruleset(Choice { province: Some(140000), provider: Some(0) });
        println!("{} rules {} faults {:?}", r.rules.len(), f.len(), t.elapsed());
        let t = std::time::Instant::now();
        println!("{} {:?}", lib.digest(), t.elapsed());
        let t = std::time::Instant::now();
        println!("{:?} {:?}", lib.evidence("nat-domain-06").map(|e| e.id), t.elapsed());
        return;
    }
    if std::env::args().nth(1).as_deref() == Some("draft") {
        let f = beian::source::read_path(std::path::Path::new(&std::env::args().nth(2).unwrap()), 1<<20).unwrap();
        let p = beian::source::parse_toml(&f);
        let r = beian::draft::read_parsed(&p, &Default::default());
        println!("{:?}", r.faults);
        let (rs, _) = lib.ruleset(choice_of(&r.draft));
        let facts = beian::facts::Facts::new(&r.draft, chrono::NaiveDate::from_ymd_opt(2026,11,21).unwrap(), &rs.calendar);
        let plan = beian::evaluate::Plan::new(&rs, beian::evaluate::Key::of(&facts).unwrap());
        let e = beian::evaluate::evaluate(&plan, &facts);
        for f in &e.failures { println!("{} {:?} {}", rs.rules[f.rule].id, f.severity, f.at); }
        for f in &e.open { println!("open {} {:?} {:?}", rs.rules[f.rule].id, f.severity, f.needs.iter().map(|p| p.to_string()).collect::<Vec<_>>()); }
        for f in &e.papers { println!("{:?} {} {} {:?} {:?} {:?}", f.need, rs.documents[f.document].id, f.of, f.choice, f.rules.iter().map(|r| &rs.rules[*r].id).collect::<Vec<_>>(), f.depends_on.iter().map(|p| p.to_string()).collect::<Vec<_>>()); }
        println!("{:?} {}", e.verdict(), e.instances);
        return;
    }
    let mut seen = std::collections::BTreeSet::new();
    for c in Library::choices() {
        let (r, f) = lib.ruleset(c);
        for f in f {
            let s = &r.files[f.file];
            let (l, col) = s.line_column(f.problem.span.start);
            seen.insert(format!("{}:{}:{}: {} [{}]", s.name, l, col, f.problem.message.zh, f.problem.help.map(|h| h.zh.to_string()).unwrap_or_default()));
        }
        let conf = confidences(&lib);
        for f in check_sources(&r, &conf) {
            let s = &r.files[f.file];
            let (l, col) = s.line_column(f.problem.span.start);
            seen.insert(format!("{}:{}:{}: {} [{}]", s.name, l, col, f.problem.message.zh, f.problem.help.map(|h| h.zh.to_string()).unwrap_or_default()));
        }
    }
    for s in &seen { println!("{s}"); }
    let mut book = Casebook::default();
    for (name, text) in Library::embedded_files("cases") { book.add(beian::source::SourceFile::new(name, text)); }
    for (f, p) in &book.faults { println!("{} {:?}", book.files[*f].name, p); }
    let misses = run(&book, &lib);
    for m in &misses { let c = &book.cases[m.case]; println!("{}:{} {:?} {} -> {}", book.files[c.file].name, book.files[c.file].line_column(c.span.start).0, c.subject, c.name, m.message.zh); }
    println!("{} faults {} cases {} misses", seen.len(), book.cases.len(), misses.len());
}
