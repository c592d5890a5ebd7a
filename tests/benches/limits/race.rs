//! Many clients wanting the same few half hours at once.

use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result};
use tokio::sync::Barrier;

use crate::booking::{body, booked};
use crate::data::Ground;
use crate::http::{Ask, Client};
use crate::load::{Load, contains};
use crate::setting::{Setting, cookie, id};
use crate::trusted;

pub const CLIENTS: i64 = 64;
pub const SLOTS: i64 = 100;

pub struct Race {
    pub load: Load,
    pub won: u64,
    /// Sessions that overlap another of the same counselor or client, in the whole database.
    pub double: i64,
}

/// Every client tries every half hour of one counselor, all in the same order, all at once.
pub async fn run(ground: &Ground, setting: &Setting, port: u16) -> Result<Race> {
    let counselor = setting.person(1, 1);
    let clients: Vec<i64> = (1..=CLIENTS).map(|nth| setting.person(1, setting.counselors() + nth)).collect();
    care(ground, counselor, &clients).await?;
    let document = trusted("mutation BookSession(")?;
    let slots = Arc::new(setting.race_slots(SLOTS));
    let start = Arc::new(Barrier::new(clients.len()));
    let mut tasks = Vec::new();
    for (number, client) in clients.into_iter().enumerate() {
        let (slots, start, document) = (Arc::clone(&slots), Arc::clone(&start), document.clone());
        let mut connection = Client::connect(port).await.context("connect to the server")?;
        tasks.push(tokio::spawn(async move {
            let credential = format!("cookie: __Host-cairn={}", cookie(1, client));
            let (mut load, mut won) = (Load::default(), 0);
            start.wait().await;
            for starts_at in slots.iter() {
                let body = body(&document, counselor, None, *starts_at);
                let ask = Ask { credential: credential.clone(), body, network: [16, u8::try_from(number).unwrap_or(0)] };
                let asked = Instant::now();
                let answer = connection.graphql(&ask).await?;
                let mine = booked(&answer);
                won += u64::from(mine);
                let taken = answer.status == 200 && contains(&answer.body, "\"__typename\":\"SlotTaken\"");
                load.note(&answer, mine || taken, asked.elapsed());
            }
            anyhow::Ok((load, won))
        }));
    }
    let begun = Instant::now();
    let mut race = Race { load: Load::default(), won: 0, double: 0 };
    for task in tasks {
        let (load, won) = task.await??;
        race.load.add(load);
        race.won += won;
    }
    race.load.seconds = begun.elapsed().as_secs_f64();
    race.double = double(ground).await?;
    Ok(race)
}

async fn care(ground: &Ground, counselor: i64, clients: &[i64]) -> Result<()> {
    let clients: Vec<_> = clients.iter().map(|client| id(*client)).collect();
    sqlx::query(
        "insert into cairn.care_assignments (center_id, id, counselor_id, client_id, started_at)
         select $1, gen_random_uuid(), $2, client, now() from unnest($3::uuid[]) as client on conflict do nothing",
    )
    .bind(id(1))
    .bind(id(counselor))
    .bind(clients)
    .execute(&mut ground.superuser().await?)
    .await?;
    Ok(())
}

async fn double(ground: &Ground) -> Result<i64> {
    // By order of start, so that it does not lean on the constraints it checks.
    let count = sqlx::query_scalar(
        "select count(*) from (
           select starts_at < lag(ends_at) over (partition by center_id, counselor_id order by starts_at) as counselor,
                  starts_at < lag(ends_at) over (partition by center_id, client_id order by starts_at) as client
           from cairn.sessions where state = 'booked') as s
         where counselor or client",
    );
    Ok(count.fetch_one(&mut ground.superuser().await?).await?)
}
