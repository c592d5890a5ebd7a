//! Mail servers that are down, slow or rude, and workers that are killed.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use cairn_domain::db::{ClaimedJob, PoolSize, connect};
use cairn_domain::exits::Released;
use cairn_domain::ids::NotificationId;
use cairn_domain::notifications::{Delivery, claim_for_delivery};
use cairn_server::adapters::smtp::{Options as SmtpOptions, SmtpMailer, TlsMode};
use cairn_server::embedded::mail::Fault;
use cairn_worker::mailer::{MailError, OutgoingMail};
use cairn_worker::{Mailer, Worker, WorkerParts};
use jiff::SignedDuration;
use support::{App, PUBLIC_URL, Person};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::notifications::{at, book, cancel, pair};

/// What this person got that has this beginning of a subject.
fn got(app: &App, person: &Person, beginning: &str) -> Vec<String> {
    let mails = app.mail.inbox().mails(Some(&person.email));
    let fitting = mails.iter().filter(|mail| mail.subject.starts_with(beginning));
    fitting.map(|mail| mail.message_id.clone().unwrap_or_default()).collect()
}

async fn count(app: &App, sql: &'static str) -> i64 {
    let mut connection = app.superuser().await;
    sqlx::query_scalar(sql).fetch_one(&mut connection).await.expect("a count")
}

#[tokio::test]
async fn mails_follow_once_when_the_server_was_down_for_an_hour() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    app.run_jobs().await;
    app.mail.faults().set_down(true);
    book(&app, &dana, &dana, &ana, "2026-03-05T19:00:00Z").await;
    for _ in 0..60 {
        app.run_jobs().await;
        app.driven().advance(SignedDuration::from_mins(1));
    }
    assert_eq!(got(&app, &ana, "You have").len(), 0);
    app.mail.faults().set_down(false);
    for _ in 0..180 {
        app.run_jobs().await;
        app.driven().advance(SignedDuration::from_mins(1));
    }
    for person in [&dana, &ana] {
        assert_eq!(got(&app, person, "You have something planned").len(), 1);
    }
}

#[tokio::test]
async fn a_reminder_that_would_come_after_the_start_never_comes() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    book(&app, &dana, &dana, &ana, "2026-03-05T19:00:00Z").await;
    app.run_jobs().await;
    app.mail.faults().set_down(true);
    app.driven().set(at("2026-03-05T17:00:00Z"));
    for _ in 0..130 {
        app.run_jobs().await;
        app.driven().advance(SignedDuration::from_mins(1));
    }
    app.mail.faults().set_down(false);
    for _ in 0..48 {
        app.run_jobs().await;
        app.driven().advance(SignedDuration::from_mins(30));
    }
    assert_eq!(got(&app, &ana, "To").len(), 0);
    let waiting = count(&app, "select count(*) from cairn.notifications where state in ('planned', 'sending')").await;
    assert_eq!(waiting, 0);
}

#[tokio::test]
async fn a_refused_address_makes_one_staff_task_and_gets_no_more() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    app.run_jobs().await;
    app.mail.faults().always(&ana.email, Fault::Reply(550, "5.1.1 no such person".to_owned()));
    for starts_at in ["2026-03-05T19:00:00Z", "2026-03-06T19:00:00Z"] {
        book(&app, &dana, &dana, &ana, starts_at).await;
    }
    app.run_jobs().await;
    book(&app, &dana, &dana, &ana, "2026-03-09T19:00:00Z").await;
    app.run_jobs().await;
    assert_eq!(count(&app, "select count(*) from cairn.staff_tasks where kind = 'address_failed'").await, 1);
    assert_eq!(count(&app, "select count(*) from cairn.members where email_failed_at is not null").await, 1);
    assert_eq!(count(&app, "select count(*) from cairn.notifications where outcome = 'smtp_550'").await, 1);
    let open =
        "select count(*) from cairn.notifications n join cairn.members m on m.center_id = n.center_id and m.id = n.member_id
                where m.email_failed_at is not null and n.state = 'planned' and n.due_at <= '2026-03-02T15:00:00Z'";
    assert_eq!(count(&app, open).await, 0);
    assert_eq!(got(&app, &dana, "You have").len(), 3);
    // Signing in tries the address again; once it works, it is good again.
    app.mail.faults().clear();
    cairn_domain::members::sign_in::request_code(&app.db, &center.center, &ana.email, support::caller()).await.expect("a code");
    app.run_jobs().await;
    assert_eq!(got(&app, &ana, "Your sign-in code").len(), 1);
    assert_eq!(count(&app, "select count(*) from cairn.members where email_failed_at is not null").await, 0);
}

