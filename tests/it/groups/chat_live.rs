//! A chat as it happens: heard by who is in it, at once, and by nobody else; races; and the mail for who was away.

use std::time::Duration;

use cairn_domain::db::Announcement;
use cairn_domain::groups::chat::care;
use cairn_domain::groups::chat::send::{self, SendMessage};
use cairn_domain::groups::{chat::FlagReason, entries};
use cairn_domain::ids::{ChatMessageId, GroupId, MembershipId, WireId};
use cairn_domain::language::Locale;
use cairn_domain::{CenterTx, Outcome};
use futures::{SinkExt, StreamExt};
use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use support::{App, Person};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use uuid::Uuid;

use super::chat::{circle, code, said, say, take_back};
use crate::http::{full, handshake, listening};
use crate::mail::{telling_words, well_formed};

const LONG: Duration = Duration::from_secs(20);

/// Announcements of the database reach this process from here on.
pub async fn hearing(app: &App) -> tokio::task::JoinHandle<()> {
    let mut heard = app.live.0.subscribe();
    let task = tokio::spawn(cairn_domain::db::hear(app.db.pool().clone(), app.live.0.clone()));
    let probe = json!({ "about": "standing", "center_id": Uuid::new_v4(), "member_id": Uuid::new_v4() }).to_string();
    let mut database = app.superuser().await;
    loop {
        sqlx::query("select pg_notify('cairn_news', $1)").bind(&probe).execute(&mut database).await.expect("notify");
        if tokio::time::timeout(Duration::from_millis(100), heard.recv()).await.is_ok() {
            return task;
        }
    }
}

/// One open screen.
pub struct Screen(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Screen {
    pub async fn open(url: &str, person: &Person) -> Self {
        let (mut socket, _) = connect_async(handshake(url, &full(person))).await.expect("a socket");
        socket.send(Message::text(json!({ "type": "connection_init" }).to_string())).await.expect("send");
        let mut screen = Self(socket);
        assert_eq!(screen.next().await["type"], "connection_ack");
        screen
    }

    async fn subscribe(&mut self, group: &str) {
        let query =
            "subscription($id: ID!) { chatChanges(groupId: $id) { kind messageId message { body mine author { alias me } } } }";
        self.asks(query, json!({ "id": group })).await;
    }

    pub async fn asks(&mut self, query: &str, variables: Json) {
        let begin = json!({ "type": "subscribe", "id": "1", "payload": { "query": query, "variables": variables } });
        self.0.send(Message::text(begin.to_string())).await.expect("send");
    }

    /// Until the subscription hears: what is announced before that is not for it.
    async fn listens(&mut self, app: &App, group: &str, message: &str) {
        self.subscribe(group).await;
        let uuid = |wire: &str| wire.split(':').next_back().expect("an id").to_owned();
        let mut database = app.superuser().await;
        let center: Uuid = sqlx::query_scalar("select center_id from cairn.groups where id = $1::uuid")
            .bind(uuid(group))
            .fetch_one(&mut database)
            .await
            .expect("the center");
        let probe = json!({ "about": "chat", "center_id": center, "group_id": uuid(group), "message_id": uuid(message), "kind": "reacted" });
        loop {
            sqlx::query("select pg_notify('cairn_news', $1)")
                .bind(probe.to_string())
                .execute(&mut database)
                .await
                .expect("notify");
            if tokio::time::timeout(Duration::from_millis(200), self.next()).await.is_ok() {
                return;
            }
        }
    }

    /// The next frame, as JSON; a close as its code.
    pub async fn next(&mut self) -> Json {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Text(text))) => return serde_json::from_str(&text).expect("JSON"),
                Some(Ok(Message::Close(frame))) => {
                    return json!({ "type": "close", "code": frame.map(|frame| u16::from(frame.code)) });
                }
                Some(Ok(_)) => {}
                _ => return json!({ "type": "gone" }),
            }
        }
    }

    /// The next change that is not one of the probes, or the end.
    async fn change(&mut self) -> Json {
        let wanted = async {
            loop {
                let frame = self.next().await;
                let change = &frame["payload"]["data"]["chatChanges"];
                match frame["type"].as_str() {
                    Some("next") if change["kind"] == "REACTED" => {}
                    Some("next") if change.is_object() => return change.clone(),
                    _ => return frame,
                }
            }
        };
        tokio::time::timeout(LONG, wanted).await.expect("something is heard in time")
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn screens_hear_what_they_may_and_fall_silent_at_once() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let circle = circle(&center, json!({})).await;
    let first = said(&app, &circle.marcus, &circle.group, "Welcome").await;
    let hears = hearing(&app).await;
    let (url, stop) = listening(&app).await;
    let mut anas = Screen::open(&url, &circle.ana).await;
    anas.listens(&app, &circle.group, &first).await;
    let mut tylers = Screen::open(&url, &circle.tyler).await;
    tylers.listens(&app, &circle.group, &first).await;
    // Who is not in it is told that there is nothing.
    let mut admins = Screen::open(&url, &center.admin).await;
    admins.subscribe(&circle.group).await;
    assert!(admins.change().await.to_string().contains("NOT_FOUND"));

    let sent = said(&app, &circle.tyler, &circle.group, "Good evening").await;
    for (screen, mine) in [(&mut anas, false), (&mut tylers, true)] {
        let heard = screen.change().await;
        let expected = json!({ "kind": "SENT", "messageId": sent,
            "message": { "body": "Good evening", "mine": mine, "author": { "alias": "Sky", "me": mine } } });
        assert_eq!(heard, expected);
    }
    take_back(&app, &circle.tyler, &sent).await;
    let gone = anas.change().await;
    assert_eq!((&gone["kind"], &gone["message"]["body"]), (&json!("DELETED"), &Json::Null));
    assert_eq!(tylers.change().await["kind"], "DELETED");
    // Whoever was away for a moment is told so.
    app.live.0.send(Announcement::Missed).expect("somebody listens");
    assert_eq!(anas.change().await, json!({ "kind": "RESYNC", "messageId": null, "message": null }));
    assert_eq!(tylers.change().await["kind"], "RESYNC");
    // Removed: the stream ends by itself, before anything is said again.
    let remove = "mutation($input: RemoveGroupPersonInput!) { removeGroupPerson(input: $input) { problems { code } } }";
    let input = json!({ "id": circle.sky, "reason": "For now." });
    assert_eq!(app.data(&circle.marcus, remove, json!({ "input": input })).await["removeGroupPerson"]["problems"], json!([]));
    assert_eq!(tylers.change().await["type"], "complete");
    let after = said(&app, &circle.marcus, &circle.group, "Only for us").await;
    assert_eq!(anas.change().await["messageId"], json!(after));
    tylers.subscribe(&circle.group).await;
    assert!(tylers.change().await.to_string().contains("NOT_FOUND"));
    // Signed out: the socket ends.
    let out = "mutation { signOutEverywhere { problems { code } } }";
    app.graphql(&circle.ana, out, json!({})).await;
    assert_eq!(anas.change().await, json!({ "type": "close", "code": 4401 }));
    stop.cancel();
    hears.abort();
}

