//! Many connections asking one thing after the other, for a bounded time.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::http::{Answer, Ask, Client};
use crate::setting::Dice;

/// What one measurement gave.
#[derive(Default)]
pub struct Load {
    pub good: u64,
    pub bad: u64,
    /// The first bad answer, to be shown.
    pub complaint: Option<String>,
    pub seconds: f64,
    micros: Vec<u32>,
}

impl Load {
    pub fn per_second(&self) -> f64 {
        self.good as f64 / self.seconds.max(0.001)
    }

    /// Milliseconds that `share` of the answers were faster than.
    pub fn percentile(&mut self, share: f64) -> f64 {
        self.micros.sort_unstable();
        let place = (self.micros.len() as f64 * share) as usize;
        self.micros.get(place.min(self.micros.len().saturating_sub(1))).map_or(0.0, |micros| f64::from(*micros) / 1000.0)
    }

    pub fn note(&mut self, answer: &Answer, good: bool, took: Duration) {
        self.micros.push(u32::try_from(took.as_micros()).unwrap_or(u32::MAX));
        if good {
            self.good += 1;
        } else {
            self.bad += 1;
            let said = || format!("{} {}", answer.status, String::from_utf8_lossy(&answer.body));
            self.complaint.get_or_insert_with(said);
        }
    }

    pub fn add(&mut self, other: Self) {
        self.good += other.good;
        self.bad += other.bad;
        self.micros.extend(other.micros);
        self.complaint = self.complaint.take().or(other.complaint);
    }
}

/// The next request, or `None` when there is nothing left to ask.
pub type Next = dyn Fn(&mut Dice) -> Option<Ask> + Send + Sync;

/// Asks over `connections` for `seconds`; `good` judges each answer.
pub async fn run(port: u16, connections: usize, seconds: u64, next: Arc<Next>, good: fn(&Answer) -> bool) -> Result<Load> {
    let mut clients = Vec::with_capacity(connections);
    for _ in 0..connections {
        clients.push(Client::connect(port).await.context("connect to the server")?);
    }
    let start = Instant::now();
    let until = start + Duration::from_secs(seconds);
    let mut tasks = Vec::with_capacity(connections);
    for (number, mut client) in clients.into_iter().enumerate() {
        let next = Arc::clone(&next);
        tasks.push(tokio::spawn(async move {
            let mut load = Load::default();
            let mut dice = Dice::new(number as u64 + 1 + start.elapsed().as_nanos() as u64);
            while Instant::now() < until {
                let Some(ask) = next(&mut dice) else { break };
                let asked = Instant::now();
                let answer = client.graphql(&ask).await?;
                load.note(&answer, good(&answer), asked.elapsed());
            }
            anyhow::Ok(load)
        }));
    }
    let mut sum = Load::default();
    for task in tasks {
        sum.add(task.await??);
    }
    sum.seconds = start.elapsed().as_secs_f64();
    Ok(sum)
}

pub fn network(dice: &mut Dice) -> [u8; 2] {
    [dice.roll(16) as u8, dice.roll(256) as u8]
}

pub fn contains(body: &[u8], text: &str) -> bool {
    body.windows(text.len()).any(|window| window == text.as_bytes())
}