#[tokio::test]
async fn a_mail_that_was_taken_without_a_word_comes_again_under_the_same_id() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    app.run_jobs().await;
    app.mail.faults().next(&ana.email, 1, Fault::KeepAndDrop);
    book(&app, &dana, &dana, &ana, "2026-03-05T19:00:00Z").await;
    for _ in 0..3 {
        app.run_jobs().await;
        app.driven().advance(SignedDuration::from_mins(2));
    }
    let ids = got(&app, &ana, "You have");
    assert_eq!(ids.len(), 2);
    assert_eq!(ids.into_iter().collect::<BTreeSet<_>>().len(), 1);
}

#[tokio::test]
async fn a_cancellation_that_comes_just_before_the_reminder_wins() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let session = book(&app, &dana, &dana, &ana, "2026-03-02T19:00:00Z").await;
    app.run_jobs().await;
    let mut connection = app.superuser().await;
    let reminder: Uuid = sqlx::query_scalar(
        "select id from cairn.notifications where kind = 'session_reminder_2h' and member_id = $1 and subject_id = $2",
    )
    .bind(ana.member_id.0)
    .bind(session.id.0)
    .fetch_one(&mut connection)
    .await
    .expect("a reminder");
    cancel(&app, &dana, &session).await;
    app.driven().set(at("2026-03-02T17:00:00Z"));
    // As a worker that had the job in its hands when the session was cancelled.
    let job = ClaimedJob { center_id: center.center.id, job_id: 1 };
    let tx = app.db.work(&job).await.expect("enter");
    let delivery = claim_for_delivery(&tx, NotificationId(reminder)).await.expect("claim");
    assert!(matches!(delivery, Delivery::Nothing("over")));
    tx.commit().await.expect("commit");
    app.run_jobs().await;
    assert_eq!(got(&app, &ana, "Today").len(), 0);
    assert_eq!(got(&app, &ana, "Cancelled").len(), 1);
}

#[tokio::test]
async fn two_workers_with_one_message_send_it_once() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    app.run_jobs().await;
    for starts_at in ["2026-03-05T19:00:00Z", "2026-03-06T19:00:00Z", "2026-03-09T19:00:00Z", "2026-03-10T19:00:00Z"] {
        book(&app, &dana, &dana, &ana, starts_at).await;
    }
    let others: Vec<Worker> = futures::future::join_all((0..3).map(|_| worker(&app, Arc::new(mailer(&app))))).await;
    let runs = others.iter().map(Worker::run_due_once);
    let done: usize = futures::future::join_all(runs).await.into_iter().map(|ran| ran.expect("run").done).sum();
    assert_eq!(done, 8);
    assert_eq!(got(&app, &ana, "You have").len(), 4);
}

/// Never comes back from its first mail, like a process that is killed there.
struct Stuck {
    inner: SmtpMailer,
    calls: AtomicUsize,
    /// Whether the mail had left by then.
    sends: bool,
}

#[async_trait]
impl Mailer for Stuck {
    async fn send(&self, mail: &Released<OutgoingMail>) -> Result<(), MailError> {
        if self.sends {
            self.inner.send(mail).await?;
        }
        self.calls.fetch_add(1, Ordering::SeqCst);
        std::future::pending().await
    }

    async fn check(&self) -> Result<(), MailError> {
        self.inner.check().await
    }
}

fn mailer(app: &App) -> SmtpMailer {
    SmtpMailer::new(&SmtpOptions {
        host: app.mail.smtp().ip().to_string(),
        port: app.mail.smtp().port(),
        tls: TlsMode::None,
        login: None,
        from_name: "Appointments".to_owned(),
        from_address: "notify@mail.example".to_owned(),
        connections: 2,
        timeout: Duration::from_secs(5),
    })
    .expect("a mailer")
}

async fn worker(app: &App, mailer: Arc<dyn Mailer>) -> Worker {
    Worker::new(WorkerParts {
        db: app.db.clone(),
        jobs_pool: connect(&app.database.url("cairn_worker"), PoolSize(6)).await.expect("connect as cairn_worker"),
        operators: app.operators.clone(),
        mailer,
        scanner: None,
        store: app.store.clone(),
        public_url: PUBLIC_URL.to_owned(),
        from_address: "notify@mail.example".to_owned(),
    })
    .expect("a worker")
}

