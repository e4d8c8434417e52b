//! Records through the workers and out again in the order of the input. Each worker takes a chunk,
//! checks it, renders it, and writes when its turn comes: memory holds a few chunks for each worker
//! and no more, however long the input is.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::Builder;

use super::across::{Across, Hits};
use super::astray::Strays;
use super::checker::{Checker, Terms};
use super::order::by_ruleset;
use super::plans::Plans;
use super::record::{Chunk, Mark, Place, Records};
use super::rulebook::Faulty;
use super::sink::{Form, Room, SMALL_WINDOW, Sink};
use super::source::Source;
use super::tally::{Score, Tally};
use super::tray::Tray;
use crate::evaluate::{Severities, Verdict};
use crate::facts::Files;
use crate::report::{BaselineKey, FailOn, Straight};

/// How many finished chunks may wait for an earlier one, for each worker.
const MOST_WAITING: usize = 1;

/// What a batch is run with.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    /// What records are checked with.
    pub terms: Terms,
    /// From what on a record fails.
    pub fail_on: FailOn,
    /// Whether the run ends at the first record that fails.
    pub fail_fast: bool,
    /// Which verdicts are written; empty: all.
    pub only: &'a [Verdict],
    /// How many workers there are, at least one.
    pub jobs: usize,
    /// The files that attachments of a draft name, by the path of the draft; `None`: not looked at.
    pub files: Option<FilesBeside<'a>>,
    /// What compares drafts with those before them; `None`: they are not compared.
    pub across: Option<&'a Across>,
    /// Severities that a configuration gives; `None`: it gives none.
    pub severities: Option<&'a Severities>,
    /// Gathers what of sheets counts for nothing; `None`: nobody wants to know.
    pub strays: Option<&'a Strays>,
    /// What a baseline accepts of a draft that is a file of its own; `None`: there is no baseline.
    pub known: Option<Known<'a>>,
}

/// Gives the files beside a draft of a path.
pub type FilesBeside<'a> = &'a (dyn Fn(&str) -> Box<dyn Files> + Sync);

/// Gives what is accepted of a draft, by its path.
pub type Known<'a> = &'a (dyn Fn(&str) -> Option<&'a BTreeSet<BaselineKey>> + Sync);

/// Why a batch ended before its input did.
#[derive(Debug)]
pub enum Stop {
    /// The output could not be written.
    Output(io::Error),
    /// The temporary file of the comparing of drafts could not be written or read.
    Temporary(io::Error),
    /// A ruleset has a fault.
    Rules(Faulty),
    /// A worker ended without a word, which is a fault of the program.
    Worker,
}

/// What is done after each piece was written: how far the input is read and what was counted.
pub type After<'a, K> = &'a mut (dyn FnMut(&mut K, &Mark, &Tally) -> io::Result<()> + Send);

/// A chunk that is checked and rendered.
pub(super) struct Done<P> {
    pub piece: P,
    pub score: Score,
    pub end: Mark,
    /// Whether the run ends here.
    pub last: bool,
}

/// Where workers take chunks.
struct Intake<'a> {
    source: &'a mut dyn Source,
    next: u64,
    ended: bool,
}

/// Where workers bring what they have done.
struct Outlet<'a, K: Sink> {
    sink: &'a mut K,
    next: u64,
    waiting: BTreeMap<u64, Done<K::Piece>>,
    /// Pieces that are written, for their room: made anew, each would be memory that was never used.
    spare: Vec<K::Piece>,
    tally: &'a mut Tally,
    after: After<'a, K>,
    stop: Option<Stop>,
}

/// What workers share.
struct Shop<'a, K: Sink> {
    intake: Mutex<Intake<'a>>,
    outlet: Mutex<Outlet<'a, K>>,
    turn: Condvar,
    stopped: AtomicBool,
}

