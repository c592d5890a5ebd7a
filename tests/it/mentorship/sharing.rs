use cairn_domain::Fault;
use cairn_domain::mentorship::Visibility;
use cairn_domain::mentorship::experience::{self, SetExperience};
use serde_json::{Value as Json, json};
use support::mentorship::fine;
use support::{App, Person, TestCenter};

use super::rest::{ahead, book};

const SET: &str = "mutation($input: SetExperiencesInput!) {
  setExperiences(input: $input) { experiences { id visibility word { code label } } problems { code path } } }";
const CANDIDATES: &str = "{ mentorCandidates { mentor { name } reasons { kind text } experiences { code } } }";

async fn shares(center: &TestCenter<'_>, person: &Person, words: &[(&str, &str)]) -> Json {
    let experiences: Vec<Json> = words.iter().map(|(code, seen)| json!({ "code": code, "visibility": seen })).collect();
    let data = center.app.data(person, SET, json!({ "input": { "experiences": experiences } })).await;
    fine(&data, "setExperiences")["experiences"].clone()
}

fn texts(candidate: &Json) -> Vec<String> {
    let reasons = candidate["reasons"].as_array().cloned().unwrap_or_default();
    reasons.iter().map(|reason| reason["text"].as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn three_switches_and_each_can_be_taken_back_at_once() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let mentor = center.mentor("Marcus Hill", 10).await;
    center.wishes_for_mentor(&ana).await;
    shares(&center, &mentor, &[("alcohol", "SHARED"), ("young_children", "SILENT"), ("veteran", "FULL")]).await;
    shares(&center, &ana, &[("alcohol", "SHARED"), ("young_children", "SHARED"), ("veteran", "OFF")]).await;
    let found = app.data(&ana, CANDIDATES, json!({})).await["mentorCandidates"][0].clone();
    let said = texts(&found);
    assert!(said.contains(&"You share: alcohol".to_owned()), "{said:?}");
    assert!(said.contains(&"Tuesday evenings".to_owned()), "{said:?}");
    // What the mentor uses silently is in no word, and what they show in full is.
    assert!(!said.iter().any(|text| text.contains("children")), "{said:?}");
    assert_eq!(found["experiences"], json!([{ "code": "veteran" }]));
    shares(&center, &mentor, &[("alcohol", "OFF"), ("veteran", "OFF")]).await;
    let found = app.data(&ana, CANDIDATES, json!({})).await["mentorCandidates"][0].clone();
    assert!(!texts(&found).contains(&"You share: alcohol".to_owned()));
    assert_eq!(found["experiences"], json!([]));
    // Each change of who may know is on the record, without the word.
    let log = app.data(&center.admin, "{ auditEvents(first: 60) { nodes { action } } }", json!({})).await.to_string();
    for action in ["experience.share", "experience.use_silently", "experience.show", "experience.revoke"] {
        assert!(log.contains(action), "{action}");
    }
    assert!(!log.contains("alcohol"));
}

/// What the question of the day, the running pair and a program's proposal say comes from a snapshot; a word that was taken back
/// must not.
#[tokio::test]
async fn a_word_that_was_taken_back_is_said_by_no_pair_and_no_proposal() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let (ana, theo) = (center.client("Ana Ruiz", &dana).await, center.client("Theo Lind", &dana).await);
    let mentor = center.mentor("Marcus Hill", 10).await;
    for person in [&ana, &theo, &mentor] {
        shares(&center, person, &[("alcohol", "SHARED"), ("veteran", "SHARED")]).await;
    }
    center.walk_together(&ana, &mentor).await;
    center.wishes_for_mentor(&theo).await;
    let propose = "mutation { proposeMatches { matchProposal { id } problems { code } } }";
    fine(&app.data(&center.admin, propose, json!({})).await, "proposeMatches");
    let said = async || {
        let own = "{ myMentorships { reasons { text } } }";
        let proposed = "{ matchProposal { pairs { reasons { text } } } }";
        let mut said = Vec::new();
        for (who, asked) in [(&ana, own), (&mentor, own), (&center.admin, proposed)] {
            said.push(app.data(who, asked, json!({})).await.to_string());
        }
        said
    };
    let all_say = |said: &[String], word: &str| said.iter().map(|text| text.contains(word)).collect::<Vec<_>>();
    let before = said().await;
    assert_eq!(all_say(&before, "You share: alcohol"), [true, true, true], "{before:#?}");
    shares(&center, &mentor, &[("alcohol", "SILENT")]).await;
    let after = said().await;
    assert_eq!(all_say(&after, "alcohol"), [false, false, false], "{after:#?}");
    // What both still say stays, and so does what is no word about a person.
    assert_eq!(all_say(&after, "Tuesday evenings"), [true, true, true]);
    assert_ne!(all_say(&after, "You share: "), [false, false, false]);
    shares(&center, &mentor, &[("alcohol", "SHARED")]).await;
    assert_eq!(said().await, before);
}

