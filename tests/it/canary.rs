//! A word that appears nowhere else is typed into every input; then everything that a machine writes down about its
//! work is searched for it: log lines at the most talkative level, exported spans and metrics, PostgreSQL's log, and
//! what a panic prints.

mod together;

use std::io::{Read, Seek, SeekFrom, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

use axum::body::{Body, Bytes};
use axum::http::{Request, header};
use cairn_domain::operators;
use cairn_server::config::{LogFormat, LogLevel, Telemetry as Settings};
use cairn_server::embedded::postgres::default_folder;
use cairn_server::telemetry;
use serde_json::{Value as Json, json};
use support::{App, Person, TestCenter, browser, caller};
use uuid::Uuid;

use crate::documents::{PDF, announcement, codes, complete, create, download};

/// In any spelling; each input gets it with an ending of its own, so that a finding names its input.
const CANARY: &str = "kanarie";

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn all(&self) -> Vec<u8> {
        self.0.lock().expect("a lock").clone()
    }

    fn add(&self, bytes: &[u8]) {
        self.0.lock().expect("a lock").extend_from_slice(bytes);
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.add(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Canaries, with what stands around them.
fn findings(place: &str, bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    text.match_indices(CANARY)
        .map(|(at, _)| {
            let around: String = text.chars().skip(text[..at].chars().count().saturating_sub(80)).take(200).collect();
            format!("{place}: …{around}…")
        })
        .collect()
}

/// Keeps what is exported to it; on a thread of its own, because exporters block.
fn collector() -> (SocketAddr, Written, Written) {
    let (traces, metrics) = (Written::default(), Written::default());
    let (sender, receiver) = std::sync::mpsc::channel();
    let kept = (traces.clone(), metrics.clone());
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async move {
            let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
            sender.send(listener.local_addr().expect("an address")).expect("somebody waits");
            let keep = |kept: Written| axum::routing::post(async move |body: Bytes| kept.add(&body));
            let router = axum::Router::new().route("/v1/traces", keep(kept.0)).route("/v1/metrics", keep(kept.1));
            axum::serve(listener, router).await.expect("serve");
        });
    });
    (receiver.recv().expect("an address"), traces, metrics)
}

fn settings(otlp_endpoint: Option<String>) -> Settings {
    Settings { otlp_endpoint, trace_sampling: 1.0, metrics_seconds: 1, log_format: LogFormat::Json, log_level: LogLevel::Trace }
}

/// PostgreSQL's own log, from where it ends now.
struct PostgresLog {
    path: PathBuf,
    begin: u64,
}

impl PostgresLog {
    fn now() -> Self {
        let path = default_folder().expect("a folder").join("test/log");
        let begin = std::fs::metadata(&path).map_or(0, |file| file.len());
        Self { path, begin }
    }

    fn since(&self) -> Vec<u8> {
        let mut file = std::fs::File::open(&self.path).unwrap_or_else(|error| panic!("{}: {error}", self.path.display()));
        file.seek(SeekFrom::Start(self.begin)).expect("seek");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("read");
        bytes
    }
}

/// Set for the process in which a test runs alone.
const ALONE: &str = "CAIRN_TEST_ALONE";

/// Runs the named test again in a process of its own, and answers how that went; `None` in that process. What listens to
/// log lines, and what a panic does, is set for a whole process.
fn alone(test: &str) -> Option<Output> {
    if std::env::var_os(ALONE).is_some() {
        return None;
    }
    let child = Command::new(std::env::current_exe().expect("this binary"))
        .args([test, "--exact", "--nocapture"])
        .env(ALONE, "1")
        .env("RUST_BACKTRACE", "1")
        .output();
    Some(child.expect("it runs"))
}