/// Runs a batch from its source to its sink, adding to a tally.
///
/// # Errors
///
/// Why it ended early; what was written until then is whole records.
pub fn run<F, K>(
    run: &Run<'_>,
    plans: &Plans<'_>,
    source: &mut dyn Source,
    form: &F,
    sink: &mut K,
    tally: &mut Tally,
    after: After<'_, K>,
) -> Result<(), Stop>
where
    F: Form,
    K: Sink<Piece = F::Piece>,
{
    let shop = Shop {
        intake: Mutex::new(Intake {
            source,
            next: 0,
            ended: false,
        }),
        outlet: Mutex::new(Outlet {
            sink: &mut *sink,
            next: 0,
            waiting: BTreeMap::new(),
            spare: Vec::new(),
            tally,
            after,
            stop: None,
        }),
        turn: Condvar::new(),
        stopped: AtomicBool::new(false),
    };
    let work = || {
        let watch = Watch {
            shop: &shop,
            across: run.across,
            finished: false,
        };
        shop.work(run, plans, form);
        watch.done();
    };
    if run.jobs <= 1 {
        work();
    } else {
        std::thread::scope(|scope| {
            for _ in 1..run.jobs {
                // Where no more threads can be had, those that are there do the work.
                if Builder::new().spawn_scoped(scope, work).is_err() {
                    break;
                }
            }
            work();
        });
    }
    let outlet = shop
        .outlet
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    match outlet.stop {
        Some(stop) => Err(stop),
        None => sink.finish().map_err(Stop::Output),
    }
}

/// Stops the others if a worker ends in the middle of its work.
struct Watch<'s, 'a, K: Sink> {
    shop: &'s Shop<'a, K>,
    across: Option<&'s Across>,
    finished: bool,
}

impl<K: Sink> Watch<'_, '_, K> {
    fn done(mut self) {
        self.finished = true;
    }
}

impl<K: Sink> Drop for Watch<'_, '_, K> {
    fn drop(&mut self) {
        if !self.finished {
            self.shop.stop(Stop::Worker, self.across);
        }
    }
}

impl<K: Sink> Shop<'_, K> {
    fn work<F: Form<Piece = K::Piece>>(&self, run: &Run<'_>, plans: &Plans<'_>, form: &F)
    where
        K::Piece: Default,
    {
        let mut checker = Checker::new(plans, run.terms, form.detail())
            .graded(run.severities)
            .gathering(run.strays);
        let is_counted_only = matches!(form.room(&mut self.spare()), Room::Nothing);
        if is_counted_only && run.fail_on < FailOn::Documents {
            checker = checker.without_documents();
        }
        let mut straight = Straight::new(run.terms.manner(), form.detail());
        let mut room = None;
        while !self.stopped.load(Ordering::Relaxed) {
            let Some((turn, chunk)) = self.take(room.take()) else {
                return;
            };
            let hits = match run.across {
                None => Ok(Some(Vec::new())),
                Some(across) => across.meet(
                    turn,
                    &chunk.records,
                    plans.rulebook(),
                    &run.terms,
                    &self.stopped,
                ),
            };
            let hits = match hits {
                Ok(Some(hits)) => hits,
                Ok(None) => return,
                Err(error) => return self.stop(Stop::Temporary(error), run.across),
            };
            let piece = self.spare();
            let numbered = (turn, &chunk);
            match check(run, &checker, form, &mut straight, numbered, &hits, piece) {
                Ok(done) => {
                    if let Records::Lines(lines) = chunk.records {
                        room = Some(lines.bytes);
                    }
                    self.bring(turn, done, run);
                }
                Err(faulty) => return self.stop(Stop::Rules(faulty), run.across),
            }
        }
    }

    /// The next chunk with its number, for the room of one that is done with.
    fn take(&self, room: Option<Vec<u8>>) -> Option<(u64, Chunk)> {
        let mut intake = lock(&self.intake);
        if let Some(room) = room {
            intake.source.take_back(room);
        }
        if intake.ended {
            return None;
        }
        let Some(chunk) = intake.source.next() else {
            intake.ended = true;
            return None;
        };
        let turn = intake.next;
        intake.next = turn.saturating_add(1);
        Some((turn, chunk))
    }

    /// An empty piece.
    fn spare(&self) -> K::Piece
    where
        K::Piece: Default,
    {
        lock(&self.outlet).spare.pop().unwrap_or_default()
    }

    /// Writes a chunk, and those that waited for it; or leaves it for whoever writes the one before.
    fn bring(&self, turn: u64, done: Done<K::Piece>, run: &Run<'_>) {
        let mut outlet = lock(&self.outlet);
        outlet.waiting.insert(turn, done);
        loop {
            let next = outlet.next;
            let Some(done) = outlet.waiting.remove(&next) else {
                break;
            };
            if self.stopped.load(Ordering::Relaxed) {
                return;
            }
            outlet.next = next.saturating_add(1);
            let last = done.last;
            if let Err(error) = outlet.write(done) {
                drop(outlet);
                return self.stop(Stop::Output(error), run.across);
            }
            if last {
                self.stopped.store(true, Ordering::Relaxed);
                run.across.inspect(|across| across.wake());
            }
            self.turn.notify_all();
        }
        // Whoever works on the next chunk never waits here, so that all are woken in the end.
        while outlet.waiting.len() > run.jobs.saturating_mul(MOST_WAITING)
            && !self.stopped.load(Ordering::Relaxed)
        {
            outlet = self
                .turn
                .wait(outlet)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn stop(&self, stop: Stop, across: Option<&Across>) {
        let mut outlet = lock(&self.outlet);
        self.stopped.store(true, Ordering::Relaxed);
        if outlet.stop.is_none() {
            outlet.stop = Some(stop);
        }
        drop(outlet);
        self.turn.notify_all();
        across.inspect(|across| across.wake());
    }
}

impl<K: Sink> Outlet<'_, K> {
    fn write(&mut self, mut done: Done<K::Piece>) -> io::Result<()> {
        self.sink.write(&mut done.piece)?;
        self.spare.push(done.piece);
        self.tally.add(&done.score);
        (self.after)(self.sink, &done.end, self.tally)
    }
}

