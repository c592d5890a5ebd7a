//! A meeting happens: doors, sheet, turns, ways in, its end.

use futures::{SinkExt, StreamExt};
use serde_json::{Value as Json, json};
use support::App;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

use super::room::{BEGIN, CHECK_IN, END, JOIN, OPEN, ROSTER, Room, code};
use crate::http::{full, handshake, listening};

const FLOOR: &str = "query($id: ID!) { floor(meetingId: $id) {
  format steps { key title minutes text } step paused spentSeconds stepBeganAt turn turnBeganAt turnSeconds version canSteer
  turns { id alias me facilitates } passed { alias } } }";
const STEER: &str = "mutation($id: ID!, $version: Int!, $move: FloorMove!, $to: ID) {
  steerFloor(input: { meetingId: $id, version: $version, move: $move, to: $to }) {
    floor { step paused spentSeconds turn turnBeganAt version turns { alias } passed { alias } }
    problems { __typename code path } } }";
const TURNS: &str = "mutation($id: ID!, $version: Int!, $people: [ID!]!) {
  setTurns(input: { meetingId: $id, version: $version, people: $people, turnSeconds: 120 }) {
    floor { version turnSeconds turns { alias } } problems { code path } } }";

const PEOPLE: [(&str, &str); 3] = [("Ana Ruiz", "River"), ("Tyler Beck", "Sky"), ("Mei Lin", "Leaf")];

fn aliases(people: &Json) -> Vec<&str> {
    people.as_array().expect("people").iter().filter_map(|person| person["alias"].as_str()).collect()
}

impl Room<'_> {
    async fn steer(&self, version: i32, step: &str, to: Option<&str>) -> Json {
        self.does(&self.marcus, STEER, json!({ "version": version, "move": step, "to": to })).await
    }

    /// The speaker's alias after a move that has to go well.
    async fn turn(&self, version: i32, step: &str, to: Option<&str>) -> Option<String> {
        let payload = self.steer(version, step, to).await;
        assert_eq!(payload["problems"], json!([]), "{step}: {payload:#}");
        let floor = &payload["floor"];
        let turn = usize::try_from(floor["turn"].as_i64().expect("a turn")).expect("an index");
        floor["turnBeganAt"].as_str().and_then(|_| floor["turns"][turn]["alias"].as_str().map(str::to_owned))
    }

    /// Live at 23:00, with the first `count` guests there.
    async fn live(&self, count: usize) {
        self.at("22:50").await;
        self.fine(OPEN, json!({})).await;
        let code = self.code().await;
        for (minute, guest) in self.guests[..count].iter().enumerate() {
            self.at(&format!("22:5{}", minute + 1)).await;
            let came = self.does(&guest.person, CHECK_IN, json!({ "code": code })).await;
            assert_eq!(came["problems"], json!([]), "{came:#}");
        }
        self.at("23:00").await;
        self.fine(BEGIN, json!({})).await;
    }
}

