//! What became of the sessions of the past two weeks, for `cairn demo`: held and written about, missed, forgotten, called off too
//! late, and the last ones still to be written about.

use anyhow::{Context, Result};
use cairn_domain::ids::{MemberId, SessionId};
use cairn_domain::language::Locale;
use cairn_domain::paging::PageRequest;
use cairn_domain::sessions::life::{self, Missing, RecordTimes};
use cairn_domain::sessions::notes::{self, Answers, OwnLine, SaveDraft, Stage};
use cairn_domain::sessions::{self, CancelSession, Session, SessionFilter, SessionState};
use cairn_domain::{CenterTx, zones};
use jiff::{SignedDuration, Timestamp};

use super::note_words::{COUNSELING_EN, COUNSELING_ES, Note, REACHING_OUT_EN, REACHING_OUT_ES};
use super::people::SeedStaff;
use super::programs::Town;
use super::seed::{Inside, PAST_DAYS, Seeding, counselors, fault};

/// Of the first of a center's clients: their own words.
const OWN_LINE_EN: &str = "I said out loud that I am proud of this week. I want that in here.";
const OWN_LINE_ES: &str = "Dije en voz alta que estoy orgullosa de esta semana. Quiero que conste.";
/// By place in the staff, and among what is over: one that was forgotten.
const IMANI: usize = 2;
const FORGOTTEN: usize = 3;
/// Nobody writes down the moment that somebody leaves the room.
const AFTER: SignedDuration = SignedDuration::from_mins(12);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Came {
    Held(Written),
    Missed,
    /// Nobody came to the client: that happens, and is said.
    StoodUp,
    CalledOffLate,
    /// Nobody said yet.
    Untold,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    Signed,
    WithOwnLine,
    Draft,
    Nothing,
}

struct Past {
    session: Session,
    came: Came,
}

impl Seeding {
    pub(super) async fn held(&self, town: &Town<'_>) -> Result<()> {
        let all = counselors(town.folk.seed).map(|(index, staff)| {
            let beside = self.beside();
            async move { beside.held_by(town, index, staff).await.with_context(|| staff.person.name) }
        });
        futures::future::try_join_all(all).await?;
        self.clock.set(self.now);
        Ok(())
    }

    async fn held_by(&self, town: &Town<'_>, index: usize, staff: &SeedStaff) -> Result<()> {
        self.clock.set(self.now);
        let counselor = self.staff_back(town, index).await?;
        let mut past = self.past(&counselor, town.client(0)?).await?;
        if let Some(one) = past.get_mut(FORGOTTEN).filter(|one| index == IMANI && one.came == Came::Held(Written::Signed)) {
            one.came = Came::StoodUp;
        }
        let zone = zones::stored(town.folk.seed.zone)?;
        let es = staff.person.locale == Locale::Es;
        let same_day =
            |one: &Past, other: &Past| zones::today(one.session.starts_at, &zone) == zones::today(other.session.starts_at, &zone);
        for (nth, day) in past.chunk_by(same_day).enumerate() {
            for one in day.iter().filter(|one| one.came == Came::CalledOffLate) {
                self.called_off(town, index, &one.session).await?;
            }
            let Some(last) = day.iter().map(|one| one.session.ends_at).max() else { continue };
            self.clock.set((last + AFTER).min(self.now));
            let counselor = self.staff_back(town, index).await?;
            let tx = self.enter(&counselor).await?;
            for (place, one) in day.iter().enumerate() {
                write_down(&tx, one, nth * 5 + place, es).await?;
            }
            tx.commit().await.map_err(fault)?;
            for one in day.iter().filter(|one| one.came == Came::Held(Written::WithOwnLine)) {
                self.own_line(town, index, one.session.id).await.context("a client's own line")?;
            }
        }
        Ok(())
    }

    /// What is over, the earliest first, with what shall have become of it. `line`: whose own words stand in a note.
    async fn past(&self, counselor: &Inside, line: MemberId) -> Result<Vec<Past>> {
        let tx = self.enter(counselor).await?;
        let filter = SessionFilter {
            from: Some(self.now - SignedDuration::from_hours(24 * PAST_DAYS)),
            until: Some(self.now),
            counselor_id: Some(counselor.member_id),
            state: Some(SessionState::Booked),
            ..SessionFilter::default()
        };
        let views = sessions::list(&tx, &filter, PageRequest { first: 100, after: None }).await.map_err(fault)?.items;
        let over = views.into_iter().map(|view| view.session).filter(|session| session.ends_at <= self.now);
        let mut past: Vec<Past> = over.enumerate().map(|(nth, session)| Past { session, came: usual(nth) }).collect();
        let held = |one: &&mut Past| one.came == Came::Held(Written::Signed);
        // The last hours are the ones that nobody got to yet.
        let open = [Came::Held(Written::Nothing), Came::Held(Written::Draft), Came::Untold];
        for (one, came) in past.iter_mut().rev().filter(held).zip(open) {
            one.came = came;
        }
        if let Some(theirs) = past.iter_mut().rev().filter(held).find(|one| one.session.client_id == line) {
            theirs.came = Came::Held(Written::WithOwnLine);
        }
        Ok(past)
    }

