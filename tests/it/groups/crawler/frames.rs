//! Open screens of a member and of a facilitator, while everything happens that can happen: what each frame tells.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value as Json, json};
use support::{App, Person};
use uuid::Uuid;

use super::walker::{Source, Walker};
use super::world::{self, Kind, World};
use crate::groups::chat::said;
use crate::groups::chat_live::{Screen, hearing};
use crate::groups::room::{BEGIN, END, JOIN};
use crate::http::listening;

/// No frame for so long: there is none to come.
const QUIET: Duration = Duration::from_millis(700);

/// What can become of a message.
const ALL: [&str; 6] = ["SENT", "EDITED", "DELETED", "REACTED", "HIDDEN", "SHOWN"];

/// One subscription on a screen of its own.
struct Ear {
    field: &'static str,
    screen: Screen,
    frames: Vec<Json>,
}

impl Ear {
    async fn opens(url: &str, world: &World<'_>, person: &Person, field: &'static str, variables: Json) -> Self {
        let mut screen = Screen::open(url, person).await;
        screen.asks(&world.asking.document("Subscription", field, &variables, 4), variables).await;
        Self { field, screen, frames: Vec::new() }
    }

    /// Takes in what has come, until it is quiet or the socket is closed.
    async fn listens(&mut self) {
        while let Ok(frame) = tokio::time::timeout(QUIET, self.screen.next()).await {
            let over = matches!(frame["type"].as_str(), Some("close" | "gone"));
            self.frames.push(frame);
            if over {
                return;
            }
        }
    }

    /// What was said of each change.
    fn kinds(&self) -> BTreeSet<&str> {
        self.frames.iter().filter_map(|frame| frame["payload"]["data"][self.field]["kind"].as_str()).collect()
    }

    fn told(&self, walker: &mut Walker<'_>) {
        for frame in &self.frames {
            let refused = frame["type"] == "error" || !frame["payload"]["errors"].is_null();
            let source = if refused { Source::Refusal } else { Source::Frame };
            walker.hears(source, self.field, frame.to_string().as_bytes());
        }
    }
}

/// Until every one of these screens is known to hear its chat: what is announced before that is not for it.
async fn heard(world: &World<'_>, ears: &mut [&mut Ear]) {
    let reaction = json!({ "input": { "messageId": world.said[&world.room.group], "reaction": "SMILE" } });
    for on in [true, false].into_iter().cycle().take(20) {
        let field = if on { "react" } else { "unreact" };
        world.fine(&world.room.guests[2].person, field, reaction.clone()).await;
        for ear in ears.iter_mut() {
            if let Ok(frame) = tokio::time::timeout(Duration::from_millis(200), ear.screen.next()).await {
                ear.frames.push(frame);
            }
        }
        if ears.iter().all(|ear| !ear.frames.is_empty()) {
            return;
        }
    }
    panic!("a chat is not heard");
}

/// What others do in the chat.
async fn talk(world: &World<'_>, newcomer: &Person) {
    let (app, group) = (world.room.app, &world.room.group);
    let [_, tyler, mei, jo] = &world.room.guests[..] else { panic!("four") };
    let to = world.said[group].clone();
    let first = said(app, &tyler.person, group, "Good evening to you all.").await;
    let reply = json!({ "clientMutationId": Uuid::new_v4(), "groupId": group, "body": "And to you.", "replyTo": first });
    world.fine(&mei.person, "sendChatMessage", json!({ "input": reply })).await;
    world.fine(&tyler.person, "editChatMessage", json!({ "input": { "messageId": first, "body": "Good evening." } })).await;
    world.fine(&jo.person, "react", json!({ "input": { "messageId": first, "reaction": "STRENGTH" } })).await;
    let gone = said(app, &jo.person, group, "Never mind.").await;
    world.fine(&jo.person, "deleteChatMessage", json!({ "messageId": gone })).await;
    said(app, newcomer, group, "I am new here.").await;
    said(app, &world.room.marcus, group, "Welcome.").await;
    // In two other rooms at the same time.
    said(app, &tyler.person, &world.noon, "saidNoonkirvat once more").await;
    said(app, &tyler.person, &world.morning, "saidMorningkirvat once more").await;
    // Three take it out of sight, and whoever looks after the group brings it back.
    for person in [&mei.person, &jo.person, newcomer] {
        world.fine(person, "flagChatMessage", json!({ "input": { "messageId": to, "reason": "UNKIND" } })).await;
    }
    let query = "{ moderationCases { nodes { id } } }";
    let case = app.data(&world.room.marcus, query, json!({})).await["moderationCases"]["nodes"][0]["id"].clone();
    let keep = json!({ "input": { "caseId": case, "verdict": "KEEP" } });
    world.fine(&world.room.marcus, "handleModerationCase", keep).await;
    // A mute is nobody's business but their own, and a new name changes who wrote everything before.
    let mute = json!({ "input": { "groupId": group, "personId": world.room.guests[0].place } });
    world.fine(&jo.person, "muteGroupPerson", mute).await;
    let alias = json!({ "input": { "membershipId": mei.place, "alias": "Leafgold" } });
    world.fine(&mei.person, "updateMembership", alias).await;
    said(app, &mei.person, group, "I call myself so from now on.").await;
}

