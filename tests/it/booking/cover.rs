//! A counselor is away for days: everybody is asked, and nobody is dropped.

use serde_json::{Value as Json, json};
use support::{App, Person, TestCenter};

use super::{book, cancel, code, input, pair, session};

const COVER: &str = r"
mutation Cover($input: CoverAbsenceInput!) {
  coverAbsence(input: $input) { covering { id answers { id state client { name } session { startsAt } } } problems { code path } }
}";
const MINE: &str = "{ myCoverAnswers { id later backupFree counselor { name } backup { name } session { id startsAt } } }";
const ANSWER: &str = r"
mutation Answer($input: AnswerCoverInput!) {
  answerCover(input: $input) { coverAnswer { state insteadId } problems { __typename code path } }
}";
const TASKS: &str = "{ staffTasks { nodes { kind member { name } } } }";

/// Three people meet Dana on Wednesday.
pub async fn three(center: &TestCenter<'_>) -> (Person, Vec<Person>) {
    let (dana, ana) = pair(center).await;
    let people = vec![ana, center.client("Theo Lindqvist", &dana).await, center.client("Nora Quist", &dana).await];
    for (person, hour) in people.iter().zip([15, 16, 17]) {
        session(&book(center.app, &dana, &dana, person, &format!("2026-03-04T{hour}:00:00Z")).await);
    }
    (dana, people)
}

pub async fn cover(app: &App, by: &Person, dana: &Person, backup: Option<&Person>) -> Json {
    let wanted = json!({ "counselorId": dana.wire_id(), "localStart": "2026-03-04T00:00", "localEnd": "2026-03-06T00:00",
        "backupId": backup.map(Person::wire_id) });
    app.data(by, COVER, input(wanted)).await["coverAbsence"].clone()
}

pub async fn answer(app: &App, by: &Person, asked: &Json, choice: &str, starts_at: Option<&str>) -> Json {
    let wanted = json!({ "input": { "coverAnswerId": asked["id"], "choice": choice, "startsAt": starts_at } });
    app.data(by, ANSWER, wanted).await["answerCover"].clone()
}

pub async fn asked(app: &App, client: &Person) -> Json {
    app.data(client, MINE, json!({})).await["myCoverAnswers"][0].clone()
}

pub async fn waiting_for(app: &App, center: &TestCenter<'_>) -> usize {
    let tasks = app.data(&center.admin, TASKS, json!({})).await;
    let nodes = tasks["staffTasks"]["nodes"].as_array().expect("tasks");
    nodes.iter().filter(|task| task["kind"] == "COVER_UNANSWERED").count()
}

#[tokio::test]
async fn everybody_is_asked_and_each_choice_is_done() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, people) = three(&center).await;
    let marcus = center.counselor("Marcus Whitfield").await;
    let covering = cover(&app, &dana, &dana, Some(&marcus)).await;
    let answers = covering["covering"]["answers"].as_array().expect("answers").clone();
    assert_eq!(answers.len(), 3, "nobody is left out");
    assert_eq!(waiting_for(&app, &center).await, 3);
    let [ana, theo, nora] = [&people[0], &people[1], &people[2]];
    // Later, with the same counselor: not while she is away.
    let mine = asked(&app, ana).await;
    assert_eq!(mine["backup"]["name"], "Marcus Whitfield");
    assert_eq!(code(&answer(&app, ana, &mine, "LATER", Some("2026-03-05T15:00:00Z")).await), "slot_taken");
    let later = answer(&app, ana, &mine, "LATER", Some("2026-03-09T14:00:00Z")).await;
    assert_eq!(later["coverAnswer"]["state"], "LATER");
    // With the backup, at the same hour.
    let backup = answer(&app, theo, &asked(&app, theo).await, "BACKUP", None).await;
    assert_eq!(backup["coverAnswer"]["state"], "BACKUP");
    let list = "{ sessions(state: BOOKED) { nodes { startsAt counselor { name } } } }";
    let his = app.data(theo, list, json!({})).await;
    assert_eq!(
        his["sessions"]["nodes"],
        json!([{ "startsAt": "2026-03-04T16:00:00Z", "counselor": { "name": "Marcus Whitfield" } }])
    );
    // The center calls Nora, who would rather not meet.
    let hers = asked(&app, nora).await;
    assert_eq!(answer(&app, &center.admin, &hers, "CANCEL", None).await["coverAnswer"]["state"], "CANCELLED");
    assert_eq!(waiting_for(&app, &center).await, 0);
    assert_eq!(code(&answer(&app, nora, &hers, "BACKUP", None).await), "already_answered");
}

const LIST: &str = "query($c: ID, $over: Boolean! = false) { coverings(counselorId: $c, over: $over) {
  nodes { id startsAt endsAt asked open counselor { name } backup { name } } } }";