#[test]
fn no_word_of_a_person_is_written_down() {
    if let Some(child) = alone("canary::no_word_of_a_person_is_written_down") {
        let written = String::from_utf8_lossy(&child.stderr).into_owned();
        assert!(child.status.success(), "{written}");
        return;
    }
    let (address, traces, metrics) = collector();
    let lines = Written::default();
    let writer = lines.clone();
    // Outside of a runtime: exporters have threads and blocking clients of their own.
    let (dispatch, telemetry) =
        telemetry::build(&settings(Some(format!("http://{address}"))), move || writer.clone(), false).expect("telemetry");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let log = tracing::dispatcher::with_default(&dispatch, || runtime.block_on(day()));
    telemetry.shutdown();
    drop(dispatch);

    let mut found = findings("log line", &lines.all());
    found.extend(findings("span", &traces.all()));
    found.extend(findings("metric", &metrics.all()));
    found.extend(findings("PostgreSQL's log", &log.since()));
    assert_eq!(found, Vec::<String>::new());

    // The search would find nothing in silence, too: there was something to search.
    let logged = String::from_utf8(lines.all()).expect("UTF-8");
    assert!(logged.contains("a surprise"), "the surprise of the day was logged:\n{logged}");
    let exported = String::from_utf8_lossy(&traces.all()).into_owned();
    for span in ["http.request", "graphql.operation"] {
        assert!(exported.contains(span), "spans named {span} were exported");
    }
    let postgres = String::from_utf8_lossy(&log.since()).into_owned();
    assert!(postgres.contains("violates check constraint"), "PostgreSQL logged the surprise:\n{postgres}");
}

/// Everything people do on a day, and everything that goes wrong on it, with the canary in each word they type.
async fn day() -> PostgresLog {
    let app = App::now().await;
    let log = PostgresLog::now();
    let center = app.center("Kanarie House").await;
    let dana = center.counselor("Kanariecounselor Reyes").await;
    let ana = center.client("Kanarieclient Ruiz", &dana).await;
    settings_and_profiles(&app, &center, &dana, &ana).await;
    sessions(&app, &dana, &ana).await;
    files(&app, &dana, &ana).await;
    together::groups(&app, &center).await;
    together::programs(&app, &center, &ana).await;
    together::mentorship(&app, &center, &ana).await;
    strangers(&app, &center).await;
    garbage(&app, &ana).await;
    surprise(&app, &center).await;
    app.run_jobs().await;
    assert!(!app.mail.inbox().mails(None).is_empty(), "mails left");
    log
}

/// A mutation with one input; refusals are as good as successes here.
async fn mutate(app: &App, person: &Person, field: &str, input_type: &str, input: Json) -> Json {
    let query = format!("mutation ($input: {input_type}!) {{ {field}(input: $input) {{ problems {{ code message path }} }} }}");
    let body = app.graphql(person, &query, json!({ "input": input })).await;
    assert!(body["data"][field]["problems"].is_array(), "{field}: {body:#}");
    body["data"][field].clone()
}

async fn settings_and_profiles(app: &App, center: &TestCenter<'_>, dana: &Person, ana: &Person) {
    let version =
        app.data(&center.admin, "{ viewer { center { version } } }", json!({})).await["viewer"]["center"]["version"].clone();
    let input = json!({ "version": version, "name": "Kanarie Home", "phone": "+1 207 555 0100", "address": "1 Kanarieaddress Street",
        "helpLinePhone": "+1 207 555 0199", "helpLineHours": "kanariehours" });
    assert_eq!(codes(&mutate(app, &center.admin, "updateCenter", "UpdateCenterInput", input).await), Vec::<String>::new());
    let key = Uuid::new_v4();
    mutate(
        app,
        &center.admin,
        "createProgram",
        "CreateProgramInput",
        json!({ "clientMutationId": key, "name": "kanarieprogram" }),
    )
    .await;
    let invitation = json!({ "clientMutationId": Uuid::new_v4(), "email": "kanarieinvited@kanariedomain.example",
        "name": "Kanarieinvited", "roles": ["CLIENT"], "counselorId": dana.wire_id() });
    assert_eq!(codes(&mutate(app, &center.admin, "inviteMember", "InviteMemberInput", invitation).await), Vec::<String>::new());
    let bad = json!({ "clientMutationId": "kanariekey", "email": "kanarie not an address", "name": "", "roles": ["CLIENT"] });
    assert!(!codes(&mutate(app, &center.admin, "inviteMember", "InviteMemberInput", bad).await).is_empty());
    let profile = json!({ "name": "Kanariename", "pronouns": "kanariepronouns" });
    assert_eq!(codes(&mutate(app, ana, "updateProfile", "UpdateProfileInput", profile).await), Vec::<String>::new());
    let rule = json!({ "clientId": ana.wire_id(), "rule": "Kanarierule, after 5 PM" });
    assert_eq!(codes(&mutate(app, ana, "setContactRule", "SetContactRuleInput", rule).await), Vec::<String>::new());
    mutate(app, ana, "setPassword", "SetPasswordInput", json!({ "password": "kanarie password nobody would guess" })).await;
    mutate(app, ana, "stepUp", "StepUpInput", json!({ "password": "kanarie wrong password" })).await;
    let token = json!({ "clientMutationId": Uuid::new_v4(), "name": "kanarietoken", "days": 3 });
    mutate(app, &center.admin, "createApiToken", "CreateApiTokenInput", token).await;
    for query in
        ["{ members(search: \"kanariesearch\") { nodes { email } } }", "{ clients(search: \"kanariesearch\") { nodes { id } } }"]
    {
        app.data(&center.admin, query, json!({})).await;
    }
}

