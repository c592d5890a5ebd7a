//! Whether the time of an answer tells who is a member: known and unknown addresses in turn, one request at a time.

use std::time::Instant;

use anyhow::{Result, bail};

use crate::data::Ground;
use crate::http::Client;
use crate::report::median;
use crate::setting::{Dice, Setting};

/// Of each kind. Medians of fewer shake too much to say anything.
const TRIES: i64 = 240;

/// A hash of the kind that members have; nobody knows a password for it.
const HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZSBzYWx0IGZvciBpdA$TrV9AHA10nrDmQRfSRnf6M9qAd/pxjkE9y8k/G1Ff5E";

/// Median milliseconds for known and for unknown addresses.
pub struct Times {
    pub known: f64,
    pub unknown: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Code,
    Password,
}

impl Way {
    fn path(self) -> &'static str {
        match self {
            Self::Code => "sign-in",
            Self::Password => "sign-in/password",
        }
    }

    /// On to the page for the code; or the form again, with one sentence for every reason.
    fn expected(self) -> u16 {
        match self {
            Self::Code => 303,
            Self::Password => 422,
        }
    }

    /// Each address is asked once in each way: there are limits, and they are not what is measured.
    fn network(self, turn: i64) -> [u8; 2] {
        let block = if self == Self::Code { 100 } else { 140 };
        [block + u8::try_from(turn / 256).unwrap_or(0), u8::try_from(turn % 256).unwrap_or(0)]
    }
}

/// Gives the members that are asked about a password.
pub async fn passwords(ground: &Ground) -> Result<()> {
    sqlx::query("update cairn.members set password_hash = $1").bind(HASH).execute(&mut ground.superuser().await?).await?;
    Ok(())
}

pub async fn run(setting: &Setting, port: u16, way: Way) -> Result<Times> {
    let mut client = Client::connect(port).await?;
    let mut dice = Dice::new(7);
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    // The first ones open keys and plans, and are not counted.
    for turn in -5..TRIES {
        let people = setting.centers * setting.people;
        let number = (turn + 5) % people + 1;
        let center = (number - 1) / setting.people + 1;
        // Which of the two comes first must not tell either.
        let first_known = dice.roll(2) == 0;
        for is_known in [first_known, !first_known] {
            let name = if is_known { "person" } else { "nobody" };
            let body = format!("email={name}{number}%40mail.example&password=no+such+password+here");
            let network = way.network(2 * (turn + 5) + i64::from(is_known));
            let asked = Instant::now();
            let answer = client.form(&format!("/center-{center}/{}", way.path()), &body, network).await?;
            let took = asked.elapsed().as_secs_f64() * 1_000.0;
            if answer.status != way.expected() {
                bail!("{way:?} for {name}{number} answered {}: {}", answer.status, String::from_utf8_lossy(&answer.body));
            }
            if turn >= 0 {
                if is_known { known.push(took) } else { unknown.push(took) }
            }
        }
    }
    Ok(Times { known: median(known), unknown: median(unknown) })
}