#[tokio::test]
async fn a_meeting_is_run_from_its_sheet() {
    let app = App::start().await;
    let room = Room::new(&app, json!({ "format": "ROUND_ROBIN" }), &PEOPLE).await;
    assert_eq!(code(&room.does(&room.marcus, OPEN, json!({})).await), "too_early");
    room.live(2).await;
    let floor = room.does(&room.marcus, FLOOR, json!({})).await;
    let minutes: i64 = floor["steps"].as_array().expect("steps").iter().filter_map(|step| step["minutes"].as_i64()).sum();
    assert_eq!(minutes, 65, "an hour, and five minutes after it");
    assert_eq!((&floor["steps"][0]["key"], &floor["steps"][0]["title"]), (&json!("WELCOME"), &json!("Welcome")));
    assert_eq!((&floor["version"], &floor["canSteer"]), (&json!(1), &json!(true)));

    // Time spent survives a pause.
    room.at("23:02").await;
    let paused = room.steer(1, "PAUSE", None).await;
    assert_eq!(paused["floor"]["spentSeconds"], 120);
    room.at("23:10").await;
    let resumed = room.steer(2, "RESUME", None).await;
    assert_eq!((&resumed["floor"]["spentSeconds"], &resumed["floor"]["paused"]), (&json!(120), &json!(false)));
    let next = room.steer(3, "NEXT_STEP", None).await;
    assert_eq!((&next["floor"]["step"], &next["floor"]["spentSeconds"]), (&json!(1), &json!(0)));

    // Two phones: the second hears that it looked at something older.
    let stale = room.steer(3, "NEXT_STEP", None).await;
    assert_eq!(stale["problems"][0], json!({ "__typename": "Conflict", "code": "conflict", "path": ["version"] }));

    // Whoever is in the room looks on; whoever is not sees nothing.
    let seen = room.does(&room.guests[0].person, FLOOR, json!({})).await;
    assert_eq!((&seen["canSteer"], aliases(&seen["turns"])), (&json!(false), vec!["River", "Sky"]));
    assert_eq!(room.does(&room.guests[2].person, FLOOR, json!({})).await, Json::Null);
    for (who, person) in [("member", &room.guests[0].person), ("admin", &room.center.admin), ("counselor", &room.dana)] {
        let refused = room.does(person, STEER, json!({ "version": 4, "move": "NEXT_STEP" })).await;
        assert_eq!(code(&refused), "not_found", "{who}");
    }
    room.at("23:58").await;
    room.fine(END, json!({ "held": true })).await;
    assert_eq!(room.does(&room.marcus, FLOOR, json!({})).await, Json::Null);
    assert_eq!(room.audited("meeting.held").await.len(), 1);
    let duties: Vec<String> = sqlx::query_scalar(
        "select d.state from cairn.meeting_duties d join cairn.meetings m on m.id = d.meeting_id where m.state = 'held'",
    )
    .fetch_all(&mut app.superuser().await)
    .await
    .expect("duties");
    assert_eq!(duties, ["held"]);
}

#[tokio::test]
async fn turns_go_round_and_a_latecomer_is_last() {
    let app = App::start().await;
    let room = Room::new(&app, json!({ "format": "ROUND_ROBIN" }), &PEOPLE).await;
    room.live(2).await;
    assert_eq!(room.turn(1, "NEXT_TURN", None).await.as_deref(), Some("River"));
    assert_eq!(room.turn(2, "PASS_TURN", None).await.as_deref(), Some("Sky"));
    // Comes in during somebody's turn; the facilitator's version still holds.
    let code_at_the_door = room.code().await;
    room.at("23:07").await;
    let late = room.does(&room.guests[2].person, CHECK_IN, json!({ "code": code_at_the_door })).await;
    assert_eq!(late["meeting"]["myAttendance"]["status"], "LATE");
    assert_eq!(room.turn(3, "NEXT_TURN", None).await.as_deref(), Some("Leaf"));
    // Whoever passed may come back; twice is once.
    for version in [4, 5] {
        assert_eq!(room.turn(version, "ADD_TURN", Some(&room.guests[0].place)).await.as_deref(), Some("Leaf"));
    }
    let floor = room.does(&room.marcus, FLOOR, json!({})).await;
    assert_eq!((aliases(&floor["turns"]), aliases(&floor["passed"])), (vec!["Sky", "Leaf", "River"], vec![]));
    assert_eq!(room.turn(6, "NEXT_TURN", None).await.as_deref(), Some("River"));
    assert_eq!(room.turn(7, "NEXT_TURN", None).await, None);
    assert_eq!(code(&room.steer(8, "NEXT_TURN", None).await), "round_over");
    assert_eq!(room.turn(8, "NEW_ROUND", None).await, None);

    // An order by hand: those named first, nobody forgotten. Who is not in the room has no turn.
    let people = json!([room.guests[0].place]);
    let arranged = room.does(&room.marcus, TURNS, json!({ "version": 9, "people": people })).await;
    assert_eq!(aliases(&arranged["floor"]["turns"]), ["River", "Sky", "Leaf"]);
    assert_eq!(arranged["floor"]["turnSeconds"], 120);
    room.take(false, json!([{ "membershipId": room.guests[1].place, "status": "LEFT_EARLY" }])).await;
    let floor = room.does(&room.marcus, FLOOR, json!({})).await;
    assert_eq!(aliases(&floor["turns"]), ["River", "Leaf"]);
    assert_eq!(room.does(&room.guests[1].person, FLOOR, json!({})).await, Json::Null, "gone is gone");
    assert_eq!(code(&room.steer(10, "ADD_TURN", Some(&room.guests[1].place)).await), "not_in_the_room");
}