async fn sessions(app: &App, dana: &Person, ana: &Person) {
    let query =
        "query ($c: ID!) { availability(counselorId: $c) { version } nextSlots(counselorId: $c, minutes: 30) { startsAt } }";
    let known = app.data(dana, query, json!({ "c": dana.wire_id() })).await;
    let hours = json!({ "counselorId": dana.wire_id(), "version": known["availability"]["version"], "zone": "America/New_York",
        "weekly": [{ "weekday": "MONDAY", "from": "09:00", "until": "17:00" }, { "weekday": "WEDNESDAY", "from": "09:00", "until": "17:00" }],
        "exceptions": [], "bufferBefore": 0, "bufferAfter": 0, "minimumNotice": 15, "horizonDays": 60, "slotStep": 30,
        "location": "Kanarielocation, room 2", "onlineLink": "https://kanarielink.example/room" });
    assert_eq!(codes(&mutate(app, dana, "setAvailability", "SetAvailabilityInput", hours).await), Vec::<String>::new());
    let offered = app.data(dana, query, json!({ "c": dana.wire_id() })).await["nextSlots"].clone();
    let booking = json!({ "clientMutationId": Uuid::new_v4(), "counselorId": dana.wire_id(), "clientId": ana.wire_id(),
        "startsAt": offered[0]["startsAt"], "minutes": 30, "place": "IN_PERSON" });
    let book = "mutation ($input: BookSessionInput!) { bookSession(input: $input) { session { id version location } problems { code } } }";
    let session = app.data(dana, book, json!({ "input": booking })).await["bookSession"]["session"].clone();
    assert_eq!(session["location"], "Kanarielocation, room 2");
    let moving = json!({ "clientMutationId": Uuid::new_v4(), "sessionId": session["id"], "version": session["version"],
        "startsAt": offered[1]["startsAt"], "reason": "kanariemovereason" });
    let moved = mutate(app, dana, "moveSession", "MoveSessionInput", moving).await;
    let version = session["version"].as_i64().expect("a version") + i64::from(codes(&moved).is_empty());
    let cancelling = json!({ "sessionId": session["id"], "version": version, "reason": "kanariecancelreason" });
    mutate(app, dana, "cancelSession", "CancelSessionInput", cancelling).await;
}

async fn files(app: &App, dana: &Person, ana: &Person) {
    let created = create(app, ana, &announcement(ana, "kanariefile.pdf", "application/pdf", PDF)).await;
    assert_eq!(created["document"]["name"], "kanariefile.pdf");
    assert!(crate::documents::put(&created["upload"], PDF).await.is_success());
    complete(app, ana, &created["document"]["id"]).await;
    app.run_jobs().await;
    assert!(download(app, dana, &created["document"]["id"]).await["download"]["url"].is_string());
    let refused = create(app, ana, &announcement(ana, "kanarietype.exe", "application/x-kanarie", PDF)).await;
    assert_eq!(codes(&refused), ["file_type_refused"]);
}

