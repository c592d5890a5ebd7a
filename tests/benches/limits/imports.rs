//! A list of meetings as an admin brings it in: announced, sent to object storage, judged row by row and listed by the worker,
//! while the screen asks how far it has come. As many meetings as a large state has, as messy as real lists are.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::data::Ground;
use crate::http::{Ask, Client};
use crate::setting::{Setting, cookie, id};
use crate::trusted;

pub const ROWS: usize = 5_000;
/// Of both together: every row has its verdict, and every row is listed.
pub const TARGET: Duration = Duration::from_secs(10);
const PATIENCE: Duration = Duration::from_secs(120);
const LOOK_EVERY: Duration = Duration::from_millis(50);

pub struct Seen {
    pub check: Duration,
    pub apply: Duration,
    /// Numbers between nothing and everything that the screen showed meanwhile.
    pub steps: usize,
    pub bytes: usize,
}

fn feed() -> String {
    let row = |n: usize| {
        json!({
            "slug": format!("meeting-{n}"), "name": format!("Group {n} &amp; friends"), "day": n % 7, "time": "18:30", "end_time": "19:30",
            "timezone": if n.is_multiple_of(10) { Json::Null } else { json!("America/New_York") },
            "types": ["O", "D", "X", if n.is_multiple_of(50) { "??" } else { "EN" }], "region": "Portland",
            "formatted_address": format!("{n} Quay Street, Portland, ME 04101, USA"), "latitude": 43.6, "longitude": -70.2,
            "notes": format!("<p>Room {n}, second floor.</p><p>Ask for <b>Jane</b>.</p>").repeat(4), "location_notes": "Side door",
            "conference_url": format!("https://zoom.us/j/{n}"), "contact_1_name": "Jane Smith",
        })
    };
    Json::Array((0..ROWS).map(row).collect()).to_string()
}

struct Screen {
    client: Client,
    credential: String,
}

impl Screen {
    /// `document`: the id of a text of the pages.
    async fn asks(&mut self, document: &str, field: &str, variables: Json) -> Result<Json> {
        let body = json!({ "documentId": document, "variables": variables }).to_string();
        let answer = self.client.graphql(&Ask { credential: self.credential.clone(), body, network: [3, 1] }).await?;
        let told: Json = serde_json::from_slice(&answer.body)?;
        let payload = told["data"][field].clone();
        let problems = payload["problems"].as_array().is_some_and(|problems| !problems.is_empty());
        if answer.status != 200 || payload.is_null() || problems {
            bail!("{field}: {} {told}", answer.status);
        }
        Ok(payload)
    }

    /// Looks until the import is where it should be; notes what was shown on the way.
    async fn waits(&mut self, import: &Json, state: &str, shown: &mut BTreeSet<i64>) -> Result<Duration> {
        let document = trusted("query StaffFeedImport(")?;
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            let now = self.asks(&document, "feedImport", json!({ "id": import })).await?;
            match now["state"].as_str() {
                Some(found) if found == state => return Ok(began.elapsed()),
                Some("FAILED") => bail!("the import failed: {now}"),
                _ => shown.insert(now["rowsDone"].as_i64().unwrap_or_default()),
            };
            tokio::time::sleep(LOOK_EVERY).await;
        }
        bail!("the import was not {state} after {} s", PATIENCE.as_secs())
    }
}

/// With a worker in the server; nobody else asks meanwhile.
pub async fn run(ground: &Ground, setting: &Setting, port: u16) -> Result<Seen> {
    let person = setting.person(1, 1);
    sqlx::query("update cairn.members set roles = array_append(roles, 'admin') where center_id = $1 and id = $2")
        .bind(id(1))
        .bind(id(person))
        .execute(&mut ground.superuser().await?)
        .await?;
    let credential = format!("cookie: __Host-cairn={}", cookie(1, person));
    let mut screen = Screen { client: Client::connect(port).await?, credential };
    let file = feed();
    let sha256 = STANDARD.encode(ring::digest::digest(&ring::digest::SHA256, file.as_bytes()));
    let input =
        json!({ "clientMutationId": Uuid::new_v4(), "source": "Casco Bay Intergroup", "size": file.len(), "sha256": sha256 });
    let made = screen.asks(&trusted("mutation StaffCreateFeedImport(")?, "createFeedImport", json!({ "input": input })).await?;
    let import = made["feedImport"]["id"].clone();
    let mut put = reqwest::Client::new().put(made["upload"]["url"].as_str().context("an address")?).body(file.clone());
    for header in made["upload"]["headers"].as_array().context("headers")? {
        put = put.header(header["name"].as_str().context("a name")?, header["value"].as_str().context("a value")?);
    }
    put.send().await?.error_for_status().context("object storage takes the file")?;

    let mut shown = BTreeSet::new();
    let of_import = json!({ "feedImportId": import });
    screen.asks(&trusted("mutation StaffCompleteFeedImport(")?, "completeFeedImport", of_import.clone()).await?;
    let check = screen.waits(&import, "CHECKED", &mut shown).await?;
    screen.asks(&trusted("mutation StaffApplyFeedImport(")?, "applyFeedImport", of_import).await?;
    let apply = screen.waits(&import, "APPLIED", &mut shown).await?;
    let listed: i64 = sqlx::query_scalar("select count(*) from cairn.listings where center_id = $1")
        .bind(id(1))
        .fetch_one(&mut ground.superuser().await?)
        .await?;
    if usize::try_from(listed)? != ROWS {
        bail!("{listed} meetings are listed instead of {ROWS}");
    }
    let most = i64::try_from(ROWS)?;
    let steps = shown.into_iter().filter(|done| (1..most).contains(done)).count();
    Ok(Seen { check, apply, steps, bytes: file.len() })
}
