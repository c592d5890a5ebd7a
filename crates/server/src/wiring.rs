//! Where the rooms are brought together: the only place that knows `api` and `worker` from inside.

use std::sync::Arc;

use anyhow::{Context, Result, bail};
use axum::Router;
use cairn_api::{
    graphql::{self, context::Parts as GraphParts, live::Live},
    http::{self, AppState, DemoAccount, DemoGuide, Limits, Mode, Parts, Settings},
};
use cairn_domain::{
    Db, Fault, Problem,
    actor::Role,
    audit::{Finding, query::verify_centers},
    clock::Clock,
    operators::{self, OperatorDb},
    sealed::KeyWrap,
};
use cairn_server::{calendars::Calendars, config::Config, process::Foundation};
use cairn_worker::{Worker, WorkerParts};
use futures::FutureExt;
use sqlx::PgPool;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::demo::{
    crowd,
    people::{CENTERS, SeedPerson},
    seed,
};

/// Of the demo.
const OPERATOR: &str = "operator@cairn.example";

/// For whom requests are served.
pub(crate) enum Serving {
    Real,
    /// Invented people on this machine, and how to be one of them.
    Demo(DemoGuide),
}

/// The schema that clients see, or the operators'.
pub(crate) fn sdl(operator: bool) -> String {
    if operator { graphql::operator::sdl() } else { graphql::sdl() }
}

/// Everything that answers requests. `stop` makes it answer "not ready".
pub(crate) fn router(config: &Config, foundation: &Foundation, serving: Serving, stop: CancellationToken) -> Result<Router> {
    let live = Live::default();
    let (heard, said, until) = (foundation.db.pool().clone(), live.0.clone(), stop.clone());
    tokio::spawn(async move { until.run_until_cancelled(cairn_domain::db::hear(heard, said)).await });
    let public_url = Url::parse(&config.http.public_url).context("http.public_url")?;
    let storage = &config.storage;
    let endpoint = storage.public_endpoint.as_ref().or(storage.endpoint.as_ref());
    let store_origin = endpoint.and_then(|endpoint| Url::parse(endpoint).ok()).map(|url| url.origin().ascii_serialization());
    let (mode, demo) = match serving {
        Serving::Real => (Mode::Serve, None),
        Serving::Demo(guide) => (Mode::Demo, Some(guide)),
    };
    let parts = Parts {
        graph: GraphParts {
            db: foundation.db.clone(),
            store: Arc::clone(&foundation.store),
            malware_scanner: foundation.scanner.is_some(),
            live,
        },
        operators: operator_db(foundation)?,
        calendar_files: Arc::new(Calendars::new(&config.mail.from_address)),
        readiness: readiness(foundation.db.pool().clone(), stop),
        settings: Settings {
            public_url,
            mode,
            trusted_proxies: config.http.trusted_proxies.clone(),
            store_origin,
            limits: Limits {
                per_second: config.http.requests_per_second,
                burst: config.http.request_burst,
                member_per_second: config.http.member_requests_per_second,
                member_burst: config.http.member_request_burst,
                center_per_second: config.http.center_requests_per_second,
                center_burst: config.http.center_request_burst,
                subscriptions_per_second: config.http.subscriptions_per_second,
                concurrent: config.http.requests_in_work,
            },
            demo,
        },
    };
    Ok(http::router(AppState::new(parts)?))
}

/// Ready while the database answers and nobody has asked us to stop.
fn readiness(pool: PgPool, stop: CancellationToken) -> http::Readiness {
    Arc::new(move || {
        let (pool, stop) = (pool.clone(), stop.clone());
        async move {
            if stop.is_cancelled() {
                return Err("stopping".to_owned());
            }
            sqlx::query("select 1").execute(&pool).await.map(|_| ()).map_err(|_| "database".to_owned())
        }
        .boxed()
    })
}

fn operator_db(foundation: &Foundation) -> Result<OperatorDb> {
    let pool = foundation.operators.clone().context("database.operator_url is not set")?;
    Ok(OperatorDb::new(pool, foundation.db.clock().clone(), Arc::clone(&foundation.wrap)))
}

/// Works on jobs until `stop`, and finishes those it has begun.
pub(crate) async fn work(config: &Config, foundation: &Foundation, stop: CancellationToken) -> Result<()> {
    let worker = Worker::new(WorkerParts {
        db: foundation.db.clone(),
        jobs_pool: foundation.jobs.clone().context("database.worker_url is not set")?,
        operators: operator_db(foundation)?,
        mailer: foundation.mailer.clone().context("there is no mail server")?,
        scanner: foundation.scanner.clone(),
        store: Arc::clone(&foundation.store),
        public_url: config.http.public_url.clone(),
        from_address: config.mail.from_address.clone(),
    })?;
    Ok(worker.run(stop).await?)
}

