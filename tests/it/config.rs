//! Configuration: layers, unknown keys, secrets, and what each command demands.

use cairn_server::config::{Config, Purpose, Sources};

const ENOUGH: &[(&str, &str)] = &[
    ("CAIRN__HTTP__PUBLIC_URL", "https://care.example.org"),
    ("CAIRN__DATABASE__APP_URL", "postgres://cairn_app:hush1@db/cairn"),
    ("CAIRN__DATABASE__WORKER_URL", "postgres://cairn_worker:hush2@db/cairn"),
    ("CAIRN__DATABASE__OPERATOR_URL", "postgres://cairn_operator:hush3@db/cairn"),
    ("CAIRN__STORAGE__BUCKET", "documents"),
    ("CAIRN__STORAGE__ACCESS_KEY", "cairn"),
    ("CAIRN__STORAGE__SECRET_KEY", "hush4"),
    ("CAIRN__MAIL__HOST", "smtp.example.org"),
    ("CAIRN__MAIL__FROM_ADDRESS", "hello@mail.example.org"),
    ("CAIRN__KEYS__FILE", "/etc/cairn/master.key"),
];

fn sources(more: &[(&str, &str)]) -> Sources {
    let environment = ENOUGH.iter().chain(more).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Sources { file: None, environment: environment.collect() }
}

fn serve(more: &[(&str, &str)]) -> Result<Config, String> {
    Config::load(&sources(more), Purpose::Serve { worker: true }).map_err(|error| error.to_string())
}

#[test]
fn the_defaults_and_the_least_that_is_needed_are_enough() {
    let config = serve(&[]).unwrap();
    assert_eq!(config.http.connections, 4096);
    assert_eq!(config.mail.from_name, "Appointments");
    assert!(config.scanner.clamd.is_none());
    assert!(config.database.app_pool() >= 2);
}

#[test]
fn nothing_set_names_everything_that_is_missing_at_once() {
    let error = Config::load(&Sources::default(), Purpose::Serve { worker: true }).unwrap_err();
    let all = error.to_string();
    for key in [
        "http.public_url",
        "database.app_url",
        "database.worker_url",
        "database.operator_url",
        "storage.bucket",
        "mail.host",
        "keys.file",
    ] {
        assert!(all.contains(key), "{key} in {all}");
    }
    Config::load(&Sources::default(), Purpose::Look).unwrap();
    let error = Config::load(&Sources::default(), Purpose::Migrate).unwrap_err();
    assert_eq!(error.problems.len(), 2, "{error}");
}

#[test]
fn unknown_keys_name_the_nearest() {
    let error = serve(&[("CAIRN__HTTP__LISEN", "127.0.0.1:1")]).unwrap_err();
    assert!(
        error.contains("http.lisen in the environment (CAIRN__HTTP__LISEN): no such key; did you mean http.listen?"),
        "{error}"
    );
    let folder = std::env::temp_dir().join(format!("cairn-config-{}.toml", std::process::id()));
    std::fs::write(&folder, "[databse]\napp_url = 'x'\n[mail]\nprot = 25\n").unwrap();
    let error = Config::load(&Sources { file: Some(folder.clone()), ..sources(&[]) }, Purpose::Look).unwrap_err().to_string();
    assert!(error.contains("databse.app_url in") && error.contains("did you mean database.app_url?"), "{error}");
    assert!(error.contains("mail.prot in") && error.contains("did you mean mail.port?"), "{error}");
    std::fs::remove_file(folder).unwrap();
}

#[test]
fn file_over_defaults_and_environment_over_file() {
    let path = std::env::temp_dir().join(format!("cairn-layers-{}.toml", std::process::id()));
    std::fs::write(&path, "[mail]\nport = 2525\nfrom_name = 'Reminders'\n[telemetry]\ntrace_sampling = 1\n").unwrap();
    let sources = Sources {
        file: Some(path.clone()),
        ..sources(&[("CAIRN__MAIL__PORT", "465"), ("CAIRN__HTTP__TRUSTED_PROXIES", "10.0.0.7, ::1")])
    };
    let config = Config::load(&sources, Purpose::Serve { worker: true }).unwrap();
    assert_eq!((config.mail.port, config.mail.from_name.as_str()), (465, "Reminders"));
    assert!((config.telemetry.trace_sampling - 1.0).abs() < f64::EPSILON);
    assert_eq!(config.http.trusted_proxies.len(), 2);
    std::fs::remove_file(path).unwrap();
}

