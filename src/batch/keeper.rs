//! What makes a run one that can be gone on with: the results go to `OUT.part`, and `OUT.resume`
//! says how far they are whole. The file `OUT` itself appears at the end, complete.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::record::Mark;
use super::tally::Tally;
use crate::text::Text;

/// What the names of unfinished results end in, of the state, and of the state while it is written.
const PART: &str = "part";
const STATE: &str = "resume";
const NEW_STATE: &str = "resume.new";

/// So often the state is written down; what came after is done again when the run is resumed.
const OFTEN: Duration = Duration::from_millis(500);

/// So many bytes at the end of the results are compared before more are added to them.
const TAIL: u64 = 4096;

/// What has to be the same for a run to be gone on with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The program and the rules.
    pub rules: String,
    /// The options that results depend on.
    pub options: String,
    /// The inputs, with their lengths and times of change.
    pub inputs: Vec<String>,
}

/// How far a run is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// What it was started with.
    pub terms: Terms,
    /// The day that it took for today.
    pub today: NaiveDate,
    /// How many bytes of results are whole.
    pub written: u64,
    /// A digest of the last of them.
    pub tail: String,
    /// How far the input is read.
    pub mark: Mark,
    /// What was counted.
    pub tally: Tally,
    /// Whether nothing is left to do but to give the file its name.
    pub done: bool,
}

/// Keeps the state of a run beside its results.
#[derive(Debug)]
pub struct Keeper {
    out: PathBuf,
    state: State,
    kept: Instant,
}

/// A run that was begun or gone on with.
#[derive(Debug)]
pub struct Begun {
    /// What keeps its state.
    pub keeper: Keeper,
    /// Where results are added.
    pub file: File,
}

/// What `--resume` finds.
#[derive(Debug)]
pub enum Found {
    /// Nothing was left behind: the run starts anew.
    Nothing,
    /// A run that can be gone on with.
    Unfinished(Box<Begun>),
}

impl Keeper {
    /// Begins a run anew; what an earlier one left behind is replaced.
    ///
    /// # Errors
    ///
    /// As the file system says it; [`io::ErrorKind::ResourceBusy`] where another run is writing there.
    pub fn begin(out: &Path, terms: Terms, today: NaiveDate) -> io::Result<Begun> {
        let mut file = own(&beside(out, PART), true)?;
        // The old state goes first, so that it is never beside results that it does not speak of.
        remove(&beside(out, STATE))?;
        file.set_len(0)?;
        let tail = tail_of_open(&mut file, 0)?;
        let keeper = Self {
            out: out.to_path_buf(),
            state: State {
                terms,
                today,
                written: 0,
                tail,
                mark: Mark::default(),
                tally: Tally::default(),
                done: false,
            },
            kept: Instant::now(),
        };
        keeper.write()?;
        Ok(Begun { keeper, file })
    }

    /// Whether a run to this file was left unfinished.
    pub fn is_unfinished(out: &Path) -> bool {
        beside(out, PART).exists()
    }