/// Until somebody waits for a lock in this database.
async fn somebody_waits(app: &App) {
    let mut database = app.superuser().await;
    let waits = "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')";
    while !sqlx::query_scalar::<_, bool>(waits).fetch_one(&mut database).await.expect("activity") {
        tokio::task::yield_now().await;
    }
}

fn group_id(wire: &str) -> GroupId {
    GroupId::from_wire(wire).expect("a group")
}

fn message_id(wire: &str) -> ChatMessageId {
    ChatMessageId::from_wire(wire).expect("a message")
}

fn words(group: &str, body: &str) -> SendMessage {
    SendMessage { key: Uuid::new_v4(), group_id: group_id(group), body: body.to_owned(), reply_to: None }
}

async fn outcome<T>(tx: CenterTx, done: Outcome<T>) -> Outcome<()> {
    done?;
    tx.commit().await
}

fn refused<T: std::fmt::Debug>(done: &Outcome<T>) -> &'static str {
    match done {
        Err(cairn_domain::Fault::Problems(problems)) => problems[0].code(),
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_removal_no_message_of_theirs_appears() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let circle = circle(&center, json!({})).await;
    let sky = MembershipId::from_wire(&circle.sky).expect("a membership");
    // The removal is first: the message waits for it, and is refused.
    let removing = app.enter(&circle.marcus).await;
    entries::remove(&removing, sky, "For now.").await.expect("remove");
    let sending = async {
        let tx = app.enter(&circle.tyler).await;
        let done = send::send(&tx, words(&circle.group, "One more")).await;
        outcome(tx, done).await
    };
    let (sent, ()) = tokio::join!(sending, async {
        somebody_waits(&app).await;
        removing.commit().await.expect("commit");
    });
    assert_eq!(refused(&sent), "not_found");
    // The message is first: the removal waits until it is there.
    let river = MembershipId::from_wire(&circle.river).expect("a membership");
    let sending = app.enter(&circle.ana).await;
    send::send(&sending, words(&circle.group, "The last one")).await.expect("send");
    let removing = async {
        let tx = app.enter(&circle.marcus).await;
        let done = entries::remove(&tx, river, "For now.").await;
        let then: i64 = sqlx::query_scalar("select count(*) from cairn.chat_messages")
            .fetch_one(&mut app.superuser().await)
            .await
            .expect("count");
        outcome(tx, done).await.map(|()| then)
    };
    let (seen, ()) = tokio::join!(removing, async {
        somebody_waits(&app).await;
        sending.commit().await.expect("commit");
    });
    assert_eq!(seen.expect("removed"), 1, "what was said before the removal is there when it happens");
    assert_eq!(code(&say(&app, &circle.ana, &circle.group, "And again").await), "not_found");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_taken_back_meanwhile_is_neither_changed_nor_flagged() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let circle = circle(&center, json!({})).await;
    let message = said(&app, &circle.ana, &circle.group, "Something").await;
    let deleting = app.enter(&circle.ana).await;
    send::delete(&deleting, message_id(&message)).await.expect("delete");
    let editing = async {
        let tx = app.enter(&circle.ana).await;
        let done = send::edit(&tx, message_id(&message), "Something else").await;
        outcome(tx, done).await
    };
    let flagging = async {
        let tx = app.enter(&circle.tyler).await;
        let done = care::flag(&tx, message_id(&message), FlagReason::Unkind).await;
        outcome(tx, done).await
    };
    let (edited, flagged, ()) = tokio::join!(editing, flagging, async {
        somebody_waits(&app).await;
        deleting.commit().await.expect("commit");
    });
    assert_eq!((refused(&edited), refused(&flagged)), ("message_gone", "message_gone"));
    // The flag is first: what was said stays with the case.
    let message = said(&app, &circle.ana, &circle.group, "Something unkind").await;
    let flagging = app.enter(&circle.tyler).await;
    care::flag(&flagging, message_id(&message), FlagReason::Unkind).await.expect("flag");
    let deleting = async {
        let tx = app.enter(&circle.ana).await;
        let done = send::delete(&tx, message_id(&message)).await;
        outcome(tx, done).await
    };
    let (deleted, ()) = tokio::join!(deleting, async {
        somebody_waits(&app).await;
        flagging.commit().await.expect("commit");
    });
    deleted.expect("taken back");
    let cases = app.data(&circle.marcus, "{ moderationCases { nodes { words } } }", json!({})).await;
    assert_eq!(cases["moderationCases"]["nodes"], json!([{ "words": "Something unkind" }]));
}