#[test]
fn values_of_the_wrong_kind_and_range_name_their_key() {
    for (name, value, expected) in [
        ("CAIRN__MAIL__PORT", "many", "CAIRN__MAIL__PORT in the environment: must be a whole number"),
        ("CAIRN__HTTP__CONNECTIONS", "1", "http.connections is 1: it must be between 16"),
        ("CAIRN__HTTP__PUBLIC_URL", "http://care.example.org", "must begin with https://"),
        ("CAIRN__HTTP__PUBLIC_URL", "https://care.example.org/app", "scheme and host alone"),
        ("CAIRN__DATABASE__APP_URL", "mysql://x@y/z", "database.app_url must look like"),
        ("CAIRN__TELEMETRY__OTLP_ENDPOINT", "https://otel.example.org", "must begin with http://"),
        ("CAIRN__HTTP__TRUSTED_PROXIES", "ten", "http.trusted_proxies"),
        ("CAIRN__MAIL__USERNAME", "u", "go together"),
    ] {
        let error = serve(&[(name, value)]).unwrap_err();
        assert!(error.contains(expected), "{name}={value}: {error}");
    }
    serve(&[("CAIRN__HTTP__PUBLIC_URL", "http://localhost:8080")]).unwrap();
}

#[test]
fn secrets_never_show() {
    let config = serve(&[]).unwrap();
    assert!(!format!("{config:?}").contains("hush"));
    let error = serve(&[("CAIRN__DATABASE__APP_URL", "hush5")]).unwrap_err();
    assert!(!error.contains("hush"), "{error}");
    let path = std::env::temp_dir().join(format!("cairn-secret-{}.toml", std::process::id()));
    std::fs::write(&path, "[storage]\nsecret_key = \"hush6\nregion = 1\n").unwrap();
    let error = Config::load(&Sources { file: Some(path.clone()), ..sources(&[]) }, Purpose::Look).unwrap_err().to_string();
    assert!(error.contains("line 2") && !error.contains("hush"), "{error}");
    std::fs::remove_file(path).unwrap();
}

#[test]
fn secrets_come_from_files() {
    use secrecy::ExposeSecret;
    let path = std::env::temp_dir().join(format!("cairn-secret-{}", std::process::id()));
    std::fs::write(&path, "from a file\n").unwrap();
    let config = serve(&[("CAIRN__STORAGE__SECRET_KEY", &format!("file:{}", path.display()))]).unwrap();
    assert_eq!(config.storage.secret_key.unwrap().expose_secret(), "from a file");
    std::fs::remove_file(path).unwrap();
    let error = serve(&[("CAIRN__STORAGE__SECRET_KEY", "file:/nowhere")]).unwrap_err();
    assert!(error.contains("/nowhere could not be read"), "{error}");
}

/// Names that nobody reads would be refused at the start, or worse: a reader would believe them.
#[test]
fn what_infra_and_docs_set_exists() {
    for file in ["infra/compose.yaml", "infra/Containerfile", "docs/operations.md", "README.md"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
        let text = std::fs::read_to_string(path).unwrap();
        let names = text.split(|c: char| !c.is_ascii_uppercase() && !c.is_ascii_digit() && c != '_');
        for name in names.filter(|name| name.starts_with("CAIRN__") && !name.contains("SECTION")) {
            let environment = vec![(name.to_owned(), String::new())];
            let said = Config::load(&Sources { file: None, environment }, Purpose::Look).err().map(|error| error.to_string());
            assert!(!said.as_ref().is_some_and(|said| said.contains("no such key")), "{file}: {said:?}");
        }
    }
}