    async fn called_off(&self, town: &Town<'_>, index: usize, session: &Session) -> Result<()> {
        self.clock.set(session.starts_at - SignedDuration::from_mins(150));
        let counselor = self.staff_back(town, index).await?;
        let tx = self.enter(&counselor).await?;
        let cancel = CancelSession {
            id: session.id,
            version: session.version,
            reason: Some("Called in the morning: a fever. We found another time.".to_owned()),
        };
        let cancelled = sessions::cancel(&tx, cancel).await;
        Self::done(tx, cancelled).await.map(|_| ())
    }

    /// The client reads along, adds a line, and then it is signed.
    async fn own_line(&self, town: &Town<'_>, index: usize, session_id: SessionId) -> Result<()> {
        let client = self.client_of(town, 0).await?;
        let tx = self.enter(&client).await?;
        let es = town.folk.seed.clients.first().is_some_and(|client| client.person.locale == Locale::Es);
        let text = if es { OWN_LINE_ES } else { OWN_LINE_EN }.to_owned();
        let line = notes::add_line(&tx, OwnLine { session_id, text, version: 0 }).await;
        Self::done(tx, line).await?;
        let counselor = self.staff_back(town, index).await?;
        let tx = self.enter(&counselor).await?;
        let note = notes::of_session(&tx, session_id).await.map_err(fault)?.context("a draft")?;
        sign(&tx, session_id, &note.stage).await?;
        tx.commit().await.map_err(fault)
    }
}

/// Most people come.
fn usual(nth: usize) -> Came {
    match nth % 17 {
        5 => Came::CalledOffLate,
        8 => Came::Missed,
        _ => Came::Held(Written::Signed),
    }
}

async fn write_down(tx: &CenterTx, one: &Past, nth: usize, es: bool) -> Result<()> {
    let id = one.session.id;
    match one.came {
        Came::CalledOffLate | Came::Untold => Ok(()),
        Came::StoodUp => life::miss(tx, id, Missing::Counselor).await.map(|_| ()).map_err(fault),
        Came::Missed => {
            life::miss(tx, id, Missing::Client).await.map_err(fault)?;
            let texts = if es { REACHING_OUT_ES } else { REACHING_OUT_EN };
            let stage = draft(tx, id, "reaching_out", texts, nth).await?;
            sign(tx, id, &stage).await
        }
        Came::Held(written) => {
            let times = times(&one.session, nth, tx.now());
            life::record(tx, times).await.map_err(fault)?;
            if written == Written::Nothing {
                return Ok(());
            }
            let texts = if es { COUNSELING_ES } else { COUNSELING_EN };
            let stage = draft(tx, id, "counseling_session", texts, nth).await?;
            match written {
                Written::Signed => sign(tx, id, &stage).await,
                Written::WithOwnLine => notes::open_to_client(tx, id, true).await.map(|_| ()).map_err(fault),
                Written::Draft | Written::Nothing => Ok(()),
            }
        }
    }
}

/// A minute or two beside the plan, as it is.
fn times(session: &Session, nth: usize, now: Timestamp) -> RecordTimes {
    let minutes = |count: usize| SignedDuration::from_mins(i64::try_from(count).unwrap_or(0));
    let started_at = session.starts_at + minutes(nth % 3);
    let ended_at = (session.ends_at + minutes(nth % 4)).min(now);
    RecordTimes { id: session.id, started_at, ended_at, reason: "Written down at the end of the day.".to_owned() }
}

/// Keeps one of `texts`.
pub(super) async fn draft(tx: &CenterTx, id: SessionId, template: &str, texts: &[Note], nth: usize) -> Result<Stage> {
    let text = texts.get(nth % texts.len().max(1)).context("words for a note")?;
    let answers: Answers = text.iter().map(|(prompt, words)| ((*prompt).to_owned(), (*words).to_owned())).collect();
    let save = SaveDraft { session_id: id, template: template.to_owned(), answers, version: 0 };
    Ok(notes::save(tx, save).await.map_err(fault)?.note.stage)
}

pub(super) async fn sign(tx: &CenterTx, id: SessionId, stage: &Stage) -> Result<()> {
    let Stage::Draft { version, .. } = stage else { return Ok(()) };
    notes::sign(tx, id, *version).await.map_err(fault)?;
    Ok(())
}