/// Checks the records of a chunk and renders their results, adding them to a piece.
fn check<'r, F: Form>(
    run: &Run<'_>,
    checker: &Checker<'_, 'r>,
    form: &F,
    straight: &mut Straight<'r>,
    (number, chunk): (u64, &Chunk),
    hits: &[Hits],
    piece: F::Piece,
) -> Result<Done<F::Piece>, Faulty> {
    let alone;
    let records = match &chunk.records {
        Records::Lines(lines) if form.repeats() => {
            alone = Records::Single(lines.alone());
            &alone
        }
        other => other,
    };
    let mut tray = Tray {
        run,
        form,
        straight,
        record: None,
        known: None,
        done: Done {
            piece,
            score: Score::default(),
            end: chunk.end,
            last: false,
        },
    };
    // Where the first that fails is the last, where lines are few, and where what comes of them could not
    // be put back in their order, they are checked as they stand.
    let may_be_ordered = !run.fail_fast
        && form.window() > SMALL_WINDOW
        && !matches!(form.room(&mut tray.done.piece), Room::Report);
    match records {
        Records::Lines(lines) if may_be_ordered => {
            let order = by_ruleset(lines, number);
            checker.ordered(lines, &order, hits, &mut tray)?;
            if let Room::Line(bundle) = form.room(&mut tray.done.piece) {
                bundle.put_back(&order);
            }
        }
        Records::Lines(lines) => checker.lines(lines, hits, &mut tray)?,
        Records::Single(records) => {
            for (index, record) in records.iter().enumerate() {
                let files = match &record.place {
                    Place::Whole(file) if &**file != "-" => run.files.map(|files| files(file)),
                    _ => None,
                };
                tray.record = Some(record);
                tray.known = match &record.place {
                    Place::Whole(file) => run.known.and_then(|known| known(file)),
                    _ => None,
                };
                if !checker.record(record, files.as_deref(), hits.get(index), &mut tray)? {
                    break;
                }
            }
        }
    }
    Ok(tray.done)
}

/// What a lock guards is whole between any two steps, so that a worker that ended in the middle of
/// one leaves nothing broken behind.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