#[tokio::test]
async fn whoever_spoke_picks_the_next() {
    let app = App::start().await;
    let room = Room::new(&app, json!({ "format": "PITCH" }), &PEOPLE).await;
    room.live(3).await;
    assert_eq!(room.turn(1, "NEXT_TURN", Some(&room.guests[1].place)).await.as_deref(), Some("Sky"));
    assert_eq!(code(&room.steer(2, "NEXT_TURN", None).await), "pick_next");
    assert_eq!(code(&room.steer(2, "NEXT_TURN", Some(&room.guests[1].place)).await), "not_waiting");
    assert_eq!(room.turn(2, "NEXT_TURN", Some(&room.guests[2].place)).await.as_deref(), Some("Leaf"));
    assert_eq!(room.turn(3, "NEXT_TURN", None).await.as_deref(), Some("River"));
}

#[tokio::test]
async fn of_two_who_steer_at_once_one_does_and_whoever_comes_in_meanwhile_is_there() {
    let app = App::start().await;
    let room = Room::new(&app, json!({ "format": "ROUND_ROBIN" }), &PEOPLE).await;
    let jo = room.center.facilitator("Jo Adler").await;
    room.center.holds(&jo, &room.group, "Jo", "CO").await;
    room.at("22:50").await;
    room.fine(OPEN, json!({})).await;
    // The same person twice, and all of them while the meeting begins.
    let (begun, again, ..) = tokio::join!(
        room.does(&room.marcus, BEGIN, json!({})),
        room.does(&jo, BEGIN, json!({})),
        room.does(&room.guests[0].person, JOIN, json!({})),
        room.does(&room.guests[0].person, JOIN, json!({})),
        room.does(&room.guests[1].person, JOIN, json!({})),
        room.does(&room.guests[2].person, JOIN, json!({})),
    );
    assert_eq!((code(&begun), code(&again)), ("none", "none"));
    let floor = room.does(&room.marcus, FLOOR, json!({})).await;
    let mut here = aliases(&floor["turns"]);
    here.sort_unstable();
    assert_eq!(here, ["Leaf", "River", "Sky"]);
    let step = json!({ "version": 1, "move": "NEXT_STEP" });
    let (one, two) = tokio::join!(room.does(&room.marcus, STEER, step.clone()), room.does(&jo, STEER, step));
    let mut codes = [code(&one), code(&two)];
    codes.sort_unstable();
    assert_eq!(codes, ["conflict", "none"]);
    assert_eq!(room.does(&jo, FLOOR, json!({})).await["step"], 1);
}