/// Two centers with invented people, unless they are there already; and who they are. `quick`: see [`seed::seed`].
pub(crate) async fn seed(foundation: &Foundation, quick: &PgPool, inbox_url: String) -> Result<DemoGuide> {
    let jobs = foundation.jobs.as_ref().context("database.worker_url is not set")?;
    if seed::is_empty(&foundation.db).await? {
        operators::create(&operator_db(foundation)?, OPERATOR).await.context("the operator could not be made")?;
        let seeded = seed::seed(&foundation.db, quick, jobs).await;
        seeded.context("the demo's people could not be made; start over with --fresh")?;
    }
    let mut accounts = Vec::new();
    for center in CENTERS {
        let mut account = |role: Role, person: &SeedPerson| {
            accounts.push(DemoAccount {
                center: center.name.to_owned(),
                slug: center.slug.to_owned(),
                name: person.name.to_owned(),
                role: role.name().to_owned(),
                email: person.email.to_owned(),
            });
        };
        account(Role::Admin, &center.admin);
        for staff in center.staff.iter().filter(|staff| seed::named(&staff.person)) {
            account(staff.roles.first().copied().unwrap_or(Role::Counselor), &staff.person);
        }
        for client in center.clients.iter().filter(|client| seed::named(&client.person)) {
            account(Role::Client, &client.person);
        }
    }
    let password = Some(seed::PASSWORD.to_owned());
    Ok(DemoGuide { inbox_url, accounts, operator_email: Some(OPERATOR.to_owned()), password })
}

/// Hundreds more in one of them, unless they are there already.
pub(crate) async fn crowd(foundation: &Foundation, quick: &PgPool) -> Result<()> {
    let jobs = foundation.jobs.as_ref().context("database.worker_url is not set")?;
    crowd::add(&foundation.db, quick, jobs).await.context("the crowd could not be made; start over with --fresh")
}

/// How to sign in as whom, for the terminal.
pub(crate) fn describe(guide: &DemoGuide) -> String {
    if guide.accounts.is_empty() {
        return "  Nobody is here yet: sign a center up at /start.\n".to_owned();
    }
    let mut text = String::from("  Sign in with an e-mail code (it arrives in the inbox above)");
    if let Some(password) = &guide.password {
        text.push_str(&format!(", or with the password `{password}`"));
    }
    text.push_str(":\n");
    let mut center = "";
    for account in &guide.accounts {
        if account.center != center {
            center = &account.center;
            text.push_str(&format!("\n  {} (/{})\n", account.center, account.slug));
        }
        text.push_str(&format!("    {:<14} {:<24} {}\n", account.role, account.name, account.email));
    }
    if let Some(email) = &guide.operator_email {
        text.push_str(&format!("\n  The platform (/ops)\n    {:<14} {:<24} {email}\n", "operator", ""));
    }
    text
}

/// Makes an operator's account.
pub(crate) async fn create_operator(pool: PgPool, wrap: Arc<dyn KeyWrap>, email: &str) -> Result<()> {
    let operators = OperatorDb::new(pool, Clock::System, wrap);
    match operators::create(&operators, email).await {
        Ok(_) => Ok(()),
        Err(Fault::Problems(problems)) => match problems.as_slice() {
            [Problem::Invalid { rule: "email_in_use", .. }] => bail!("there is an operator with this e-mail address already"),
            _ => bail!("`{email}` is not an e-mail address that mail can be sent to"),
        },
        Err(surprise) => Err(surprise).context("the operator could not be made"),
    }
}

fn in_words(finding: &Finding) -> (bool, String) {
    let words = match finding {
        Finding::Intact { events } => return (true, format!("intact, {events} events")),
        Finding::Changed { sequence } => format!("BROKEN: event {sequence} was changed"),
        Finding::Removed { sequence } => format!("BROKEN: an event is missing at {sequence}"),
        Finding::Inserted { sequence } => format!("BROKEN: event {sequence} was slipped in"),
        Finding::CutOff { last, head } => format!("BROKEN: the events after {last} were cut off, there were {head}"),
        Finding::Head => "BROKEN: the record of the last event was changed or removed".to_owned(),
    };
    (false, words)
}

/// Prints what was found of each center; true when a chain is broken.
pub(crate) async fn verify_audit(db: &Db, center: Option<&str>) -> Result<bool> {
    let mut broken = false;
    let looked_at = verify_centers(db, center, |center, finding| {
        let (whole, words) = in_words(finding);
        broken |= !whole;
        println!("{:<32} {words}", center.slug);
    });
    let looked_at = looked_at.await?;
    if looked_at == 0 {
        bail!(center.map_or("there is no center yet".to_owned(), |slug| format!("there is no center `{slug}`")));
    }
    Ok(broken)
}
