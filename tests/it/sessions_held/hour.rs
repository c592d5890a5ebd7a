//! Two people and a session between them, for the tests of what happens in it.

use cairn_domain::actor::Role;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};
use support::{App, Person, TestCenter};
use uuid::Uuid;

pub const ARRIVE: &str =
    "mutation($id: ID!) { arriveAtSession(sessionId: $id) { session { state arrivedAt } problems { code path } } }";
pub const UNDO: &str =
    "mutation($id: ID!) { undoSessionArrival(sessionId: $id) { session { state arrivedAt } problems { code } } }";
pub const BEGIN: &str =
    "mutation($id: ID!) { beginSession(sessionId: $id) { session { state startedAt version } problems { code path } } }";
pub const END: &str = "mutation($id: ID!) { endSession(sessionId: $id) { session { state endedAt } problems { code path } } }";
pub const MISS: &str =
    "mutation($id: ID!, $by: MissedBy!) { missSession(sessionId: $id, by: $by) { session { state } problems { code path } } }";
pub const RECORD: &str = "mutation($id: ID!, $from: DateTime!, $until: DateTime!, $why: String!) {
  recordSessionTimes(input: { sessionId: $id, startedAt: $from, endedAt: $until, reason: $why }) {
    session { state startedAt endedAt } problems { code path } } }";
pub const TELL: &str = "mutation($id: ID!, $place: String!, $phone: String!) {
  tellWhereabouts(input: { sessionId: $id, place: $place, phone: $phone }) { whereabouts { place phone } problems { code path } } }";
pub const SAVE: &str = "mutation($id: ID!, $answers: [NoteAnswerInput!]!, $version: Int!) {
  saveSessionNote(input: { sessionId: $id, template: \"peer_session\", answers: $answers, version: $version }) {
    setAside note { id version state answers { prompt text } copies { id answers { text } } } problems { code path } } }";
pub const SIGN: &str = "mutation($id: ID!, $version: Int!) {
  signSessionNote(sessionId: $id, version: $version) { note { id state signedAt late version clientLine } problems { code path } } }";
pub const NOTE: &str = "query($id: ID!) { sessionNote(sessionId: $id) {
  id state version late clientLine clientLineVersion answers { prompt text } addenda { text by { name } } cosignedBy { name }
  copies { id } } }";

pub const COVER: &str =
    "mutation($input: SetCoverageInput!) { setCoverage(input: $input) { coverage { id version } problems { code path } } }";
const PAYER: &str = "mutation($input: AddPayerInput!) { addPayer(input: $input) { payer { id } problems { code path } } }";
const RULES: &str =
    "mutation($input: AddServiceRulesInput!) { addServiceRules(input: $input) { payer { id } problems { code path } } }";
const TEMPLATES: &str = "{ ruleTemplates { key rules { code modifiers groupModifier distanceModifier rounding per mostUnitsADay
  mostUnitsAYear yearFromMonth groupRatio distanceAccepted ageRequired diagnosisRequired orderValidDays planRequired credentials } } }";

/// Tuesday, 2026-03-03, 10:00 to 10:45 in New York, which is 15:00 to 15:45 UTC.
pub const STARTS: &str = "2026-03-03T15:00:00Z";

pub struct Hour<'a> {
    pub app: &'a App,
    pub center: TestCenter<'a>,
    pub dana: Person,
    pub ana: Person,
    /// As on the wire.
    pub session: String,
}