#[tokio::test]
async fn who_is_away_is_found_again_without_the_link() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, people) = three(&center).await;
    let marcus = center.counselor("Marcus Whitfield").await;
    let covering = cover(&app, &dana, &dana, Some(&marcus)).await["covering"].clone();
    answer(&app, &people[0], &asked(&app, &people[0]).await, "BACKUP", None).await;
    let row = json!({ "id": covering["id"], "startsAt": "2026-03-04T05:00:00Z", "endsAt": "2026-03-06T05:00:00Z", "asked": 3, "open": 2,
        "counselor": { "name": "Dana Reyes" }, "backup": { "name": "Marcus Whitfield" } });
    let list = async |viewer: &Person, filter: Json| app.data(viewer, LIST, filter).await["coverings"]["nodes"].clone();
    assert_eq!(list(&center.admin, json!({})).await, json!([row]));
    assert_eq!(list(&dana, json!({ "c": dana.wire_id() })).await, json!([row]));
    // Nobody else's, and nothing for clients.
    assert_eq!(list(&marcus, json!({})).await, json!([]));
    assert_eq!(list(&center.admin, json!({ "c": marcus.wire_id() })).await, json!([]));
    let client = app.graphql(&people[1], LIST, json!({})).await;
    assert_eq!(client["errors"][0]["extensions"]["code"], "FORBIDDEN");
    // Dana is there after all: nobody has to choose any more.
    assert_eq!(list(&center.admin, json!({ "over": true })).await, json!([]));
    let id = covering["id"].as_str().expect("an id").replace("covering:", "time_off:");
    let back = "mutation($id: ID!) { removeTimeOff(timeOffId: $id) { problems { code } } }";
    assert_eq!(app.data(&dana, back, json!({ "id": id })).await["removeTimeOff"]["problems"], json!([]));
    assert_eq!(list(&center.admin, json!({})).await, json!([]));
    assert_eq!(waiting_for(&app, &center).await, 0);
    assert_eq!(asked(&app, &people[1]).await, Json::Null);
}

#[tokio::test]
async fn a_session_whose_counselor_is_away_stays_in_sight_on_its_day() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, people) = three(&center).await;
    cover(&app, &dana, &dana, None).await;
    app.driven().set("2026-03-04T15:10:00Z".parse::<jiff::Timestamp>().expect("a time"));
    let ana = crate::standing::sign_in_again(&app, &center.center, &people[0]).await;
    let mine = asked(&app, &ana).await;
    assert_eq!(mine["counselor"]["name"], "Dana Reyes");
    assert_eq!(code(&answer(&app, &ana, &mine, "CANCEL", None).await), "already_over");
}

#[tokio::test]
async fn nobody_is_dropped_by_silence() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, people) = three(&center).await;
    cover(&app, &center.admin, &dana, None).await;
    // One cancels as always: then there is nothing to choose any more.
    let mine = app.data(&people[0], "{ sessions { nodes { id version } } }", json!({})).await;
    cancel(&app, &people[0], &mine["sessions"]["nodes"][0]).await;
    assert_eq!(waiting_for(&app, &center).await, 2);
    assert_eq!(asked(&app, &people[0]).await, Json::Null);
    // The others say nothing: their sessions stand, and so does the task.
    let list = "{ sessions(state: BOOKED) { nodes { id } } }";
    assert_eq!(app.data(&people[1], list, json!({})).await["sessions"]["nodes"].as_array().map(Vec::len), Some(1));
    assert_eq!(code(&answer(&app, &people[1], &asked(&app, &people[1]).await, "BACKUP", None).await), "no_backup");
    assert_eq!(waiting_for(&app, &center).await, 2);
}

#[tokio::test]
async fn whoever_stands_in_cares_for_them_only_as_long_as_it_takes() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, people) = three(&center).await;
    let marcus = center.counselor("Marcus Whitfield").await;
    cover(&app, &dana, &dana, Some(&marcus)).await;
    answer(&app, &people[1], &asked(&app, &people[1]).await, "BACKUP", None).await;
    let cares = async |person: &Person| {
        let tx = app.enter(&center.admin).await;
        cairn_domain::care::assigned(&tx, marcus.member_id, person.member_id).await.expect("an answer")
    };
    assert!(cares(&people[1]).await && !cares(&people[0]).await);
    app.driven().set("2026-03-09T12:00:00Z".parse::<jiff::Timestamp>().expect("a time"));
    let job = cairn_domain::db::ClaimedJob { center_id: center.center.id, job_id: 1 };
    let tx = app.db.work(&job).await.expect("a job");
    cairn_domain::sessions::upkeep::hourly(&tx).await.expect("the hour");
    tx.commit().await.expect("commit");
    let admin = crate::standing::sign_in_again(&app, &center.center, &center.admin).await;
    let tx = app.enter(&admin).await;
    let still = cairn_domain::care::assigned(&tx, marcus.member_id, people[1].member_id).await.expect("an answer");
    assert!(!still);
}

/// It is the counselor who is away: whoever answers within the cutoff is not late, and it is not counted on their side.
#[tokio::test]
async fn nobody_is_late_because_the_counselor_is_away() {
    let app = App::at("2026-03-04T14:00:00Z").await;
    let center = app.center("Harbor House").await;
    let (dana, people) = three(&center).await;
    let marcus = center.counselor("Marcus Whitfield").await;
    cover(&app, &dana, &dana, Some(&marcus)).await;
    answer(&app, &people[0], &asked(&app, &people[0]).await, "CANCEL", None).await;
    answer(&app, &people[1], &asked(&app, &people[1]).await, "BACKUP", Some("2026-03-05T16:00:00Z")).await;
    // Not by the question, but as one cancels any session.
    let plain = "{ sessions { nodes { id version } } }";
    let theirs = app.data(&people[2], plain, json!({})).await["sessions"]["nodes"][0].clone();
    assert_eq!(cancel(&app, &people[2], &theirs).await["session"]["state"], "CANCELLED");
    for person in &people {
        let list = app.data(person, "{ sessions(state: CANCELLED) { nodes { state } } }", json!({})).await;
        assert_eq!(list["sessions"]["nodes"], json!([{ "state": "CANCELLED" }]), "{}", person.name);
    }
    let report = "{ sessionOutcomes(from: \"2026-03-01\", until: \"2026-03-31\") {
      cancelledByClient cancelledByCounselor lateByClient lateByCounselor open } }";
    assert_eq!(
        app.data(&dana, report, json!({})).await["sessionOutcomes"],
        json!([{ "cancelledByClient": 1, "cancelledByCounselor": 2, "lateByClient": 0, "lateByCounselor": 0, "open": 0 }])
    );
}