#[tokio::test]
async fn nobody_is_ten_thousand_words() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let words = app.data(&ana, "{ experienceWords { code label } }", json!({})).await["experienceWords"].clone();
    let words: Vec<Json> = words.as_array().expect("words").clone();
    assert!(words.len() > 60);
    let input = |many: usize| {
        let list: Vec<Json> =
            words.iter().cycle().take(many).map(|word| json!({ "code": word["code"], "visibility": "SILENT" })).collect();
        json!({ "input": { "experiences": list } })
    };
    let refused = app.data(&ana, SET, input(41)).await["setExperiences"].clone();
    assert_eq!(refused["problems"], json!([{ "code": "too_many", "path": ["experiences"] }]));
    // As many as that do not even come in; and inside the wall they are too many before anything is looked at.
    assert_eq!(app.graphql(&ana, SET, input(10_000)).await["errors"][0]["extensions"]["code"], "INVALID_INPUT");
    let many = vec![SetExperience { code: "alcohol".to_owned(), visibility: Visibility::Full }; 10_000];
    let tx = app.enter(&ana).await;
    let Err(Fault::Problems(problems)) = experience::set(&tx, &many).await else { panic!("ten thousand words") };
    assert_eq!(problems[0].code(), "too_many");
    drop(tx);
    assert_eq!(fine(&app.data(&ana, SET, input(40)).await, "setExperiences")["experiences"].as_array().map(Vec::len), Some(40));
    // One more does not fit, also one at a time.
    let one_more = json!({ "input": { "experiences": [{ "code": words[41]["code"], "visibility": "FULL" }] } });
    assert_eq!(app.data(&ana, SET, one_more).await["setExperiences"]["problems"][0]["code"], "too_many");
    let unknown = json!({ "input": { "experiences": [{ "code": "<script>", "visibility": "FULL" }] } });
    assert_eq!(app.data(&ana, SET, unknown).await["setExperiences"]["problems"][0]["code"], "word_unknown");
    // What is kept says nothing to somebody who reads the table.
    let mut db = app.superuser().await;
    let row: String =
        sqlx::query_scalar("select string_agg(e::text, ' ') from cairn.experiences e").fetch_one(&mut db).await.expect("rows");
    assert!(!row.contains("alcohol"));
}

