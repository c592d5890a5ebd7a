//! How much is measured, on how much data, and how rows and secrets of the data are named.

use anyhow::{Context, Result, bail};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::digest::{SHA256, digest};
use uuid::Uuid;

/// Where people and hours are.
pub const ZONE: &str = "America/New_York";
/// A counselor's sessions in the data: four a day, on the hour, from this hour (UTC) on.
pub const BUSY_FROM_HOUR: i64 = 9;
/// Free for bookings: half hours from this hour (UTC) on, in the middle of New York's day.
const FREE_FROM_HOUR: i64 = 15;
const SLOTS_A_DAY: i64 = 14;

#[derive(Debug, Clone)]
pub struct Setting {
    pub centers: i64,
    /// Of each center: a tenth counselors, the rest clients.
    pub people: i64,
    /// Of each center.
    pub sessions: i64,
    /// Of each measurement, and how often each is repeated in turn with its peer.
    pub seconds: u64,
    pub rounds: usize,
    pub connections: Vec<usize>,
    /// Unix seconds of the midnight (UTC) before the run.
    pub midnight: i64,
}

impl Setting {
    /// `--small` for a quick look; each number can be set by the environment.
    pub fn of_process() -> Result<Self> {
        let small = std::env::args().any(|argument| argument == "--small");
        let pick = |large: i64, little: i64| if small { little } else { large };
        let now = jiff::Timestamp::now().as_second();
        let setting = Self {
            centers: number("CAIRN_BENCH_CENTERS", pick(200, 20))?,
            people: number("CAIRN_BENCH_PEOPLE", pick(500, 100))?,
            sessions: number("CAIRN_BENCH_SESSIONS", pick(10_000, 1_000))?,
            seconds: u64::try_from(number("CAIRN_BENCH_SECONDS", pick(10, 3))?)?,
            rounds: usize::try_from(number("CAIRN_BENCH_ROUNDS", pick(3, 1))?)?,
            connections: if small { vec![16] } else { vec![16, 32, 64] },
            midnight: now - now.rem_euclid(86_400),
        };
        if setting.people < 80 || setting.sessions < setting.counselors() * 50 || setting.centers < 1 || setting.rounds < 1 {
            bail!("too little data: at least 1 center, 80 people, and 50 sessions a counselor");
        }
        if !(1..=120).contains(&setting.seconds) {
            bail!("CAIRN_BENCH_SECONDS must be between 1 and 120");
        }
        Ok(setting)
    }

    /// In each center.
    pub fn counselors(&self) -> i64 {
        self.people / 10
    }

    /// In the care of each counselor, and of no other.
    pub fn clients_each(&self) -> i64 {
        (self.people - self.counselors()) / self.counselors()
    }

    pub fn sessions_each(&self) -> i64 {
        self.sessions / self.counselors()
    }

    /// The number of a person: centers from 1, their people from 1, counselors first.
    pub fn person(&self, center: i64, place: i64) -> i64 {
        (center - 1) * self.people + place
    }

    /// The place of a counselor's client among the people of their center.
    pub fn client_of(&self, counselor: i64, nth: i64) -> i64 {
        self.counselors() + (counselor - 1) * self.clients_each() + nth + 1
    }

    /// Unix seconds of a free half hour.
    pub fn slot(&self, day: i64, half_hour: i64) -> i64 {
        self.midnight + day * 86_400 + FREE_FROM_HOUR * 3_600 + half_hour * 1_800
    }

    /// The free half hours of one counselor that Cairn books: on odd days. `None` past the last.
    pub fn our_slot(&self, nth: i64) -> Option<i64> {
        (nth < SLOTS_A_DAY * 10).then(|| self.slot(3 + 2 * (nth / SLOTS_A_DAY), nth % SLOTS_A_DAY))
    }

    /// The same for pgbench, as its script says it: on even days.
    pub fn their_slot(&self) -> String {
        format!("{} + 2 * random(2, 11) * 86400 + random(0, {}) * 1800", self.slot(0, 0), SLOTS_A_DAY - 1)
    }

    /// Half hours that only the race wants.
    pub fn race_slots(&self, count: i64) -> Vec<i64> {
        (0..count).map(|nth| self.slot(23 + nth / SLOTS_A_DAY, nth % SLOTS_A_DAY)).collect()
    }
}

fn number(name: &str, default: i64) -> Result<i64> {
    match std::env::var(name) {
        Ok(text) => text.trim().parse().with_context(|| format!("{name} must be a whole number")),
        Err(_) => Ok(default),
    }
}

/// Ids that pgbench can compute too: the number in 32 decimal digits. In SQL: `lpad(n::text, 32, '0')::uuid`.
pub fn id(number: i64) -> Uuid {
    Uuid::parse_str(&format!("{number:032}")).unwrap_or_default()
}

fn secret(center: i64, seed: &str) -> String {
    let mut bytes = id(center).as_bytes().to_vec();
    bytes.extend_from_slice(digest(&SHA256, seed.as_bytes()).as_ref());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The value of a person's sign-in cookie. In SQL its hash is `sha256(sha256('bench cookie <number>'))`.
pub fn cookie(center: i64, person: i64) -> String {
    secret(center, &format!("bench cookie {person}"))
}

/// A person's API token; hashed likewise.
pub fn api_token(center: i64, person: i64) -> String {
    format!("cairn_{}", secret(center, &format!("bench token {person}")))
}

/// Good enough to spread requests.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// From 0 up to, not including, `sides`.
    pub fn roll(&mut self, sides: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        i64::try_from(self.0 >> 1).unwrap_or(0) % sides.max(1)
    }
}
