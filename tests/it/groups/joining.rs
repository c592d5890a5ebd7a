//! Coming in, waiting, leaving.

use serde_json::{Value as Json, json};
use support::{App, Person, TestCenter};

use crate::standing::sign_in_again;

const ANSWER: &str = "mutation($id: ID!, $in: Boolean!) { answerApplication(input: { id: $id, letIn: $in }) { entry { state person { alias } } problems { code } } }";
const LEAVE: &str = "mutation($id: ID!) { leaveGroup(membershipId: $id) { group { myMembership { state } } problems { code } } }";
const ACCEPT: &str =
    "mutation($id: ID!) { acceptPlace(membershipId: $id) { group { myMembership { state } } problems { code } } }";
const MINE: &str = "query($id: ID!) { group(id: $id) { location full myMembership { id state alias placeInLine offeredUntil removalReason canAppeal mustReadAgreement } } }";

async fn mine(app: &App, person: &Person, group: &str) -> Json {
    app.data(person, MINE, json!({ "id": group })).await["group"]["myMembership"].clone()
}

async fn clients(center: &TestCenter<'_>, names: &[&str]) -> Vec<Person> {
    let dana = center.counselor("Dana Reyes").await;
    let mut clients = Vec::new();
    for name in names {
        clients.push(center.client(name, &dana).await);
    }
    clients
}

#[tokio::test]
async fn a_facilitator_lets_people_in_and_sees_only_aliases() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let people = clients(&center, &["Ana Ruiz", "Tyler Beck"]).await;
    let marcus = center.facilitator("Marcus Hill").await;
    let group = center.group("Evening circle", json!({ "access": "CLOSED" })).await;
    center.holds(&marcus, &group, "Marcus", "FACILITATOR").await;
    let asked = center.asks_to_join(&people[0], &group, "River").await;
    assert_eq!(asked["group"]["myMembership"]["state"], "APPLIED");
    let again = center.asks_to_join(&people[0], &group, "River").await;
    assert_eq!(again["group"]["myMembership"]["id"], asked["group"]["myMembership"]["id"], "pressed twice");
    let list = "query($id: ID!) { groupPeople(groupId: $id, state: APPLIED) { nodes { person { id alias } words state } } }";
    let waiting = app.data(&marcus, list, json!({ "id": group })).await["groupPeople"]["nodes"].clone();
    assert_eq!(waiting[0]["person"]["alias"], "River");
    let answer = app.data(&marcus, ANSWER, json!({ "id": waiting[0]["person"]["id"], "in": true })).await;
    assert_eq!(answer["answerApplication"]["entry"]["state"], "ACTIVE");
    assert_eq!(mine(&app, &people[0], &group).await["state"], "ACTIVE");
    // Members do not list people, and nobody lets themselves in.
    let refused = app.graphql(&people[0], list, json!({ "id": group })).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "NOT_FOUND");
    let other = center.asks_to_join(&people[1], &group, "Sky").await;
    let own = app.data(&people[1], ANSWER, json!({ "id": other["group"]["myMembership"]["id"], "in": true })).await;
    assert_eq!(own["answerApplication"]["problems"][0]["code"], "not_found");
}

#[tokio::test]
async fn of_two_for_the_last_seat_one_wins_and_the_other_keeps_a_place_in_line() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let people = clients(&center, &["Ana Ruiz", "Tyler Beck", "Mei Lin"]).await;
    let group = center.group("Evening circle", json!({ "capacity": 2 })).await;
    let first = center.joins(&people[0], &group, "River").await;
    let (one, two) =
        tokio::join!(center.asks_to_join(&people[1], &group, "Sky"), center.asks_to_join(&people[2], &group, "Leaf"));
    let state = |joined: &Json| joined["group"]["myMembership"]["state"].as_str().expect("a state").to_owned();
    let mut states = [state(&one), state(&two)];
    states.sort();
    assert_eq!(states, ["ACTIVE", "WAITLISTED"]);
    let (waiting, waiter) = if state(&one) == "WAITLISTED" { (one, &people[1]) } else { (two, &people[2]) };
    assert_eq!(waiting["group"]["myMembership"]["placeInLine"], 1);
    // A freed place is kept for whoever waited, in the same transaction.
    app.data(&people[0], LEAVE, json!({ "id": first })).await;
    let offered = mine(&app, waiter, &group).await;
    assert!(offered["offeredUntil"].is_string(), "{offered}");
    let late = center.asks_to_join(&people[0], &group, "River").await;
    assert_eq!(late["group"]["myMembership"]["state"], "WAITLISTED", "the kept place is not free");
    let taken = app.data(waiter, ACCEPT, json!({ "id": offered["id"] })).await;
    assert_eq!(taken["acceptPlace"]["group"]["myMembership"]["state"], "ACTIVE");
}