#[tokio::test]
async fn who_must_never_meet_is_shown_to_nobody_and_told_to_nobody() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let (marcus, imani) = (center.mentor("Marcus Hill", 10).await, center.mentor("Imani Okoye", 10).await);
    center.wishes_for_mentor(&ana).await;
    let enter = "mutation($input: EnterPairConflictInput!) { enterPairConflict(input: $input) { conflictId problems { code } } }";
    let input = json!({ "memberId": ana.wire_id(), "otherId": marcus.wire_id(), "source": "FORMER_PARTNER", "reason": "As told on intake." });
    // While a question is open between them.
    let asked = center.asks_mentors(&ana, &[&marcus, &imani]).await;
    assert_eq!(asked["mentorships"][0]["mentor"]["name"], "Marcus Hill");
    fine(&app.data(&center.admin, enter, json!({ "input": input })).await, "enterPairConflict");
    let own = app.data(&ana, "{ myMentorships { state mentor { name } } }", json!({})).await["myMentorships"].clone();
    let state = |name: &str| {
        own.as_array().expect("pairs").iter().find(|pair| pair["mentor"]["name"] == name).map(|pair| pair["state"].clone())
    };
    assert_eq!((state("Marcus Hill"), state("Imani Okoye")), (Some(json!("MOVED_ON")), Some(json!("OFFERED"))));
    assert_eq!(app.data(&marcus, "{ myMentorships { id } }", json!({})).await["myMentorships"], json!([]));
    // Asked by id, they are nobody: as somebody who is not there.
    let conflicted = center.asks_mentors(&ana, &[&marcus]).await;
    let nobody = Person { member_id: cairn_domain::ids::MemberId(uuid::Uuid::new_v4()), ..marcus.clone() };
    assert_eq!(conflicted, center.asks_mentors(&ana, &[&nobody]).await);
    let candidates = app.data(&ana, CANDIDATES, json!({})).await["mentorCandidates"].clone();
    assert!(candidates.as_array().expect("a list").iter().all(|one| one["mentor"]["name"] != "Marcus Hill"), "{candidates}");
    // Staff is refused too, without a reason.
    let propose = "mutation($input: ProposeMentorshipInput!) { proposeMentorship(input: $input) { problems { code path } } }";
    let pair = json!({ "clientId": ana.wire_id(), "mentorId": marcus.wire_id(), "way": "BY_ADMIN" });
    let refused = app.data(&center.admin, propose, json!({ "input": pair })).await;
    assert_eq!(refused["proposeMentorship"]["problems"], json!([{ "code": "pair_not_possible", "path": ["mentorId"] }]));
    // Only who steers reads it.
    let list = "query($id: ID!) { pairConflicts(memberId: $id) { source reason } }";
    let read = app.data(&center.admin, list, json!({ "id": ana.wire_id() })).await;
    assert_eq!(read["pairConflicts"], json!([{ "source": "FORMER_PARTNER", "reason": "As told on intake." }]));
    for person in [&ana, &marcus, &dana] {
        let heard = app.graphql(person, list, json!({ "id": ana.wire_id() })).await;
        assert_eq!(heard["errors"][0]["extensions"]["code"], "NOT_FOUND", "{heard}");
    }
}

const KEEP_APART: &str = "mutation($input: EnterPairConflictInput!) { enterPairConflict(input: $input) { problems { code } } }";

pub(super) async fn keeps_apart(center: &TestCenter<'_>, one: &Person, other: &Person) {
    let input =
        json!({ "memberId": one.wire_id(), "otherId": other.wire_id(), "source": "COURT", "reason": "An order of the court." });
    fine(&center.app.data(&center.admin, KEEP_APART, json!({ "input": input })).await, "enterPairConflict");
}