/// What others do in the meeting; the last one is removed before it ends.
async fn meet(world: &World<'_>, newcomer: &Person) {
    let room = &world.room;
    room.at("23:00").await;
    room.fine(BEGIN, json!({})).await;
    for person in [&room.guests[2].person, newcomer] {
        assert_eq!(room.does(person, JOIN, json!({})).await["problems"], json!([]));
    }
    for step in ["NEXT_TURN", "PASS_TURN", "NEXT_TURN", "PAUSE", "RESUME", "NEXT_STEP"] {
        let query = "query($id: ID!) { floor(meetingId: $id) { version } }";
        let floor = room.does(&room.marcus, query, json!({})).await;
        let input = json!({ "meetingId": room.meeting, "version": floor["version"], "move": step });
        world.fine(&room.marcus, "steerFloor", json!({ "input": input })).await;
    }
    let place = &world.places[&(room.group.clone(), newcomer.member_id.0)];
    world.fine(&room.marcus, "removeGroupPerson", json!({ "input": { "id": place, "reason": "For now." } })).await;
    room.at("23:50").await;
    room.fine(END, json!({ "held": true })).await;
}

/// Until the screen hears of a session of Ana's own: each is another one.
async fn meets_dana(world: &World<'_>, ear: &mut Ear) {
    for day in 9..20 {
        let input = json!({ "clientMutationId": Uuid::new_v4(), "counselorId": world.room.dana.wire_id(),
            "clientId": world.ana().wire_id(), "startsAt": format!("2026-03-{day:02}T17:00:00Z"), "minutes": 45, "place": "ONLINE" });
        world.does(&world.room.dana, "bookSession", json!({ "input": input })).await;
        ear.listens().await;
        if !ear.frames.is_empty() {
            return;
        }
    }
    panic!("sessions are not heard");
}

/// The same of the two who walk together.
async fn is_written_to(world: &World<'_>, ear: &mut Ear) {
    for _ in 0..10 {
        let input = json!({ "clientMutationId": Uuid::new_v4(), "mentorshipId": world.pair, "body": "How are you?" });
        world.fine(&world.mentor, "sendPairMessage", json!({ "input": input })).await;
        ear.listens().await;
        if !ear.frames.is_empty() {
            return;
        }
    }
    panic!("a mentor is not heard");
}

/// What a screen hears that asks for what is not its own: the same as for what never was.
async fn turned_away(url: &str, world: &World<'_>, walker: &mut Walker<'_>) {
    let elsewhere = world.center().next_meeting(&world.morning).await;
    let foreign = [
        ("chatChanges", "groupId", world.morning.clone()),
        ("floorChanges", "meetingId", elsewhere),
        ("sessionChanges", "counselorId", world.lee.wire_id()),
        ("sessionChanges", "counselorId", world.tyler().wire_id()),
    ];
    for (field, argument, id) in foreign {
        let nothing = format!("{}:{}", id.split(':').next().expect("a kind"), Uuid::new_v4());
        let mut answers = Vec::new();
        for id in [id, nothing] {
            let mut ear = Ear::opens(url, world, walker.person, field, json!({ argument: id })).await;
            ear.listens().await;
            ear.told(walker);
            let code = ear.frames.first().map(ToString::to_string);
            assert!(code.as_ref().is_some_and(|told| told.contains("NOT_FOUND")), "{field}: {code:?}");
            answers.push(ear.frames.iter().map(plain).collect::<Vec<_>>());
        }
        assert_eq!(answers[0], answers[1], "{field}");
    }
}

