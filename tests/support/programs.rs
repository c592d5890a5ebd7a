//! Programs for tests, planned the way an admin plans them, and people on their way through.

use serde_json::{Value as Json, json};

use crate::people::{Person, TestCenter};

/// What a test usually wants to know of somebody's way.
pub const WAY: &str = "id state since startedOn endedOn version priority placeInLine waitingSince offeredUntil lastContact quiet
  nextStates aftercareUntil program { id name } phase { id name } client { id name }";

/// An open program of a center.
pub struct TestProgram<'a> {
    pub center: &'a TestCenter<'a>,
    pub id: String,
}

impl<'a> TestCenter<'a> {
    /// An open program; `changes` replace details.
    pub async fn program(&'a self, name: &str, changes: Json) -> TestProgram<'a> {
        let create =
            "mutation($input: CreateProgramInput!) { createProgram(input: $input) { program { id } problems { code path } } }";
        let input = json!({ "clientMutationId": uuid::Uuid::new_v4(), "name": name });
        let made = self.app.data(&self.admin, create, json!({ "input": input })).await["createProgram"].clone();
        let id = made["program"]["id"].as_str().unwrap_or_else(|| panic!("a program: {made:#}")).to_owned();
        let program = TestProgram { center: self, id };
        if changes.as_object().is_some_and(|changes| !changes.is_empty()) {
            let updated = program.update(name, changes).await;
            assert_eq!(updated["problems"], json!([]), "{updated:#}");
        }
        program
    }

    /// The enrollment as this person sees it; null when they do not.
    pub async fn way(&self, person: &Person, id: &str) -> Json {
        let query = format!("query($id: ID!) {{ enrollment(id: $id) {{ {WAY} }} }}");
        self.app.data(person, &query, json!({ "id": id })).await["enrollment"].clone()
    }

    /// Moves somebody along as `person`, with the version that is current; `more` adds to the input.
    pub async fn moves(&self, person: &Person, id: &str, to: &str, more: Json) -> Json {
        let version = self.way(&self.admin, id).await["version"].clone();
        let mut input = json!({ "enrollmentId": id, "version": version, "to": to });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        let mutation = format!(
            "mutation($input: MoveEnrollmentInput!) {{ moveEnrollment(input: $input) {{
               enrollment {{ {WAY} }} problems {{ code path ... on IllegalMove {{ from legal }} }} }} }}"
        );
        self.app.data(person, &mutation, json!({ "input": input })).await["moveEnrollment"].clone()
    }

    /// As [`Self::moves`], which has to go well.
    pub async fn moved(&self, person: &Person, id: &str, to: &str, more: Json) -> Json {
        let moved = self.moves(person, id, to, more).await;
        assert_eq!(moved["problems"], json!([]), "to {to}: {moved:#}");
        moved["enrollment"].clone()
    }

    /// One of the mutations that take only an enrollment's id.
    pub async fn answers(&self, person: &Person, mutation: &str, id: &str) -> Json {
        let text = format!(
            "mutation($id: ID!) {{ {mutation}(enrollmentId: $id) {{ enrollment {{ {WAY} }} problems {{ code path }} }} }}"
        );
        self.app.data(person, &text, json!({ "id": id })).await[mutation].clone()
    }

    /// One of the mutations that take an input and answer with an enrollment.
    pub async fn does(&self, person: &Person, mutation: &str, input: Json) -> Json {
        let mut name = mutation.to_owned();
        name[..1].make_ascii_uppercase();
        let text = format!(
            "mutation($input: {name}Input!) {{ {mutation}(input: $input) {{ enrollment {{ {WAY} }} problems {{ code path }} }} }}"
        );
        self.app.data(person, &text, json!({ "input": input })).await[mutation].clone()
    }
}

/// A discharge that records everything, without aftercare.
pub fn discharge(reason: &str) -> Json {
    json!({ "discharge": { "reason": reason, "overdoseEducation": "GIVEN", "crisisPlan": "DECLINED", "aftercare": { "choice": "NO" } } })
}