/// What stands open between two people ends, as the screen says: also what they had booked, asked for and waited for.
#[tokio::test]
async fn who_is_kept_apart_has_nothing_ahead_with_the_other_and_neither_hears_why() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let (ana, theo) = (center.client("Ana Ruiz", &dana).await, center.client("Theo Lind", &dana).await);
    let marcus = center.mentor("Marcus Hill", 10).await;
    for client in [&ana, &theo] {
        center.walk_together(client, &marcus).await;
        let at = if client.name == ana.name { "2026-03-10T22:00:00Z" } else { "2026-03-12T22:00:00Z" };
        assert_eq!(book(&app, client, &marcus, client, at).await["problems"], json!([]));
    }
    assert_eq!(book(&app, &ana, &dana, &ana, "2026-03-11T15:00:00Z").await["problems"], json!([]));
    let ask = "mutation($input: AskForSessionInput!) { askForSession(input: $input) { problems { code } } }";
    let wait = "mutation($input: JoinWaitInput!) { joinSessionWait(input: $input) { problems { code } } }";
    let wish = |at: Json| {
        json!({ "input": { "clientMutationId": uuid::Uuid::new_v4(), "counselorId": marcus.wire_id(), "startsAt": at, "minutes": 45,
        "place": "ONLINE" } })
    };
    fine(&app.data(&ana, ask, wish(json!("2026-03-13T22:00:00Z"))).await, "askForSession");
    let mut line = wish(Json::Null);
    line["input"].as_object_mut().expect("an input").remove("startsAt");
    fine(&app.data(&ana, wait, line).await, "joinSessionWait");
    app.run_jobs().await;
    let mails = |person: &Person| app.mail.inbox().mails(Some(&person.email));
    let before = (mails(&ana).len(), mails(&marcus).len());
    keeps_apart(&center, &marcus, &ana).await;
    // And nobody brings them together again by another way.
    let assign = "mutation($input: AssignCounselorInput!) { assignCounselor(input: $input) { problems { code path } } }";
    let both = json!({ "input": { "clientId": ana.wire_id(), "counselorId": marcus.wire_id() } });
    let refused = app.data(&center.admin, assign, both).await;
    assert_eq!(refused["assignCounselor"]["problems"], json!([{ "code": "kept_apart", "path": ["counselorId"] }]));
    // Only what was between these two.
    assert_eq!(ahead(&app, &ana).await, ["2026-03-11T15:00:00Z"]);
    assert_eq!(ahead(&app, &marcus).await, ["2026-03-12T22:00:00Z"]);
    let asked = "{ sessionRequests(open: false) { nodes { state answer } } }";
    let declined = json!([{ "state": "DECLINED", "answer": null }]);
    for person in [&ana, &marcus] {
        assert_eq!(app.data(person, asked, json!({})).await["sessionRequests"]["nodes"], declined);
    }
    let waits = "{ sessionWaits { state counselor { name } } }";
    let waits = app.data(&ana, waits, json!({})).await["sessionWaits"].clone();
    assert_eq!(waits, json!([{ "state": "WAITING", "counselor": null }]), "nobody loses their place in line");
    app.run_jobs().await;
    assert!(mails(&ana).len() > before.0 && mails(&marcus).len() > before.1, "they hear that it is off");
    for mail in [mails(&ana), mails(&marcus)].concat() {
        let told = format!("{} {} {}", mail.subject, mail.text, mail.html).to_lowercase();
        assert!(!["court", "kept apart", "must not"].iter().any(|word| told.contains(word)), "{told}");
    }
    let gone = "{ sessions(state: CANCELLED) { nodes { startsAt cancelledBy { name } cancelReason } } }";
    let gone = app.data(&ana, gone, json!({})).await["sessions"]["nodes"].clone();
    assert_eq!(gone, json!([{ "startsAt": "2026-03-10T22:00:00Z", "cancelledBy": null, "cancelReason": null }]));
    // Nothing reminds anybody of it any more.
    let left: i64 = sqlx::query_scalar(
        "select count(*) from cairn.notifications n join cairn.sessions s on s.center_id = n.center_id and s.id = n.subject_id
         where s.state = 'cancelled' and n.state = 'planned'",
    )
    .fetch_one(&mut app.superuser().await)
    .await
    .expect("a count");
    assert_eq!(left, 0);
    assert_eq!(book(&app, &ana, &marcus, &ana, "2026-03-17T22:00:00Z").await["problems"][0]["code"], "not_found");
}

#[tokio::test]
async fn what_the_center_knows_anyway_keeps_people_apart() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let luis = center.client("Luis Vega", &dana).await;
    center.becomes_mentor(&dana, 10).await;
    center.becomes_mentor(&luis, 10).await;
    center.wishes_for_mentor(&ana).await;
    // Her own counselor is nobody she can ask; somebody else is.
    assert_eq!(center.asks_mentors(&ana, &[&dana]).await["problems"][0]["code"], "not_found");
    assert_eq!(center.asks_mentors(&ana, &[&luis]).await["problems"], json!([]));
    // The same closed group: whoever sat there beside her.
    let group = center.group("Small circle", json!({ "access": "CLOSED" })).await;
    let invite = "mutation($input: InviteToGroupInput!) { inviteToGroup(input: $input) { problems { code } } }";
    for (person, alias) in [(&ana, "River"), (&luis, "Oak")] {
        let input = json!({ "clientMutationId": uuid::Uuid::new_v4(), "groupId": group, "clientId": person.wire_id() });
        fine(&app.data(&center.admin, invite, json!({ "input": input })).await, "inviteToGroup");
        center.joins(person, &group, alias).await;
    }
    assert_eq!(center.asks_mentors(&ana, &[&luis]).await["problems"][0]["code"], "not_found");
}