/// Without the number of the request.
fn plain(frame: &Json) -> String {
    let mut frame = frame.clone();
    let errors =
        if frame["type"] == "error" { frame["payload"].as_array_mut() } else { frame["payload"]["errors"].as_array_mut() };
    for error in errors.into_iter().flatten() {
        if let Some(extensions) = error["extensions"].as_object_mut() {
            extensions.remove("requestId");
        }
    }
    frame.to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_frame_on_an_open_screen_tells_who_somebody_is() {
    let app: App = world::app().await;
    let mut world = World::new(&app).await;
    let newcomer = world.newcomer().await;
    world.opens().await;
    // The floor is for those who are in the room.
    for guest in &world.room.guests[..2] {
        assert_eq!(world.room.does(&guest.person, JOIN, json!({})).await["problems"], json!([]));
    }
    let hears = hearing(&app).await;
    let (url, stop) = listening(&app).await;
    let (ana, marcus) = (world.ana().clone(), world.room.marcus.clone());
    let (group, meeting) = (json!({ "groupId": world.room.group }), json!({ "meetingId": world.room.meeting }));
    let mut chat = Ear::opens(&url, &world, &ana, "chatChanges", group.clone()).await;
    let mut floor = Ear::opens(&url, &world, &ana, "floorChanges", meeting.clone()).await;
    let mut sessions = Ear::opens(&url, &world, &ana, "sessionChanges", json!({})).await;
    let mut pair = Ear::opens(&url, &world, &ana, "pairChanges", json!({})).await;
    let mut held_chat = Ear::opens(&url, &world, &marcus, "chatChanges", group).await;
    let mut held_floor = Ear::opens(&url, &world, &marcus, "floorChanges", meeting).await;
    heard(&world, &mut [&mut chat, &mut held_chat]).await;
    talk(&world, &newcomer).await;
    meet(&world, &newcomer).await;
    meets_dana(&world, &mut sessions).await;
    is_written_to(&world, &mut pair).await;
    for ear in [&mut chat, &mut floor, &mut sessions, &mut pair, &mut held_chat, &mut held_floor] {
        ear.listens().await;
    }

    let open = ["Riverbend", "Skylarkson", "Leafgold", "Featherby", "Marcwell", "Dana Reyes", "Noriko"];
    let mut walker = Walker::new(&ana, world.secrets_from(&ana, &World::elsewhere()), &open);
    for ear in [&chat, &floor, &sessions, &pair] {
        ear.told(&mut walker);
    }
    for word in open {
        assert!(walker.met(Source::Frame, word), "{word}");
    }
    let mut holder = Walker::new(&marcus, world.secrets_from(&marcus, &[Kind::Own, Kind::Noon, Kind::Morning]), &open[..4]);
    for ear in [&held_chat, &held_floor] {
        ear.told(&mut holder);
        assert!(ear.frames.len() > 5, "{}: {:?}", ear.field, ear.frames);
    }
    for ear in [&chat, &held_chat] {
        let missing: Vec<_> = ALL.into_iter().filter(|kind| !ear.kinds().contains(kind)).collect();
        assert!(missing.is_empty(), "{missing:?} were not heard: {:?}", ear.frames);
    }
    assert!(floor.frames.len() > 5, "{:?}", floor.frames);
    turned_away(&url, &world, &mut walker).await;
    walker.found_nobody(&[(Source::Frame, 20), (Source::Refusal, 8)]);
    holder.found_nobody(&[(Source::Frame, 15)]);
    stop.cancel();
    hears.abort();
}