impl<'a> Hour<'a> {
    pub async fn new(app: &'a App, place: &str) -> Hour<'a> {
        let center = app.center("Harbor House").await;
        let dana = center.counselor("Dana Reyes").await;
        Self::between(app, center, dana, place).await
    }

    /// With somebody who counsels as a peer alone.
    pub async fn with_a_peer(app: &'a App) -> Hour<'a> {
        let center = app.center("Harbor House").await;
        let dana = center.invite("Dana Reyes", &[Role::PeerMentor], None).await;
        let tx = app.enter(&dana).await;
        cairn_domain::availability::set(&tx, support::office_hours(&dana)).await.expect("hours");
        tx.commit().await.expect("commit");
        Self::between(app, center, dana, "IN_PERSON").await
    }

    /// With two who walk together, and no session yet: the mentor stands where the counselor does.
    pub async fn of_a_pair(app: &'a App) -> Hour<'a> {
        let center = app.center("Harbor House").await;
        let counselor = center.counselor("Kay Stone").await;
        let ana = center.client("Ana Ruiz", &counselor).await;
        let dana = center.mentor("Dana Reyes", 10).await;
        center.walk_together(&ana, &dana).await;
        Hour { app, center, dana, ana, session: String::new() }
    }

    async fn between(app: &'a App, center: TestCenter<'a>, dana: Person, place: &str) -> Hour<'a> {
        let ana = center.client("Ana Ruiz", &dana).await;
        let mut hour = Hour { app, center, dana, ana, session: String::new() };
        hour.session = hour.booked(STARTS, place).await;
        hour
    }

    /// Another session of the two.
    pub async fn booked(&self, starts_at: &str, place: &str) -> String {
        let book = "mutation($input: BookSessionInput!) { bookSession(input: $input) { session { id } problems { code } } }";
        let input = json!({ "clientMutationId": Uuid::new_v4(), "counselorId": self.dana.wire_id(), "clientId": self.ana.wire_id(),
            "startsAt": starts_at, "minutes": 45, "place": place });
        let booked = self.app.data(&self.dana, book, json!({ "input": input })).await["bookSession"].clone();
        booked["session"]["id"].as_str().unwrap_or_else(|| panic!("{booked:#}")).to_owned()
    }

    /// Sets the clock; everybody stays signed in meanwhile.
    pub async fn at(&self, instant: &str) {
        self.app.driven().set(instant.parse::<Timestamp>().expect("an instant"));
        let sql = "update cairn.sign_ins set idle_expires_at = $1::timestamptz + interval '1 hour', expires_at = $1::timestamptz + interval '1 day'";
        sqlx::query(sql)
            .bind(instant.parse::<chrono::DateTime<chrono::Utc>>().expect("an instant"))
            .execute(&mut self.app.superuser().await)
            .await
            .expect("sign-ins");
    }

    /// The payload of what somebody does about the session.
    pub async fn does(&self, person: &Person, document: &str, mut variables: Json) -> Json {
        if variables.get("id").is_none() {
            variables["id"] = json!(self.session);
        }
        let data = self.app.data(person, document, variables).await;
        data.as_object().and_then(|data| data.values().next()).cloned().unwrap_or_else(|| panic!("a payload: {data:#}"))
    }

    /// As [`Self::does`], by the counselor, and it has to go well.
    pub async fn fine(&self, document: &str, variables: Json) -> Json {
        let payload = self.does(&self.dana, document, variables).await;
        assert_eq!(payload["problems"], json!([]), "{payload:#}");
        payload
    }

    /// From the first minute to the last, as planned.
    pub async fn held(&self) {
        self.at("2026-03-03T15:00:00Z").await;
        self.fine(BEGIN, json!({})).await;
        self.at("2026-03-03T15:45:00Z").await;
        self.fine(END, json!({})).await;
    }

    /// What a note needs to be signed.
    pub fn answers(purpose: &str) -> Json {
        json!([{ "prompt": "purpose", "text": purpose }, { "prompt": "support", "text": "Shared how my first month was." },
            { "prompt": "response", "text": "Ana wrote a list." }, { "prompt": "next_step", "text": "\"I call my sister.\"" }])
    }

    /// Written and signed.
    pub async fn noted(&self) -> Json {
        let version = self.fine(SAVE, json!({ "answers": Self::answers("A plan for the weekend."), "version": 0 })).await["note"]
            ["version"]
            .clone();
        self.fine(SIGN, json!({ "version": version })).await["note"].clone()
    }

    /// What was noted of an action, in order: whom it was about, and why.
    pub async fn audited(&self, action: &str) -> Vec<(Option<Uuid>, String)> {
        sqlx::query_as("select client_id, purpose from cairn.audit_events where action = $1 order by sequence")
            .bind(action)
            .fetch_all(&mut self.app.superuser().await)
            .await
            .expect("events")
    }
}

pub fn code(payload: &Json) -> &str {
    payload["problems"][0]["code"].as_str().unwrap_or("none")
}

fn over(mut base: Json, changes: &Json) -> Json {
    for (name, value) in changes.as_object().expect("changes") {
        base[name] = value.clone();
    }
    base
}

impl Hour<'_> {
    /// Somebody who pays, with rules from a day on. Answers the id.
    pub async fn payer(&self, name: &str, template: &str, from: &str) -> String {
        let input = json!({ "clientMutationId": Uuid::new_v4(), "name": name });
        let added = self.app.data(&self.center.admin, PAYER, json!({ "input": input })).await["addPayer"].clone();
        let id = added["payer"]["id"].as_str().unwrap_or_else(|| panic!("{added:#}")).to_owned();
        self.rules(&id, template, from).await;
        id
    }

    pub async fn rules(&self, payer: &str, template: &str, from: &str) {
        self.rules_with(payer, template, from, json!({})).await;
    }

    /// A template's rules, with changes.
    pub async fn rules_with(&self, payer: &str, template: &str, from: &str, changes: Json) {
        let templates = self.app.data(&self.center.admin, TEMPLATES, json!({})).await["ruleTemplates"].clone();
        let found = templates.as_array().expect("templates").iter().find(|one| one["key"] == template).expect("a template");
        let rules = over(found["rules"].clone(), &changes);
        // Of one day, the rules that were written last hold.
        self.app.driven().advance(SignedDuration::from_secs(1));
        let input = json!({ "clientMutationId": Uuid::new_v4(), "payerId": payer, "effectiveFrom": from, "rules": rules });
        let added = self.app.data(&self.center.admin, RULES, json!({ "input": input })).await["addServiceRules"].clone();
        assert_eq!(added["problems"], json!([]), "{added:#}");
    }

    /// Everything on file, from January on, but for the changes.
    pub fn coverage(&self, payer: &str, changes: Json) -> Json {
        let base = json!({ "clientId": self.ana.wire_id(), "coverageId": null, "version": 0, "payerId": payer, "number": "MB-77",
            "from": "2026-01-01", "until": null, "ofAge": true, "diagnosisOnFile": true, "orderedOn": null, "plannedOn": null });
        over(base, &changes)
    }

    pub async fn covers(&self, payer: &str, changes: Json) -> Json {
        let input = self.coverage(payer, changes);
        let set = self.app.data(&self.center.admin, COVER, json!({ "input": input })).await["setCoverage"].clone();
        assert_eq!(set["problems"], json!([]), "{set:#}");
        set["coverage"].clone()
    }
}