#[tokio::test]
async fn only_somebody_who_says_so_of_themself() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let (marcus, imani) = (center.mentor("Marcus Hill", 10).await, center.mentor("Imani Okoye", 10).await);
    shares(&center, &imani, &[("woman", "SHARED")]).await;
    let wish = "mutation($input: SetMentorRequestInput!) { setMentorRequest(input: $input) { mentorRequest { onlyGender { code } } problems { code path } } }";
    let input = |gender: &str| json!({ "input": { "words": "", "languages": ["en"], "modes": [], "onlyGender": gender, "freeHours": [] } });
    assert_eq!(app.data(&ana, wish, input("alcohol")).await["setMentorRequest"]["problems"][0]["code"], "word_unknown");
    fine(&app.data(&ana, wish, input("woman")).await, "setMentorRequest");
    let names = app.data(&ana, "{ mentorCandidates { mentor { name } } }", json!({})).await["mentorCandidates"].clone();
    assert_eq!(names, json!([{ "mentor": { "name": "Imani Okoye" } }]));
    assert_eq!(center.asks_mentors(&ana, &[&marcus]).await["problems"][0]["code"], "not_found");
}

#[tokio::test]
async fn who_shows_in_full_shows_it_to_whoever_walks_with_them() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    shares(&center, &ana, &[("veteran", "FULL"), ("alcohol", "SHARED")]).await;
    shares(&center, &marcus, &[("alcohol", "FULL"), ("young_children", "SILENT")]).await;
    let pair = center.walk_together(&ana, &marcus).await;
    let shown = "query($id: ID!) { mentorship(mentorshipId: $id) { shownByOther { code } } }";
    for (person, codes) in
        [(&ana, json!([{ "code": "alcohol" }])), (&marcus, json!([{ "code": "veteran" }])), (&center.admin, json!([]))]
    {
        assert_eq!(app.data(person, shown, json!({ "id": pair })).await["mentorship"]["shownByOther"], codes);
    }
    shares(&center, &ana, &[("veteran", "SHARED")]).await;
    assert_eq!(app.data(&marcus, shown, json!({ "id": pair })).await["mentorship"]["shownByOther"], json!([]));
}

#[tokio::test]
async fn nobody_is_found_by_a_gender_they_do_not_say() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let imani = center.mentor("Imani Okoye", 10).await;
    let wish = "mutation($input: SetMentorRequestInput!) { setMentorRequest(input: $input) { problems { code } } }";
    let input = json!({ "words": "", "languages": ["en"], "modes": [], "onlyGender": "woman", "freeHours": [] });
    fine(&app.data(&ana, wish, json!({ "input": input })).await, "setMentorRequest");
    for (seen, many) in [("SILENT", 0), ("SHARED", 1), ("FULL", 1), ("OFF", 0)] {
        shares(&center, &imani, &[("woman", seen)]).await;
        let found = app.data(&ana, CANDIDATES, json!({})).await["mentorCandidates"].clone();
        assert_eq!(found.as_array().map(Vec::len), Some(many), "{seen}");
    }
}

#[tokio::test]
async fn what_was_said_can_be_taken_back_in_a_center_that_is_paused() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let (marcus, imani) = (center.mentor("Marcus Hill", 10).await, center.mentor("Imani Okoye", 10).await);
    let held = shares(&center, &ana, &[("veteran", "FULL"), ("alcohol", "SHARED")]).await;
    super::guard::names_backup(&app, &marcus, &imani).await;
    let pair = center.walk_together(&ana, &marcus).await;
    super::guard::consents(&app, &ana, &pair, &imani).await;
    sqlx::query("update directory.centers set state = 'suspended' where id = $1")
        .bind(center.center.id.0)
        .execute(&mut app.superuser().await)
        .await
        .expect("paused");
    let said = |seen: &str| json!({ "input": { "experiences": [{ "code": "veteran", "visibility": seen }] } });
    fine(&app.data(&ana, SET, said("OFF")).await, "setExperiences");
    assert_ne!(app.data(&ana, SET, said("SHARED")).await["setExperiences"]["problems"], json!([]), "saying more waits");
    let remove = "mutation($id: ID!) { removeExperience(experienceId: $id) { problems { code } } }";
    fine(&app.data(&ana, remove, json!({ "id": held[1]["id"] })).await, "removeExperience");
    let back = "mutation($id: ID!) { consentToBackup(input: { mentorshipId: $id, consent: false }) { mentorship { backupConsent } problems { code } } }";
    assert_eq!(fine(&app.data(&ana, back, json!({ "id": pair })).await, "consentToBackup")["mentorship"]["backupConsent"], false);
    assert_ne!(super::guard::consents(&app, &ana, &pair, &imani).await["problems"], json!([]));
}