    /// Finds a run that was broken off.
    ///
    /// # Errors
    ///
    /// What was left behind does not fit, in a sentence.
    pub fn find(out: &Path, terms: &Terms) -> Result<Found, Text> {
        let path = beside(out, STATE);
        let text = match std::fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
            Err(error) => return Err(unreadable(&path, &error)),
        };
        let Ok(state) = serde_json::from_slice::<State>(&text) else {
            let name = path.display();
            return Err(Text::new(
                format!("{name} 不是这个版本写的，接不上；请不带 --resume 从头开始"),
                format!("{name} was not written by this version; start anew without --resume"),
            ));
        };
        if let Some(what) = difference(&state.terms, terms) {
            return Err(Text::new(
                format!(
                    "{}和上次不同，接不上；改回去，或不带 --resume 从头开始",
                    what.zh
                ),
                format!(
                    "{} differ from those of the run that was broken off; restore them, or start anew without --resume",
                    what.en
                ),
            ));
        }
        let part = beside(out, PART);
        let keeper = Self {
            out: out.to_path_buf(),
            state,
            kept: Instant::now(),
        };
        let mut file = match own(&part, false) {
            Err(error) if error.kind() == io::ErrorKind::ResourceBusy => {
                let name = out.display();
                return Err(Text::new(
                    format!("写 {name} 的那次运行还没有结束，等它做完"),
                    format!("the run that writes {name} is not over; wait for it"),
                ));
            }
            // All was done but the removing of the state.
            Err(error) if error.kind() == io::ErrorKind::NotFound && keeper.state.done => {
                File::open(out).map_err(|error| unreadable(out, &error))?
            }
            other => other.map_err(|error| unreadable(&part, &error))?,
        };
        let written = keeper.state.written;
        let fits = tail(&mut file, written).map_err(|error| unreadable(&part, &error))?;
        if fits.as_deref() != Some(keeper.state.tail.as_str()) {
            let name = part.display();
            return Err(Text::new(
                format!("{name} 和记下的进度对不上，接不上；请不带 --resume 从头开始"),
                format!("{name} is not as it was left; start anew without --resume"),
            ));
        }
        if part.exists() {
            file.set_len(written)
                .and_then(|()| file.seek(SeekFrom::Start(written)))
                .map_err(|error| unreadable(&part, &error))?;
        }
        Ok(Found::Unfinished(Box::new(Begun { keeper, file })))
    }

    /// The state.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Notes how far the run is, now and then.
    ///
    /// # Errors
    ///
    /// As the file system says it.
    pub fn note(
        &mut self,
        file: &mut File,
        written: u64,
        mark: &Mark,
        tally: &Tally,
    ) -> io::Result<()> {
        if self.kept.elapsed() < OFTEN {
            return Ok(());
        }
        self.keep(file, written, mark, tally)
    }

    /// Gives the finished results their name.
    ///
    /// # Errors
    ///
    /// As the file system says it.
    pub fn finish(mut self, file: &mut File, written: u64, tally: &Tally) -> io::Result<()> {
        let part = beside(&self.out, PART);
        if part.exists() {
            self.state.done = true;
            let mark = self.state.mark;
            self.keep(file, written, &mark, tally)?;
            std::fs::rename(&part, &self.out)?;
        }
        remove(&beside(&self.out, STATE))
    }

    fn keep(
        &mut self,
        file: &mut File,
        written: u64,
        mark: &Mark,
        tally: &Tally,
    ) -> io::Result<()> {
        self.state.tail = tail_of_open(file, written)?;
        self.state.written = written;
        self.state.mark = *mark;
        self.state.tally = tally.clone();
        self.write()?;
        self.kept = Instant::now();
        Ok(())
    }

    /// Replaces the file that holds the state at once.
    fn write(&self) -> io::Result<()> {
        let path = beside(&self.out, STATE);
        let temporary = beside(&self.out, NEW_STATE);
        let mut file = File::create(&temporary)?;
        file.write_all(&serde_json::to_vec(&self.state).unwrap_or_default())?;
        drop(file);
        std::fs::rename(&temporary, path)
    }
}

/// The files that a run has beside its output until it is done.
pub fn own_files(out: &Path) -> Vec<PathBuf> {
    let own = [PART, STATE, NEW_STATE];
    own.map(|ending| beside(out, ending)).to_vec()
}

/// A file beside the output: its name with one more ending.
pub fn beside(out: &Path, ending: &str) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

/// Opens the file of unfinished results for one run at a time: two would write over each other.
fn own(part: &Path, create: bool) -> io::Result<File> {
    loop {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(create)
            .truncate(false)
            .open(part)?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(io::ErrorKind::ResourceBusy.into()),
            // Some file systems have no locks; they are written to as they are.
            Ok(()) | Err(TryLockError::Error(_)) => {}
        }
        // Meanwhile another run may have finished, and given this file its name.
        if part.exists() {
            return Ok(file);
        }
        if !create {
            return Err(io::ErrorKind::NotFound.into());
        }
    }
}

/// A digest of the last bytes before an offset; `None` where the file is shorter.
fn tail(file: &mut File, end: u64) -> io::Result<Option<String>> {
    if file.metadata()?.len() < end {
        return Ok(None);
    }
    tail_of_open(file, end).map(Some)
}

/// The same of a file that is being written, whose end it stands at afterwards.
fn tail_of_open(file: &mut File, end: u64) -> io::Result<String> {
    let length = end.min(TAIL);
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(end.saturating_sub(length)))?;
    file.take(length).read_to_end(&mut bytes)?;
    file.seek(SeekFrom::Start(end))?;
    let mut out = String::new();
    for byte in Sha256::digest(&bytes) {
        out.push_str(&format!("{byte:02x}"));
    }
    Ok(out)
}

fn difference(left: &Terms, right: &Terms) -> Option<Text> {
    if left.rules != right.rules {
        return Some(Text::fixed("规则或程序版本", "the rules or the program"));
    }
    if left.options != right.options {
        return Some(Text::fixed("选项", "the options"));
    }
    (left.inputs != right.inputs).then_some(Text::fixed("输入", "the inputs"))
}

fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Text {
    let name = path.display();
    Text::new(
        format!("读不了 {name}：{error}"),
        format!("cannot read {name}: {error}"),
    )
}
