use std::collections::BTreeMap;

use axum::body::Body;
use http::{Request, header};
use serde_json::json;
use support::{Answer, App, Person, Setup};
use uuid::Uuid;

/// A browser with cookies and no JavaScript.
pub struct Visitor<'a> {
    app: &'a App,
    pub cookies: BTreeMap<String, String>,
    pub language: &'static str,
    token: String,
}

impl<'a> Visitor<'a> {
    pub fn new(app: &'a App) -> Self {
        Self { app, cookies: BTreeMap::new(), language: "en", token: String::new() }
    }

    pub fn signed_in(app: &'a App, person: &Person) -> Self {
        let mut visitor = Self::new(app);
        visitor.cookies.insert("__Host-cairn".to_owned(), person.cookie.clone());
        visitor
    }

    fn keep(&mut self, answer: &Answer) {
        for value in answer.headers.get_all(header::SET_COOKIE) {
            let text = value.to_str().expect("an ASCII cookie");
            let (name, value) = text.split(';').next().and_then(|pair| pair.split_once('=')).expect("name=value");
            if text.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let text = answer.text();
        if let Some(token) = text.split("name=\"form\" value=\"").nth(1).and_then(|rest| rest.split('"').next()) {
            self.token = token.to_owned();
        }
    }

    pub fn request(&self, method: &str, path: &str) -> http::request::Builder {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, cookies.join("; "))
            .header(header::ACCEPT_LANGUAGE, self.language)
    }

    pub async fn send(&mut self, request: Request<Body>) -> Answer {
        let answer = self.app.http(request).await;
        self.keep(&answer);
        answer
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        let request = self.request("GET", path).body(Body::empty()).expect("a request");
        self.send(request).await
    }

    /// Sends a form the way a browser does, with the token of the page it was on.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self
            .request("POST", path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ORIGIN, "null")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(self.form(fields)))
            .expect("a request");
        self.send(request).await
    }

    pub fn form(&self, fields: &[(&str, &str)]) -> String {
        let pairs = fields.iter().copied().chain([("form", self.token.as_str())]);
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    }
}

pub fn location(answer: &Answer) -> &str {
    assert!(answer.status.is_redirection(), "{}: {}", answer.status, answer.text());
    answer.header("location").expect("a location")
}

/// The six digits of the newest mail to somebody.
pub async fn code(app: &App, email: &str) -> String {
    app.run_jobs().await;
    let mails = app.mail.inbox().mails(Some(email));
    let mail = mails.last().expect("a mail with a code");
    let digits = |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
    mail.text.split(|c: char| !c.is_ascii_digit()).find(digits).expect("six digits").to_owned()
}

/// The path of the first link to one of our pages in the newest mail.
pub async fn link(app: &App, email: &str, below: &str) -> String {
    app.run_jobs().await;
    let mails = app.mail.inbox().mails(Some(email));
    let links = mails.iter().rev().flat_map(|mail| mail.links.iter());
    let path = links.filter_map(|link| link.strip_prefix(support::PUBLIC_URL)).find(|path| path.starts_with(below));
    path.unwrap_or_else(|| panic!("no link below {below} for {email}")).to_owned()
}

pub async fn served() -> App {
    App::with(Setup { mode: cairn_api::http::Mode::Serve, ..Setup::default() }).await
}

pub fn boot(shell: &Answer) -> serde_json::Value {
    let text = shell.text();
    let json =
        text.split("<script id=\"boot\" type=\"application/json\">").nth(1).and_then(|rest| rest.split("</script>").next());
    serde_json::from_str(json.expect("boot data")).expect("JSON")
}

pub async fn booked(app: &App) -> (Person, Person) {
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let answer = app
        .data(
            &dana,
            "mutation($input: BookSessionInput!) { bookSession(input: $input) { session { id } problems { code } } }",
            json!({ "input": { "clientMutationId": Uuid::new_v4(), "counselorId": dana.wire_id(), "clientId": ana.wire_id(),
                "startsAt": "2026-03-04T16:00:00Z", "minutes": 45, "place": "IN_PERSON" } }),
        )
        .await;
    assert_eq!(answer["bookSession"]["problems"], json!([]));
    (dana, ana)
}
