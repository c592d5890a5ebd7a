use std::net::SocketAddr;

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use http::{HeaderMap, Request, StatusCode, header};
use serde_json::{Value as Json, json};
use tower::ServiceExt;

use crate::app::App;
use crate::people::Person;

/// A response, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn json(&self) -> Json {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("not JSON ({error}): {}", self.text()))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

/// A POST to `/graphql` with the headers that the gate wants.
fn graphql_request() -> http::request::Builder {
    Request::post("/graphql").header(header::CONTENT_TYPE, "application/json").header("x-graphql-require-preflight", "1")
}

impl App {
    /// Through the router, as from a browser on this machine.
    pub async fn http(&self, mut request: Request<Body>) -> Answer {
        let peer: SocketAddr = ([127, 0, 0, 1], 50_000).into();
        request.extensions_mut().insert(ConnectInfo(peer));
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 64 << 20).await.expect("a body").to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    pub async fn get(&self, path: &str, person: Option<&Person>) -> Answer {
        let mut request = Request::get(path);
        if let Some(person) = person {
            request = request.header(header::COOKIE, format!("__Host-cairn={}", person.cookie));
        }
        self.http(request.body(Body::empty()).expect("a request")).await
    }

    /// The whole body of the answer, errors included.
    pub async fn graphql(&self, person: &Person, query: &str, variables: Json) -> Json {
        let request = graphql_request()
            .header(header::COOKIE, format!("__Host-cairn={}", person.cookie))
            .body(Body::from(json!({ "query": query, "variables": variables }).to_string()))
            .expect("a request");
        self.http(request).await.json()
    }

    /// `data` of an answer that has no errors.
    pub async fn data(&self, person: &Person, query: &str, variables: Json) -> Json {
        let body = self.graphql(person, query, variables).await;
        assert!(body.get("errors").is_none(), "errors: {body:#}");
        body["data"].clone()
    }
}