#[tokio::test]
async fn a_place_that_nobody_takes_goes_to_the_next_in_line() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let people = clients(&center, &["Ana Ruiz", "Tyler Beck", "Mei Lin", "Jo Park"]).await;
    let group = center.group("Evening circle", json!({ "capacity": 2 })).await;
    let first = center.joins(&people[0], &group, "River").await;
    center.joins(&people[1], &group, "Sky").await;
    for (person, alias) in [(&people[2], "Leaf"), (&people[3], "Stone")] {
        app.driven().advance(jiff::SignedDuration::from_mins(1));
        assert_eq!(center.asks_to_join(person, &group, alias).await["group"]["myMembership"]["state"], "WAITLISTED");
    }
    app.data(&people[0], LEAVE, json!({ "id": first })).await;
    let offered = mine(&app, &people[2], &group).await;
    assert!(offered["offeredUntil"].is_string());
    app.driven().advance(jiff::SignedDuration::from_hours(48));
    let late = sign_in_again(&app, &center.center, &people[2]).await;
    let expired = app.data(&late, ACCEPT, json!({ "id": offered["id"] })).await;
    assert_eq!(expired["acceptPlace"]["problems"][0]["code"], "expired", "at the second of expiry it is over");
    app.run_jobs().await;
    let next = sign_in_again(&app, &center.center, &people[3]).await;
    assert!(mine(&app, &next, &group).await["offeredUntil"].is_string(), "the next in line");
    assert!(mine(&app, &late, &group).await["offeredUntil"].is_null());
}

#[tokio::test]
async fn more_places_go_to_the_line_and_nobody_overtakes_it() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let people = clients(&center, &["Ana Ruiz", "Tyler Beck", "Mei Lin", "Jo Park"]).await;
    let group = center.group("Evening circle", json!({ "capacity": 2 })).await;
    let first = center.joins(&people[0], &group, "River").await;
    center.joins(&people[1], &group, "Sky").await;
    center.asks_to_join(&people[2], &group, "Leaf").await;
    let state = async |state: &str| {
        let set = "mutation($input: SetGroupStateInput!) { setGroupState(input: $input) { problems { code } } }";
        let version = app.data(&center.admin, "query($id: ID!) { group(id: $id) { version } }", json!({ "id": group })).await;
        let input = json!({ "groupId": group, "version": version["group"]["version"], "state": state });
        assert_eq!(app.data(&center.admin, set, json!({ "input": input })).await["setGroupState"]["problems"], json!([]));
    };
    // While the group rests nobody is asked; when it meets again, the first in line is.
    state("PAUSED").await;
    app.data(&people[0], LEAVE, json!({ "id": first })).await;
    assert!(mine(&app, &people[2], &group).await["offeredUntil"].is_null());
    state("ACTIVE").await;
    let offered = mine(&app, &people[2], &group).await;
    assert!(offered["offeredUntil"].is_string(), "{offered}");
    app.data(&people[2], ACCEPT, json!({ "id": offered["id"] })).await;
    let fourth = center.asks_to_join(&people[3], &group, "Stone").await;
    assert_eq!(fourth["group"]["myMembership"]["state"], "WAITLISTED");
    let update = "mutation($input: UpdateGroupInput!) { updateGroup(input: $input) { problems { code path } } }";
    let version = app.data(&center.admin, "query($id: ID!) { group(id: $id) { version } }", json!({ "id": group })).await;
    let mut details = support::group_details("Evening circle");
    details["capacity"] = json!(3);
    let input = json!({ "groupId": group, "version": version["group"]["version"], "details": details });
    let updated = app.data(&center.admin, update, json!({ "input": input })).await;
    assert_eq!(updated["updateGroup"]["problems"], json!([]), "{updated:#}");
    assert!(mine(&app, &people[3], &group).await["offeredUntil"].is_string(), "one place more is theirs");
    let back = center.asks_to_join(&people[0], &group, "River").await;
    assert_eq!(back["group"]["myMembership"]["state"], "WAITLISTED");
}

