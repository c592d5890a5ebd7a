//! What a GraphQL request may cost, and what its answer may tell.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use axum::body::Body;
use http::{Request, StatusCode, header};
use serde_json::{Value as Json, json};
use support::{Answer, App, Person, Setup};

type Headers = Vec<(&'static str, &'static str)>;

fn post(person: &Person, body: String) -> Request<Body> {
    Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header("x-graphql-require-preflight", "1")
        .header(header::COOKIE, format!("__Host-cairn={}", person.cookie))
        .body(Body::from(body))
        .expect("a request")
}

async fn ask(app: &App, person: &Person, query: &str) -> Answer {
    app.http(post(person, json!({ "query": query }).to_string())).await
}

fn code(answer: &Answer) -> String {
    answer.json()["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn bombs_are_refused_before_they_cost_anything() {
    let app = App::start().await;
    let admin = app.center("Harbor House").await.admin;
    let mut bomb = "query { ...F0 }".to_owned();
    for level in 0..13 {
        let next = level + 1;
        let _ = write!(bomb, " fragment F{level} on Query {{ ...F{next} ...F{next} ...F{next} ...F{next} }}");
    }
    bomb.push_str(" fragment F13 on Query { viewer { now } }");
    let aliases = (0..1_000).fold(String::new(), |mut text, n| {
        let _ = write!(text, "a{n}: viewer {{ now }} ");
        text
    });
    let deep = format!("query {{ viewer {} {} }}", "{ account ".repeat(40), "} ".repeat(40));
    let deeper = format!("query {{ viewer {} {} }}", "{ a ".repeat(1_500), "} ".repeat(1_500));
    let circle = "query { ...A } fragment A on Query { ...B } fragment B on Query { ...A }";
    let two = "query A { viewer { now } } query B { viewer { now } }";
    let pair = "mutation { goLive { problems { code } } signOutEverywhere { problems { code } } }";
    let long = format!("query {{ viewer {{ now }} }} # {}", "x".repeat(17 << 10));
    let cases = [
        ("fragment bomb", bomb, "DOCUMENT_TOO_COMPLEX"),
        ("1,000 aliases", format!("query {{ {aliases} }}"), "DOCUMENT_TOO_LARGE"),
        (
            "300 aliases",
            format!(
                "query {{ viewer {{ {} }} }}",
                aliases[..5_000].replace("viewer { now }", "now").rsplit_once('a').map_or("", |cut| cut.0)
            ),
            "DOCUMENT_TOO_COMPLEX",
        ),
        ("deep", deep, "DOCUMENT_TOO_COMPLEX"),
        ("very deep", deeper, "PARSE_ERROR"),
        ("circle", circle.to_owned(), "DOCUMENT_TOO_COMPLEX"),
        ("two operations", two.to_owned(), "DOCUMENT_TOO_COMPLEX"),
        ("two mutations", pair.to_owned(), "DOCUMENT_TOO_COMPLEX"),
        ("long", long, "DOCUMENT_TOO_LARGE"),
        ("not GraphQL", "} secret-word {".to_owned(), "PARSE_ERROR"),
    ];
    for (name, query, expected) in cases {
        let start = Instant::now();
        let answer = ask(&app, &admin, &query).await;
        assert_eq!(code(&answer), expected, "{name}: {}", answer.text());
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{name}");
        assert!(start.elapsed() < Duration::from_millis(500), "{name} took {:?}", start.elapsed());
        assert!(answer.bytes.len() < 2_000, "{name} echoes {} bytes", answer.bytes.len());
        assert!(!answer.text().contains("secret-word"));
    }
}

#[tokio::test]
async fn bodies_that_are_too_large_or_not_one_object_are_refused() {
    let app = App::start().await;
    let admin = app.center("Harbor House").await.admin;
    let large = format!("{{\"query\":\"{{ viewer {{ now }} }}\",\"variables\":{{\"a\":\"{}\"}}}}", "x".repeat(10 << 20));
    assert_eq!(app.http(post(&admin, large.clone())).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    // In pieces, without saying how much is to come.
    let pieces = futures::stream::iter(
        large.into_bytes().chunks(8 << 10).map(|part| Ok::<_, std::io::Error>(part.to_vec())).collect::<Vec<_>>(),
    );
    let (parts, _) = post(&admin, String::new()).into_parts();
    let chunked = Request::from_parts(parts, Body::from_stream(pieces));
    assert_eq!(app.http(chunked).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let variables = format!("{{\"query\":\"{{ viewer {{ now }} }}\",\"variables\":{{\"a\":\"{}\"}}}}", "x".repeat(100 << 10));
    assert_eq!(app.http(post(&admin, variables)).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let one = json!({ "query": "{ viewer { now } }" });
    for body in [
        json!([one, one]).to_string(),
        json!([null, "{ viewer { now } }"]).to_string(),
        "\"x\"".to_owned(),
        "{".to_owned(),
        String::new(),
        format!("{{\"variables\":{}1{}}}", "[".repeat(5_000), "]".repeat(5_000)),
    ] {
        let answer = app.http(post(&admin, body.clone())).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", &body[..body.len().min(80)]);
    }
    assert_eq!(app.http(post(&admin, one.to_string())).await.status, StatusCode::OK);
}

#[tokio::test]
async fn every_forged_form_of_a_request_is_refused() {
    let app = App::start().await;
    let admin = app.center("Harbor House").await.admin;
    let json_type = ("content-type", "application/json");
    let header = ("x-graphql-require-preflight", "1");
    let forms: [(&str, &str, Headers); 9] = [
        ("GET", "query in the address", vec![header]),
        ("POST", "text/plain", vec![("content-type", "text/plain"), header]),
        ("POST", "urlencoded", vec![("content-type", "application/x-www-form-urlencoded"), header]),
        ("POST", "multipart", vec![("content-type", "multipart/form-data; boundary=x"), header]),
        ("POST", "no content type", vec![header]),
        ("POST", "no custom header", vec![json_type]),
        ("POST", "foreign origin", vec![json_type, header, ("origin", "https://evil.example")]),
        ("POST", "cross-site", vec![json_type, header, ("sec-fetch-site", "cross-site")]),
        ("POST", "sandboxed page", vec![json_type, header, ("origin", "null")]),
    ];
    let body = json!({ "query": "mutation { goLive { problems { code } } }" }).to_string();
    for (method, name, headers) in forms {
        let path = if method == "GET" {
            "/graphql?query=mutation%20%7B%20goLive%20%7B%20problems%20%7B%20code%20%7D%20%7D%20%7D"
        } else {
            "/graphql"
        };
        let mut request =
            Request::builder().method(method).uri(path).header(header::COOKIE, format!("__Host-cairn={}", admin.cookie));
        for (header, value) in headers {
            request = request.header(header, value);
        }
        let answer = app.http(request.body(Body::from(body.clone())).expect("a request")).await;
        let refused = [StatusCode::FORBIDDEN, StatusCode::UNSUPPORTED_MEDIA_TYPE, StatusCode::METHOD_NOT_ALLOWED];
        assert!(refused.contains(&answer.status), "{name}: {}", answer.status);
        assert!(!answer.text().contains("\"data\""), "{name}");
    }
}

#[tokio::test]
async fn errors_name_nothing_of_the_inside() {
    let app = App::with(Setup { mode: cairn_api::http::Mode::Serve, ..Setup::default() }).await;
    let admin = app.center("Harbor House").await.admin;
    let tx = app.enter(&admin).await;
    let input = cairn_domain::members::CreateApiToken { key: uuid::Uuid::new_v4(), name: "tests".to_owned(), days: 1 };
    let secret = cairn_domain::members::create_api_token(&tx, input).await.expect("a token").1.expect("shown once");
    tx.commit().await.expect("commit");
    let free = async |query: &str| {
        let request = Request::post("/graphql")
            .header(header::CONTENT_TYPE, "application/json")
            .header("x-graphql-require-preflight", "1")
            .header(header::AUTHORIZATION, format!("Bearer {secret}"))
            .body(Body::from(json!({ "query": query }).to_string()))
            .expect("a request");
        app.http(request).await
    };
    let unknown = free("{ viewer { patientRecord clientz nowz a b c d e f g } }").await;
    assert_eq!(code(&unknown), "INVALID_DOCUMENT");
    for word in ["patientRecord", "clientz", "Viewer", "Did you mean", "now"] {
        assert!(!unknown.text().contains(word), "{word}: {}", unknown.text());
    }
    assert_eq!(unknown.json()["errors"].as_array().map(Vec::len), Some(5));
    assert_eq!(unknown.json()["errors"][0]["extensions"]["requestId"].as_str(), unknown.header("x-request-id"));
    assert_eq!(free("{ __schema { types { name } } }").await.json()["data"]["__schema"], Json::Null);
    assert_eq!(free("{ viewer { now } }").await.status, StatusCode::OK);

    // A browser sends what the build lists, and nothing else.
    let typed = ask(&app, &admin, "{ viewer { now } }").await;
    assert_eq!((typed.status, code(&typed).as_str()), (StatusCode::NOT_FOUND, "DOCUMENT_NOT_FOUND"));
    let unlisted = app.http(post(&admin, json!({ "documentId": format!("sha256:{}", "0".repeat(64)) }).to_string())).await;
    assert_eq!(code(&unlisted), "DOCUMENT_NOT_FOUND");
    // Nobody, or somebody with a made-up token, is told to sign in.
    let nobody = Person { cookie: "AAAA".to_owned(), ..admin };
    let refused = ask(&app, &nobody, "{ viewer { now } }").await;
    assert_eq!((refused.status, code(&refused).as_str()), (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED"));
}
