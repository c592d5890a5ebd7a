//! Somebody waits for two programs: what happens in one line is not done in the other.

use cairn_domain::actor::Role;
use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use support::{App, Person, TestCenter};

use super::line::hourly;
use crate::standing::sign_in_again;

async fn kinds(app: &App, person: &Person) -> Vec<String> {
    let tasks = app.data(person, "{ staffTasks { nodes { kind } } }", json!({})).await["staffTasks"]["nodes"].clone();
    let tasks = tasks.as_array().cloned().unwrap_or_default();
    tasks.iter().map(|task| task["kind"].as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn a_place_kept_for_somebody_who_has_another_goes_to_the_next() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let (ana, tyler, mei) =
        (center.client("Ana Ruiz", &dana).await, center.client("Tyler Beck", &dana).await, center.client("Mei Lin", &dana).await);
    let evening = center.program("Evening program", json!({})).await;
    let day = center.program("Day program", json!({ "capacity": 1 })).await;
    let night = center.program("Night program", json!({})).await;
    let (one, two) = (evening.begins(&ana, "WAITLISTED").await, day.begins(&ana, "WAITLISTED").await);
    app.driven().advance(SignedDuration::from_mins(1));
    let next = day.begins(&tyler, "WAITLISTED").await;
    app.driven().advance(SignedDuration::from_mins(1));
    let last = day.begins(&mei, "WAITLISTED").await;
    let state = async |way: &str| center.way(&center.admin, way).await["state"].clone();
    assert_eq!(
        (state(&one).await, state(&two).await, state(&next).await),
        (json!("OFFERED"), json!("OFFERED"), json!("WAITLISTED"))
    );
    assert_eq!(center.answers(&ana, "acceptEnrollmentOffer", &one).await["problems"], json!([]));
    // In words for the one who presses, and for staff in theirs.
    let refused = center.answers(&ana, "acceptEnrollmentOffer", &two).await["problems"].clone();
    assert_eq!(refused, json!([{ "code": "you_have_a_place", "path": ["enrollmentId"] }]));
    let refused = center.answers(&dana, "acceptEnrollmentOffer", &two).await["problems"].clone();
    assert_eq!(refused[0]["code"], "has_a_place");
    let since = center.way(&center.admin, &two).await["waitingSince"].clone();
    app.run_jobs().await;
    let back = center.way(&center.admin, &two).await;
    assert_eq!((&back["state"], &back["waitingSince"]), (&json!("WAITLISTED"), &since), "nothing was missed");
    assert_eq!(state(&next).await, "OFFERED");
    // Taken in at the desk, it is the same.
    night.begins(&tyler, "ACTIVE").await;
    app.run_jobs().await;
    assert_eq!((state(&next).await, state(&last).await), (json!("WAITLISTED"), json!("OFFERED")));
}

/// Ana waits for two full programs; Dana counsels her.
async fn waits_twice(center: &TestCenter<'_>) -> (Person, Person, [String; 2]) {
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let mut ways = Vec::new();
    for (name, other) in [("Evening program", "Tyler Beck"), ("Day program", "Mei Lin")] {
        let inside = center.client(other, &dana).await;
        let program = center.program(name, json!({ "capacity": 1, "quietAfterDays": 7 })).await;
        program.begins(&inside, "ACTIVE").await;
        ways.push(program.begins(&ana, "WAITLISTED").await);
    }
    let [one, two] = [0, 1].map(|index| ways[index].clone());
    (dana, ana, [one, two])
}

#[tokio::test]
async fn who_leaves_one_line_is_still_called_for_the_other() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana, ways) = waits_twice(&center).await;
    app.driven().advance(SignedDuration::from_hours(24 * 8));
    hourly(&app).await;
    let dana = sign_in_again(&app, &center.center, &dana).await;
    let ana = sign_in_again(&app, &center.center, &ana).await;
    assert_eq!(kinds(&app, &dana).await, ["CONTACT_OVERDUE"]);
    center.answers(&ana, "withdrawEnrollment", &ways[0]).await;
    assert_eq!(kinds(&app, &dana).await, ["CONTACT_OVERDUE"], "she still waits, and nobody has called");
    center.answers(&ana, "withdrawEnrollment", &ways[1]).await;
    assert_eq!(kinds(&app, &dana).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_contact_for_one_line_is_none_for_the_other() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (_, ana, ways) = waits_twice(&center).await;
    let paz = center.invite("Paz Molina", &[Role::Facilitator], None).await;
    let omar = center.invite("Omar Reed", &[Role::Facilitator], None).await;
    let names = async |way: &str, peer: &Person| {
        let set = center.does(&center.admin, "setEnrollmentPeer", json!({ "enrollmentId": way, "peerId": peer.wire_id() })).await;
        assert_eq!(set["problems"], json!([]));
    };
    for way in &ways {
        names(way, &paz).await;
    }
    let pause = "mutation ($id: ID!) { pauseMember(memberId: $id) { problems { code } } }";
    app.data(&center.admin, pause, json!({ "id": paz.wire_id() })).await;
    let missing = ["CONTACT_MISSING"];
    assert_eq!(kinds(&app, &center.admin).await, missing);
    names(&ways[0], &omar).await;
    assert_eq!(kinds(&app, &center.admin).await, missing, "for one of two");
    center.answers(&ana, "withdrawEnrollment", &ways[0]).await;
    assert_eq!(kinds(&app, &center.admin).await, missing);
    names(&ways[1], &omar).await;
    assert_eq!(kinds(&app, &center.admin).await, Vec::<String>::new());
}