#[tokio::test]
async fn whoever_waits_can_be_taken_out_of_the_line_and_an_invitation_back() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let mut people = Vec::new();
    for name in ["Ana Ruiz", "Tyler Beck", "Mei Lin", "Jo Park"] {
        people.push(center.client(name, &dana).await);
    }
    let group = center.group("Evening circle", json!({ "capacity": 2 })).await;
    let first = center.joins(&people[0], &group, "River").await;
    center.joins(&people[1], &group, "Sky").await;
    for (person, alias) in [(&people[2], "Leaf"), (&people[3], "Stone")] {
        app.driven().advance(jiff::SignedDuration::from_mins(1));
        center.asks_to_join(person, &group, alias).await;
    }
    app.data(&people[0], LEAVE, json!({ "id": first })).await;
    let offered = mine(&app, &people[2], &group).await;
    assert!(offered["offeredUntil"].is_string());
    let remove = "mutation($id: ID!, $r: String!) { removeGroupPerson(input: { id: $id, reason: $r }) { entry { state } problems { code path } } }";
    let out = async |id: &Json, reason: &str| {
        app.data(&center.admin, remove, json!({ "id": id, "r": reason })).await["removeGroupPerson"].clone()
    };
    assert_eq!(out(&offered["id"], "").await["problems"][0]["code"], "required");
    assert_eq!(out(&offered["id"], "Not this group.").await["entry"]["state"], "REMOVED");
    assert!(mine(&app, &people[3], &group).await["offeredUntil"].is_string(), "the next in line");
    let invite = "mutation($input: InviteToGroupInput!) { inviteToGroup(input: $input) { problems { code } } }";
    let input = json!({ "clientMutationId": uuid::Uuid::new_v4(), "groupId": group, "clientId": people[0].wire_id() });
    assert_eq!(app.data(&dana, invite, json!({ "input": input })).await["inviteToGroup"]["problems"], json!([]));
    let invited = mine(&app, &people[0], &group).await;
    assert_eq!(invited["state"], "INVITED");
    assert_eq!(out(&invited["id"], "").await["entry"]["state"], "LEFT");
}

#[tokio::test]
async fn names_are_free_to_choose_and_hard_to_imitate() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let people = clients(&center, &["Ana Ruiz", "Tyler Beck"]).await;
    let marcus = center.facilitator("Marcus Hill").await;
    let group = center.group("Evening circle", json!({})).await;
    center.holds(&marcus, &group, "Marcus", "FACILITATOR").await;
    center.joins(&people[0], &group, "River").await;
    for (alias, code) in [
        ("RIVER", "alias_taken"),
        ("Rіver", "alias_taken"),
        ("Mаrcus", "alias_taken"),
        ("Facilitator", "alias_reserved"),
        ("Tyler Beck", "alias_is_name"),
        ("<b>x</b>\u{202E}", "name_characters"),
        ("", "required"),
        (&"x".repeat(41), "too_long"),
    ] {
        let refused = center.asks_to_join(&people[1], &group, alias).await;
        assert_eq!(refused["problems"], json!([{ "code": code, "path": ["alias"] }]), "{alias}");
    }
    center.joins(&people[1], &group, "<b>Tyler</b>").await;
}

#[tokio::test]
async fn nobody_is_in_without_having_read_and_consented() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let people = clients(&center, &["Ana Ruiz"]).await;
    let group = center.group("Evening circle", json!({})).await;
    let join = "mutation($input: JoinGroupInput!) { joinGroup(input: $input) { problems { code path } } }";
    for (version, consent, code) in
        [(json!(1), false, "consent_required"), (json!(2), true, "conflict"), (json!(null), true, "conflict")]
    {
        let input = json!({ "groupId": group, "alias": "River", "agreementVersion": version, "showAlias": consent });
        let refused = app.data(&people[0], join, json!({ "input": input })).await;
        assert_eq!(refused["joinGroup"]["problems"][0]["code"], code);
    }
    center.joins(&people[0], &group, "River").await;
    let adopt = "mutation($input: AdoptGroupAgreementInput!) { adoptGroupAgreement(input: $input) { group { agreement { version } } problems { code } } }";
    let version = app.data(&center.admin, "query($id: ID!) { group(id: $id) { version } }", json!({ "id": group })).await;
    let input = json!({ "groupId": group, "version": version["group"]["version"], "lines": ["We start on time."] });
    let adopted = app.data(&center.admin, adopt, json!({ "input": input })).await["adoptGroupAgreement"].clone();
    assert_eq!(adopted["group"]["agreement"]["version"], 2, "{adopted}");
    assert_eq!(mine(&app, &people[0], &group).await["mustReadAgreement"], true);
    let accept = "mutation($id: ID!, $v: Int!) { acceptGroupAgreement(input: { groupId: $id, version: $v }) { group { myMembership { mustReadAgreement } } problems { code } } }";
    let old = app.data(&people[0], accept, json!({ "id": group, "v": 1 })).await;
    assert_eq!(old["acceptGroupAgreement"]["problems"][0]["code"], "conflict");
    let read = app.data(&people[0], accept, json!({ "id": group, "v": 2 })).await;
    assert_eq!(read["acceptGroupAgreement"]["group"]["myMembership"]["mustReadAgreement"], false);
}