/// People who are not signed in type, too.
async fn strangers(app: &App, center: &TestCenter<'_>) {
    let slug = &center.center.slug;
    for path in [
        format!("/{slug}"),
        format!("/{slug}/sign-in?email=kanariequery@example.org"),
        "/kanariepath".to_owned(),
        "/i/kanarietoken".to_owned(),
        "/s/kanarietoken".to_owned(),
        "/assets/kanarieasset.js".to_owned(),
    ] {
        let request = Request::get(&path)
            .header(header::USER_AGENT, "kanarieagent/1.0")
            .header(header::REFERER, "https://kanariereferrer.example/")
            .header(header::COOKIE, "__Host-cairn=kanariecookie")
            .header("x-request-id", "kanarierequest")
            .header("traceparent", "kanarietrace")
            .header("baggage", "who=kanariebaggage");
        app.http(request.body(Body::empty()).expect("a request")).await;
    }
    let form = "name=kanarieform&email=kanarieform%40example.org&password=kanariepassword&code=kanariecode&slug=kanarie&adminName=kanarie";
    for path in
        [format!("/{slug}/sign-in"), format!("/{slug}/sign-in/password"), format!("/{slug}/sign-in/code"), "/start".to_owned()]
    {
        let request = Request::post(&path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ORIGIN, support::PUBLIC_URL)
            .header("sec-fetch-site", "same-origin");
        app.http(request.body(Body::from(form)).expect("a request")).await;
    }
    let sign_in = cairn_domain::members::sign_in::sign_in_with_password;
    let refused = sign_in(&app.db, &center.center, "kanariestranger@example.org", "kanarie password", browser()).await;
    assert!(refused.is_err());
    let _ = cairn_domain::members::sign_in::request_code(&app.db, &center.center, "kanariestranger@example.org", caller()).await;
    operators::create(&app.operators, "kanarieoperator@example.org").await.expect("an operator");
    operators::request_code(&app.operators, "kanarieoperator@example.org", caller()).await.expect("a code");
}

/// Requests that no honest page sends.
async fn garbage(app: &App, ana: &Person) {
    for query in [
        "{ kanariefield }",
        "query kanarieoperation { viewer { kanarieinner } }",
        "{ client(id: \"kanarieid\") { id } }",
        "{ documents(clientId: \"member:kanarieid\", after: \"kanariecursor\") { nodes { id } } }",
        "{ sessions(from: \"kanariedate\") { nodes { id } } }",
        "mutation { updateProfile(input: { zone: \"Kanarie/Zone\" }) { problems { code } } }",
        "{ viewer { now } # kanariecomment",
    ] {
        let request = Request::post("/graphql")
            .header(header::CONTENT_TYPE, "application/json")
            .header("x-graphql-require-preflight", "1")
            .header(header::COOKIE, format!("__Host-cairn={}", ana.cookie));
        let body = json!({ "query": query, "variables": { "kanarievariable": "kanarievalue" }, "operationName": null });
        app.http(request.body(Body::from(body.to_string())).expect("a request")).await;
    }
    let request = Request::post("/graphql").header(header::CONTENT_TYPE, "text/kanarie").body(Body::from("kanariebody"));
    app.http(request.expect("a request")).await;
}

/// The database refuses what the rules let pass: the whole chain of causes is logged, the words are not.
async fn surprise(app: &App, center: &TestCenter<'_>) {
    sqlx::query("alter table cairn.programs add constraint boom check (name not like 'kanarieboom%') not valid")
        .execute(&mut app.superuser().await)
        .await
        .expect("a trap");
    let query = "mutation ($input: CreateProgramInput!) { createProgram(input: $input) { problems { code } } }";
    let input = json!({ "input": { "clientMutationId": Uuid::new_v4(), "name": "kanarieboom" } });
    let body = app.graphql(&center.admin, query, input).await;
    assert_eq!(body["errors"][0]["extensions"]["code"], "INTERNAL", "{body:#}");
    assert!(!body.to_string().to_lowercase().contains("kanarieboom"), "{body:#}");
}

#[test]
fn a_panic_keeps_its_words() {
    let Some(child) = alone("canary::a_panic_keeps_its_words") else {
        let _telemetry = telemetry::install(&settings(None)).expect("telemetry");
        let outcome = std::panic::catch_unwind(|| panic!("something about {CANARY}panic"));
        assert!(outcome.is_err());
        return;
    };
    let written = [child.stdout, child.stderr].concat();
    assert_eq!(findings("panic", &written), Vec::<String>::new());
    let written = String::from_utf8_lossy(&written).into_owned();
    assert!(child.status.success(), "{written}");
    assert!(written.contains("a panic; its text is withheld"), "{written}");
}