async fn mails(app: &App, person: &Person) -> usize {
    app.run_jobs().await;
    app.mail.inbox().mails(Some(&person.email)).len()
}

#[tokio::test]
async fn who_was_away_gets_one_mail_that_says_nothing() {
    let app = App::start().await;
    let center = app.center("Sober House Relapse Clinic").await;
    let circle = circle(&center, json!({})).await;
    let other = center.group("Morning therapy", json!({})).await;
    center.joins(&circle.ana, &other, "Leaf").await;
    center.joins(&circle.tyler, &other, "Moss").await;
    crate::notifications::change(&app, &circle.ana, |profile| profile.locale = Some(Locale::Es)).await;
    let before = mails(&app, &circle.ana).await;
    said(&app, &circle.tyler, &circle.group, "Relapse is part of it").await;
    said(&app, &circle.tyler, &other, "Good morning").await;
    app.driven().advance(SignedDuration::from_mins(10));
    said(&app, &circle.marcus, &circle.group, "And so is coming back").await;
    assert_eq!(mails(&app, &circle.ana).await, before, "whoever is there reads it meanwhile");
    app.driven().advance(SignedDuration::from_mins(5));
    assert_eq!(mails(&app, &circle.ana).await, before + 1, "one for all of it");
    let mail = app.mail.inbox().mails(Some(&circle.ana.email)).pop().expect("a mail");
    well_formed(&mail, &circle.ana.email);
    assert_eq!(mail.subject, "Algo nuevo para usted");
    assert_eq!(telling_words(&mail), std::collections::BTreeSet::new(), "{}", mail.text);
    for hidden in ["Evening", "circle", "Morning", "Sky", "River", "Marc", "coming back"] {
        assert!(!mail.text.contains(hidden) && !mail.html.contains(hidden), "{hidden}");
    }
    // None again until she has been back.
    said(&app, &circle.tyler, &circle.group, "Still there?").await;
    app.driven().advance(SignedDuration::from_mins(16));
    assert_eq!(mails(&app, &circle.ana).await, before + 1);
    // She reads: the next message may be told of; and what is read within the quarter of an hour is not.
    let ana = crate::standing::sign_in_again(&app, &center.center, &circle.ana).await;
    let tyler = crate::standing::sign_in_again(&app, &center.center, &circle.tyler).await;
    let newest = said(&app, &tyler, &circle.group, "Hello").await;
    let mark = "mutation($g: ID!, $m: ID!) { markChatRead(groupId: $g, messageId: $m) { problems { code } } }";
    app.data(&ana, mark, json!({ "g": circle.group, "m": newest })).await;
    let after_code = mails(&app, &ana).await;
    let newest = said(&app, &tyler, &circle.group, "Another").await;
    app.data(&ana, mark, json!({ "g": circle.group, "m": newest })).await;
    let morning = said(&app, &tyler, &other, "And here").await;
    app.data(&ana, mark, json!({ "g": other, "m": morning })).await;
    app.driven().advance(SignedDuration::from_mins(16));
    assert_eq!(mails(&app, &ana).await, after_code, "read in time");
    // From the foot of the mail: no more of these, by the mail program's own button.
    let link = mail.links.iter().find(|link| link.contains("/e/")).expect("a link to the choices");
    let path = link.trim_start_matches(support::PUBLIC_URL).to_owned();
    let request = http::Request::post(&path).header(http::header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let answer = app.http(request.body(axum::body::Body::from("List-Unsubscribe=One-Click")).expect("a request")).await;
    assert_eq!(answer.status, 200);
    said(&app, &tyler, &circle.group, "Once more").await;
    app.driven().advance(SignedDuration::from_mins(16));
    assert_eq!(mails(&app, &ana).await, after_code);
}