#[tokio::test]
async fn whoever_is_taken_out_is_told_why_and_may_appeal_once() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let people = clients(&center, &["Ana Ruiz"]).await;
    let marcus = center.facilitator("Marcus Hill").await;
    let group = center.group("Evening circle", json!({})).await;
    center.holds(&marcus, &group, "Marcus", "FACILITATOR").await;
    let id = center.joins(&people[0], &group, "River").await;
    let remove = "mutation($id: ID!, $r: String!) { removeGroupPerson(input: { id: $id, reason: $r }) { entry { state } problems { code path } } }";
    let without = app.data(&marcus, remove, json!({ "id": id, "r": " " })).await;
    assert_eq!(without["removeGroupPerson"]["problems"], json!([{ "code": "required", "path": ["reason"] }]));
    app.data(&marcus, remove, json!({ "id": id, "r": "Names were said outside." })).await;
    let own = mine(&app, &people[0], &group).await;
    assert_eq!(
        (&own["state"], &own["removalReason"], &own["canAppeal"]),
        (&json!("REMOVED"), &json!("Names were said outside."), &json!(true))
    );
    let back = center.asks_to_join(&people[0], &group, "Other").await;
    assert_eq!(back["problems"][0]["code"], "not_allowed");
    let appeal =
        "mutation($id: ID!) { appealRemoval(input: { membershipId: $id, words: \"It was not me.\" }) { problems { code } } }";
    assert_eq!(app.data(&people[0], appeal, json!({ "id": id })).await["appealRemoval"]["problems"], json!([]));
    assert_eq!(app.data(&people[0], appeal, json!({ "id": id })).await["appealRemoval"]["problems"][0]["code"], "appeal_once");
    let restore = "mutation($id: ID!) { restoreGroupPerson(id: $id) { entry { state } problems { code } } }";
    // Whoever removed somebody does not decide alone.
    assert!(app.data(&marcus, restore, json!({ "id": id })).await["restoreGroupPerson"]["entry"].is_null());
    assert_eq!(app.data(&center.admin, restore, json!({ "id": id })).await["restoreGroupPerson"]["entry"]["state"], "ACTIVE");
}

#[tokio::test]
async fn an_invited_client_chooses_to_come_and_the_group_learns_nothing_before() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let other = center.counselor("Sam Bell").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let group = center.group("Evening circle", json!({ "access": "CLOSED" })).await;
    let invite = "mutation($input: InviteToGroupInput!) { inviteToGroup(input: $input) { problems { code } } }";
    let input = || json!({ "input": { "clientMutationId": uuid::Uuid::new_v4(), "groupId": group, "clientId": ana.wire_id() } });
    assert_eq!(app.data(&other, invite, input()).await["inviteToGroup"]["problems"][0]["code"], "not_found");
    assert_eq!(app.data(&dana, invite, input()).await["inviteToGroup"]["problems"], json!([]));
    assert_eq!(mine(&app, &ana, &group).await["state"], "INVITED");
    let entries = app
        .data(
            &center.admin,
            "query($id: ID!) { groupPeople(groupId: $id, state: INVITED) { nodes { person { alias } } } }",
            json!({ "id": group }),
        )
        .await;
    assert_eq!(entries["groupPeople"]["nodes"], json!([{ "person": { "alias": "" } }]));
    let joined = center.asks_to_join(&ana, &group, "River").await;
    assert_eq!(joined["group"]["myMembership"]["state"], "ACTIVE", "whoever was invited is in");
}