async fn until(what: &str, mut fits: impl AsyncFnMut() -> bool) {
    for _ in 0..400 {
        if fits().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{what} did not happen in time");
}

/// Kills a worker in the middle of a mail; answers the Message-IDs that arrived after another one took over.
async fn killed(sends: bool) -> Vec<String> {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let (_, ana) = pair(&center).await;
    app.run_jobs().await;
    let before = got(&app, &ana, "You").len();
    // Not a session: whether there is an hour for one depends on the day this test runs.
    cairn_domain::members::sign_in::request_code(&app.db, &center.center, &ana.email, support::caller()).await.expect("a code");
    let stuck = Arc::new(Stuck { inner: mailer(&app), calls: AtomicUsize::new(0), sends });
    let doomed = worker(&app, stuck.clone()).await;
    let doomed = tokio::spawn(async move { doomed.run(CancellationToken::new()).await });
    until("the first try", async || stuck.calls.load(Ordering::SeqCst) == 1).await;
    doomed.abort();
    let _ = doomed.await;
    // As if it had been gone for a minute.
    let mut connection = app.superuser().await;
    let aged = sqlx::query("update graphile_worker._private_workers set last_heartbeat_at = now() - interval '1 minute'")
        .execute(&mut connection)
        .await
        .expect("age the dead worker");
    assert_eq!(aged.rows_affected(), 1);
    let (heir, stop) = (worker(&app, Arc::new(mailer(&app))).await, CancellationToken::new());
    let running = tokio::spawn({
        let stop = stop.clone();
        async move { heir.run(stop).await }
    });
    until("taking over", async || {
        count(&app, "select count(*) from cairn.notifications where kind = 'sign_in_code' and state = 'sent'").await == 1
    })
    .await;
    stop.cancel();
    running.await.expect("join").expect("a clean stop");
    got(&app, &ana, "You").split_off(before)
}

#[tokio::test]
async fn killed_before_the_mail_left_it_leaves_once() {
    assert_eq!(killed(false).await.len(), 1);
}

#[tokio::test]
async fn killed_after_the_mail_left_it_leaves_again_under_the_same_id() {
    let ids = killed(true).await;
    assert_eq!(ids.len(), 2);
    assert_eq!(ids[0], ids[1]);
}

#[tokio::test]
async fn a_worker_delivers_by_itself_and_stops_when_told() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let (_, ana) = pair(&center).await;
    app.run_jobs().await;
    let (running, stop) = (app.worker.clone(), CancellationToken::new());
    let running = tokio::spawn({
        let stop = stop.clone();
        async move { running.run(stop).await }
    });
    tokio::time::sleep(Duration::from_millis(500)).await;
    let start = std::time::Instant::now();
    cairn_domain::members::sign_in::request_code(&app.db, &center.center, &ana.email, support::caller()).await.expect("a code");
    until("the mail", async || got(&app, &ana, "Your sign-in code").len() == 1).await;
    // Announced, not polled for: a code is waited for.
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
    until("counting", async || count(&app, "select count(*) from operator.center_usage").await == 1).await;
    stop.cancel();
    let stopped = tokio::time::timeout(Duration::from_secs(5), running).await.expect("stops in time");
    stopped.expect("join").expect("a clean stop");
}

#[tokio::test]
async fn tidying_removes_what_has_had_its_time_and_nothing_else() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    cairn_domain::members::sign_in::request_code(&app.db, &center.center, &ana.email, support::caller()).await.expect("a code");
    book(&app, &dana, &dana, &ana, "2026-03-05T19:00:00Z").await;
    app.run_jobs().await;
    let keys = count(&app, "select count(*) from cairn.idempotency_keys").await;
    let challenges = count(&app, "select count(*) from cairn.challenges").await;
    assert!(keys > 0 && challenges > 0);
    // An hour after the code ended, a day after it, and three days after the booking.
    for (hours, left) in [(1, (keys, challenges)), (26, (keys, 0)), (73, (0, 0))] {
        app.driven().set(at("2026-03-02T15:00:00Z") + SignedDuration::from_hours(hours));
        let mut connection = app.superuser().await;
        sqlx::query("select graphile_worker.add_job('clean_up', '{}'::json)").execute(&mut connection).await.expect("enqueue");
        app.run_jobs().await;
        let now = (
            count(&app, "select count(*) from cairn.idempotency_keys").await,
            count(&app, "select count(*) from cairn.challenges").await,
        );
        assert_eq!(now, left, "after {hours} hours");
    }
}

#[tokio::test]
async fn an_operator_gets_a_code_and_nobody_else() {
    let app = App::start().await;
    cairn_domain::operators::create(&app.operators, "op@mail.example").await.expect("an operator");
    for email in ["op@mail.example", "nobody@mail.example"] {
        cairn_domain::operators::request_code(&app.operators, email, support::caller()).await.expect("a challenge");
    }
    app.run_jobs().await;
    let mails = app.mail.inbox().mails(None);
    assert_eq!(
        mails.iter().map(|mail| (mail.to.clone(), mail.subject.as_str())).collect::<Vec<_>>(),
        [(vec!["op@mail.example".to_owned()], "Your sign-in code")]
    );
    assert!(mails[0].links[0].ends_with("/ops/sign-in"));
}