impl TestProgram<'_> {
    pub async fn read(&self, fields: &str) -> Json {
        let query = format!("query($id: ID!) {{ program(id: $id) {{ {fields} }} }}");
        self.center.app.data(&self.center.admin, &query, json!({ "id": self.id })).await["program"].clone()
    }

    async fn change(&self, mutation: &str, input: &str, mut value: Json) -> Json {
        value["programId"] = json!(self.id);
        if value.get("version").is_none() {
            value["version"] = self.read("version").await["version"].clone();
        }
        let text = format!(
            "mutation($input: {input}!) {{ {mutation}(input: $input) {{
               program {{ id version state phases {{ id name criteria {{ id name }} }} cohorts {{ id name }} intakeItems {{ id name }} }}
               problems {{ code path }} }} }}"
        );
        self.center.app.data(&self.center.admin, &text, json!({ "input": value })).await[mutation].clone()
    }

    pub async fn update(&self, name: &str, changes: Json) -> Json {
        let mut details = json!({ "name": name, "level": "OUTPATIENT" });
        for (name, value) in changes.as_object().into_iter().flatten() {
            details[name] = value.clone();
        }
        self.change("updateProgram", "UpdateProgramInput", json!({ "details": details })).await
    }

    pub async fn set_state(&self, state: &str) -> Json {
        self.change("setProgramState", "SetProgramStateInput", json!({ "state": state })).await
    }

    pub async fn set_phases(&self, phases: Json) -> Json {
        self.change("setProgramPhases", "SetProgramPhasesInput", json!({ "phases": phases })).await
    }

    /// Sets phases with their criteria; answers them.
    pub async fn phases(&self, phases: &[(&str, &[&str])]) -> Vec<Json> {
        let phases: Vec<Json> = phases
            .iter()
            .map(|(name, criteria)| {
                let criteria: Vec<Json> = criteria.iter().map(|name| json!({ "name": name })).collect();
                json!({ "name": name, "criteria": criteria })
            })
            .collect();
        let set = self.set_phases(json!(phases)).await;
        assert_eq!(set["problems"], json!([]), "{set:#}");
        set["program"]["phases"].as_array().expect("phases").clone()
    }

    /// One cohort; answers its id.
    pub async fn cohort(&self, cohort: Json) -> String {
        let set = self.change("setProgramCohorts", "SetProgramCohortsInput", json!({ "cohorts": [cohort] })).await;
        assert_eq!(set["problems"], json!([]), "{set:#}");
        set["program"]["cohorts"][0]["id"].as_str().expect("an id").to_owned()
    }

    /// Papers of the client's that are due in a week; answers their ids.
    pub async fn intake(&self, names: &[&str]) -> Vec<String> {
        let items: Vec<Json> =
            names.iter().map(|name| json!({ "kind": "FORM", "name": name, "owner": "CLIENT", "dueDays": 7 })).collect();
        let set = self.change("setProgramIntake", "SetProgramIntakeInput", json!({ "items": items })).await;
        assert_eq!(set["problems"], json!([]), "{set:#}");
        let items = set["program"]["intakeItems"].as_array().expect("items");
        items.iter().map(|item| item["id"].as_str().expect("an id").to_owned()).collect()
    }

    /// What comes of beginning somebody's way here; `more` adds to the input.
    pub async fn tries(&self, client: &Person, state: &str, more: Json) -> Json {
        let mut input = json!({ "clientMutationId": uuid::Uuid::new_v4(), "clientId": client.wire_id(), "programId": self.id,
            "state": state });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        self.center.does(&self.center.admin, "beginEnrollment", input).await
    }

    /// Somebody's way here; answers its id.
    pub async fn begins(&self, client: &Person, state: &str) -> String {
        let begun = self.tries(client, state, json!({})).await;
        assert_eq!(begun["problems"], json!([]), "{begun:#}");
        begun["enrollment"]["id"].as_str().expect("an id").to_owned()
    }

    /// Names in line, in order, with their state.
    pub async fn line(&self) -> Vec<(String, String)> {
        let query = "query($id: ID!) { programLine(programId: $id) { client { name } state } }";
        let data = self.center.app.data(&self.center.admin, query, json!({ "id": self.id })).await;
        let text = |value: &Json| value.as_str().expect("text").to_owned();
        let line = data["programLine"].as_array().expect("a line");
        line.iter().map(|one| (text(&one["client"]["name"]), text(&one["state"]))).collect()
    }
}