#[tokio::test]
async fn a_group_runs_from_its_own_sheet() {
    let app = App::start().await;
    let room = Room::new(&app, json!({ "format": "TIMED" }), &PEOPLE[..1]).await;
    let sheet = "query($id: ID!) { runSheet(groupId: $id) { version turnSeconds steps { key title minutes } } }";
    let stock = app.data(&room.marcus, sheet, json!({ "id": room.group })).await["runSheet"].clone();
    assert_eq!(
        (&stock["version"], &stock["turnSeconds"], stock["steps"].as_array().map(Vec::len)),
        (&json!(0), &json!(180), Some(9))
    );
    assert_eq!(app.data(&room.guests[0].person, sheet, json!({ "id": room.group })).await["runSheet"], Json::Null);
    let set =
        "mutation($input: SetRunSheetInput!) { setRunSheet(input: $input) { runSheet { version } problems { code path } } }";
    let input = |version: i32, title: &str| {
        json!({ "input": { "groupId": room.group, "version": version, "turnSeconds": 90, "steps": [
            { "key": "WELCOME", "minutes": 5 }, { "key": "OWN", "minutes": 5, "title": title, "text": "We light it." },
            { "key": "SHARING", "minutes": 20 }] } })
    };
    assert_eq!(code(&app.data(&room.marcus, set, input(0, " ")).await["setRunSheet"]), "step_title");
    let done = app.data(&room.marcus, set, input(0, "Candle")).await;
    assert_eq!(done["setRunSheet"], json!({ "runSheet": { "version": 1 }, "problems": [] }));
    assert_eq!(code(&app.data(&room.marcus, set, input(0, "Candle")).await["setRunSheet"]), "conflict");
    assert_eq!(code(&app.data(&room.guests[0].person, set, input(1, "Candle")).await["setRunSheet"]), "not_found");
    room.live(1).await;
    let floor = room.does(&room.marcus, FLOOR, json!({})).await;
    assert_eq!(floor["turnSeconds"], 90);
    let steps: Vec<_> =
        floor["steps"].as_array().expect("steps").iter().map(|step| (step["title"].clone(), step["minutes"].clone())).collect();
    assert_eq!(steps, [(json!("Welcome"), json!(5)), (json!("Candle"), json!(5)), (json!("Sharing"), json!(50))]);
}

#[tokio::test]
async fn the_code_at_the_door_lets_members_in_and_guessing_is_counted() {
    let app = App::start().await;
    let room = Room::new(&app, json!({ "mode": "IN_PERSON", "location": "Room 2" }), &PEOPLE).await;
    let stranger = room.center.client("Jo Park", &room.dana).await;
    room.at("22:50").await;
    room.fine(OPEN, json!({})).await;
    let shown = room.code().await;
    assert!(shown.len() == 4 && shown.bytes().all(|digit| digit.is_ascii_digit()), "{shown}");
    assert_eq!(room.does(&room.guests[0].person, ROSTER, json!({})).await, Json::Null, "members see no roster and no code");
    assert_eq!(code(&room.does(&stranger, CHECK_IN, json!({ "code": shown })).await), "not_found");

    let wrong = if shown == "0000" { "0001" } else { "0000" };
    let refused = room.does(&room.guests[0].person, CHECK_IN, json!({ "code": wrong })).await;
    assert_eq!(refused["problems"][0], json!({ "__typename": "InvalidInput", "code": "check_in_code", "path": ["code"] }));
    let came = room.does(&room.guests[0].person, CHECK_IN, json!({ "code": format!(" {shown}") })).await;
    assert_eq!(
        came["meeting"]["myAttendance"],
        json!({ "status": "PRESENT", "via": "CODE", "mode": "IN_PERSON", "minutes": 60 })
    );
    // Again changes nothing.
    room.at("23:20").await;
    let again = room.does(&room.guests[0].person, CHECK_IN, json!({ "code": shown })).await;
    assert_eq!(again["meeting"]["myAttendance"]["status"], "PRESENT");

    let guesser = &room.guests[1].person;
    for _ in 0..5 {
        assert_eq!(code(&room.does(guesser, CHECK_IN, json!({ "code": wrong })).await), "check_in_code");
    }
    assert_eq!(code(&room.does(guesser, CHECK_IN, json!({ "code": shown })).await), "rate_limited");
    // Others are not held up by one who guesses.
    assert_eq!(code(&room.does(&room.guests[2].person, CHECK_IN, json!({ "code": shown })).await), "none");
    assert_eq!(room.audited("meeting.check_in").await.iter().filter(|(result, _)| result == "refused").count(), 6);
    let sealed: Vec<u8> = sqlx::query_scalar("select check_in_code from cairn.meetings where check_in_code is not null")
        .fetch_one(&mut app.superuser().await)
        .await
        .expect("a code");
    assert!(!sealed.windows(4).any(|bytes| bytes == shown.as_bytes()));
}