/// Invited with somebody who counsels, and not here yet.
async fn invited(center: &TestCenter<'_>, counselor: &Person) -> String {
    let invite =
        "mutation($input: InviteMemberInput!) { inviteMember(input: $input) { account { member { id } } problems { code } } }";
    let input = json!({ "clientMutationId": uuid::Uuid::new_v4(), "email": "noor@mail.example", "name": "Noor Haddad",
        "roles": ["CLIENT"], "counselorId": counselor.wire_id() });
    let made = center.app.data(&center.admin, invite, json!({ "input": input })).await["inviteMember"].clone();
    assert_eq!(made["problems"], json!([]), "{made}");
    made["account"]["member"]["id"].as_str().expect("an id").to_owned()
}

async fn line_up(center: &TestCenter<'_>, client: &str, program: &str) -> String {
    let input =
        json!({ "clientMutationId": uuid::Uuid::new_v4(), "clientId": client, "programId": program, "state": "WAITLISTED" });
    let begun: Json = center.does(&center.admin, "beginEnrollment", input).await;
    assert_eq!(begun["enrollment"]["state"], "OFFERED", "{begun}");
    begun["enrollment"]["id"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn an_offer_nobody_heard_of_stays_to_be_told_when_another_is_answered() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let noor = invited(&center, &dana).await;
    let (one, two) = (center.program("Evening program", json!({})).await, center.program("Day program", json!({})).await);
    let (first, second) = (line_up(&center, &noor, &one.id).await, line_up(&center, &noor, &two.id).await);
    assert_eq!(kinds(&app, &dana).await, ["OFFER_UNHEARD"]);
    center.answers(&dana, "declineEnrollmentOffer", &first).await;
    assert_eq!(kinds(&app, &dana).await, ["OFFER_UNHEARD"]);
    center.answers(&dana, "declineEnrollmentOffer", &second).await;
    assert_eq!(kinds(&app, &dana).await, Vec::<String>::new());
}

#[tokio::test]
async fn an_offer_is_told_by_whoever_may_answer_it() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    let noor = invited(&center, &marcus).await;
    let program = center.program("Evening program", json!({})).await;
    line_up(&center, &noor, &program.id).await;
    assert_eq!(kinds(&app, &marcus).await, Vec::<String>::new(), "who counsels as a peer cannot say yes for them");
    assert_eq!(kinds(&app, &center.admin).await, ["OFFER_UNHEARD"]);
}