#[tokio::test]
async fn who_somebody_is_needs_a_reason_of_state_and_stays_on_the_record() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let people = clients(&center, &["Ana Ruiz"]).await;
    let marcus = center.facilitator("Marcus Hill").await;
    let group = center.group("Evening circle", json!({})).await;
    center.holds(&marcus, &group, "Marcus", "FACILITATOR").await;
    let id = center.joins(&people[0], &group, "River").await;
    let reveal = "mutation($id: ID!) { revealGroupPerson(id: $id) { member { name } problems { code } } }";
    for person in [&marcus, &people[0]] {
        assert_eq!(app.data(person, reveal, json!({ "id": id })).await["revealGroupPerson"]["problems"][0]["code"], "not_found");
    }
    let shown = app.data(&center.admin, reveal, json!({ "id": id })).await;
    assert_eq!(shown["revealGroupPerson"]["member"]["name"], "Ana Ruiz");
    let log = app.data(&center.admin, "{ auditEvents(first: 1) { nodes { action purpose client { name } } } }", json!({})).await;
    assert_eq!(
        log["auditEvents"]["nodes"][0],
        json!({ "action": "group.reveal_member", "purpose": "emergency", "client": { "name": "Ana Ruiz" } })
    );
    app.driven().advance(jiff::SignedDuration::from_mins(11));
    assert_eq!(
        app.data(&center.admin, reveal, json!({ "id": id })).await["revealGroupPerson"]["problems"][0]["code"],
        "step_up_required"
    );
}

#[tokio::test]
async fn who_asked_is_one_list_over_all_groups_that_somebody_runs() {
    const REQUESTS: &str = "query($first: Int!, $after: String) { joinRequests(first: $first, after: $after) {
      nodes { group { name } entry { person { alias } words state } } pageInfo { hasNextPage endCursor } } }";
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let people = clients(&center, &["Ana Ruiz", "Tyler Beck", "Mei Lin"]).await;
    let marcus = center.facilitator("Marcus Hill").await;
    let lena = center.facilitator("Lena Cho").await;
    let mut groups = Vec::new();
    for (name, holder) in [("Evening circle", &marcus), ("Morning circle", &marcus), ("Lunch circle", &lena)] {
        let group = center.group(name, json!({ "access": "CLOSED" })).await;
        center.holds(holder, &group, "Chair", "FACILITATOR").await;
        groups.push(group);
    }
    for (person, group, alias) in [(0, 1, "River"), (1, 0, "Sky"), (2, 2, "Leaf"), (2, 1, "Moss")] {
        app.driven().advance(jiff::SignedDuration::from_secs(60));
        let asked = center.asks_to_join(&people[person], &groups[group], alias).await;
        assert_eq!(asked["group"]["myMembership"]["state"], "APPLIED", "{asked:#}");
    }
    let read = async |person: &Person, first: i32| {
        let (mut all, mut after) = (Vec::new(), Json::Null);
        loop {
            let found = app.data(person, REQUESTS, json!({ "first": first, "after": after })).await["joinRequests"].clone();
            for node in found["nodes"].as_array().expect("nodes") {
                let text = |value: &Json| value.as_str().expect("text").to_owned();
                all.push((text(&node["entry"]["person"]["alias"]), text(&node["group"]["name"])));
            }
            after = found["pageInfo"]["endCursor"].clone();
            if found["pageInfo"]["hasNextPage"] == false {
                return all;
            }
        }
    };
    let said = |all: &[(&str, &str)]| all.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>();
    // The longest waiting first; whoever facilitates sees their own doors, an admin all of them.
    let his = said(&[("River", "Morning circle"), ("Sky", "Evening circle"), ("Moss", "Morning circle")]);
    assert_eq!(read(&marcus, 1).await, his);
    assert_eq!(read(&marcus, 25).await, his);
    assert_eq!(read(&lena, 25).await, said(&[("Leaf", "Lunch circle")]));
    assert_eq!(read(&center.admin, 2).await.len(), 4);
    // One look is one line in the record for each group that was in it.
    let looks = "select count(*) from cairn.audit_events where action = 'group.people' and actor_id = $1";
    let looked: i64 =
        sqlx::query_scalar(looks).bind(lena.member_id.0).fetch_one(&mut app.superuser().await).await.expect("looks");
    assert_eq!(looked, 1);
    for person in [&people[0], &people[2]] {
        let refused = app.graphql(person, REQUESTS, json!({ "first": 1 })).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN");
    }
}