#[tokio::test]
async fn joining_hands_out_the_link_in_its_window_and_notes_who_came() {
    let app = App::start().await;
    let room = Room::new(&app, json!({}), &PEOPLE).await;
    let stranger = room.center.client("Jo Park", &room.dana).await;
    let [ana, tyler, _] = &room.guests[..] else { panic!("three") };
    room.at("22:44").await;
    let early = room.does(&ana.person, JOIN, json!({})).await;
    assert_eq!((&early["url"], code(&early)), (&Json::Null, "too_early"));
    room.at("22:45").await;
    let joined = room.does(&ana.person, JOIN, json!({})).await;
    assert_eq!(joined["url"], "https://meet.example/room-7");
    assert_eq!(joined["meeting"]["state"], "OPEN", "the first who comes opens the doors");
    assert_eq!(joined["meeting"]["myAttendance"]["status"], "PRESENT");
    for (who, person) in [("stranger", &stranger), ("counselor", &room.dana), ("admin", &room.center.admin)] {
        let refused = room.does(person, JOIN, json!({})).await;
        assert_eq!((&refused["url"], code(&refused)), (&Json::Null, "not_found"), "{who}");
    }
    room.at("23:00").await;
    room.fine(BEGIN, json!({})).await;
    room.at("23:06").await;
    let late = room.does(&tyler.person, JOIN, json!({})).await;
    assert_eq!(late["meeting"]["myAttendance"]["status"], "LATE");
    // Whoever holds the room goes in and is not counted.
    let own = room.does(&room.marcus, JOIN, json!({})).await;
    assert!(own["url"].is_string() && own["meeting"]["myAttendance"].is_null(), "{own}");
    let roster = room.roster().await;
    assert_eq!((&roster["came"], &roster["expected"]), (&json!(2), &json!(3)));
    room.at("23:50").await;
    room.fine(END, json!({ "held": true })).await;
    let roster = room.roster().await;
    assert_eq!(Room::of(&roster, "River")["minutes"], 50);
    assert_eq!(Room::of(&roster, "Sky")["minutes"], 44);
    assert_eq!(roster["checkInCode"], Json::Null);
    let over = room.does(&ana.person, JOIN, json!({})).await;
    assert_eq!((&over["url"], code(&over)), (&Json::Null, "meeting_over"));
    // Each arrival is in the record of the person it is about.
    let noted: Vec<_> = room.audited("meeting.join").await.into_iter().filter_map(|(_, client)| client).collect();
    assert_eq!(noted, [ana.person.member_id.0, tyler.person.member_id.0]);
}

#[tokio::test]
async fn somebody_removed_stays_out_although_they_know_the_way() {
    let app = App::start().await;
    let room = Room::new(&app, json!({}), &PEOPLE).await;
    let remove = "mutation($input: RemoveGroupPersonInput!) { removeGroupPerson(input: $input) { problems { code } } }";
    room.live(1).await;
    let removed = app.data(&room.marcus, remove, json!({ "input": { "id": room.guests[0].place, "reason": "Threats" } })).await;
    assert_eq!(removed["removeGroupPerson"]["problems"], json!([]));
    assert_eq!(code(&room.does(&room.guests[0].person, JOIN, json!({})).await), "not_found");
    assert_eq!(room.does(&room.guests[0].person, FLOOR, json!({})).await, Json::Null);
}

#[tokio::test]
async fn where_too_few_came_nothing_counts() {
    let app = App::start().await;
    let room = Room::new(&app, json!({}), &PEOPLE).await;
    room.at("22:50").await;
    room.fine(OPEN, json!({})).await;
    room.does(&room.guests[0].person, JOIN, json!({})).await;
    assert_eq!(code(&room.does(&room.marcus, END, json!({ "held": false })).await), "too_early");
    room.at("23:15").await;
    assert_eq!(room.fine(END, json!({ "held": false })).await["meeting"]["state"], "NO_QUORUM");
    assert_eq!(Room::of(&room.roster().await, "River")["minutes"], 0);
    for mutation in [OPEN, BEGIN] {
        assert_eq!(code(&room.does(&room.marcus, mutation, json!({})).await), "meeting_state");
    }
    assert_eq!(code(&room.take(true, json!([])).await), "meeting_state");
}

/// The next floor that a socket hears.
async fn heard<S>(socket: &mut S) -> Option<Json>
where
    S: StreamExt<Item = Result<Message, tokio_tungstenite::tungstenite::Error>> + Unpin,
{
    let next = async {
        while let Some(Ok(message)) = socket.next().await {
            let Message::Text(text) = message else { continue };
            let said: Json = serde_json::from_str(&text).expect("JSON");
            match said["type"].as_str() {
                Some("next") => return Some(said["payload"]["data"]["floorChanges"].clone()),
                Some("complete") => return None,
                _ => {}
            }
        }
        None
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), next).await.expect("a floor in time")
}

#[tokio::test]
async fn the_floor_moves_on_open_screens_until_one_is_not_in_the_room() {
    let app = App::start().await;
    let room = Room::new(&app, json!({ "format": "ROUND_ROBIN" }), &PEOPLE).await;
    room.live(2).await;
    let mut news = app.live.0.subscribe();
    let listening_for_news = tokio::spawn(cairn_domain::db::hear(app.db.pool().clone(), app.live.0.clone()));
    // Until it listens: what is announced before that is lost.
    let probe = json!({ "about": "standing", "center_id": Uuid::new_v4(), "member_id": Uuid::new_v4() }).to_string();
    let mut database = app.superuser().await;
    loop {
        sqlx::query("select pg_notify('cairn_news', $1)").bind(&probe).execute(&mut database).await.expect("notify");
        if tokio::time::timeout(std::time::Duration::from_millis(100), news.recv()).await.is_ok() {
            break;
        }
    }
    let (url, stop) = listening(&app).await;
    let query = "subscription($id: ID!) { floorChanges(meetingId: $id) { step canSteer turns { alias } } }";
    let mut sockets = Vec::new();
    for guest in [&room.guests[0], &room.guests[2]] {
        let (mut socket, _) = connect_async(handshake(&url, &full(&guest.person))).await.expect("a socket");
        socket.send(Message::text(json!({ "type": "connection_init" }).to_string())).await.expect("send");
        assert!(matches!(socket.next().await, Some(Ok(Message::Text(_)))), "an acknowledgement");
        let start = json!({ "id": "1", "type": "subscribe", "payload": { "query": query, "variables": { "id": room.meeting } } });
        socket.send(Message::text(start.to_string())).await.expect("send");
        sockets.push(socket);
    }
    let [inside, outside] = &mut sockets[..] else { panic!("two") };
    assert_eq!(heard(inside).await.expect("the floor")["step"], 0);
    // Whoever did not come hears nothing but that.
    let refused = heard(outside).await;
    assert!(refused.is_none() || refused == Some(Json::Null), "{refused:?}");
    room.steer(1, "NEXT_STEP", None).await;
    let moved = heard(inside).await.expect("the floor");
    assert_eq!((&moved["step"], &moved["canSteer"], aliases(&moved["turns"])), (&json!(1), &json!(false), vec!["River", "Sky"]));
    room.at("23:20").await;
    room.take(false, json!([{ "membershipId": room.guests[0].place, "status": "LEFT_EARLY" }])).await;
    // Out of the room: the stream ends, and later moves are not heard.
    assert!(heard(inside).await.is_none());
    stop.cancel();
    listening_for_news.abort();
}
