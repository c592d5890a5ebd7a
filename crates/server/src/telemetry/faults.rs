//! What an error may say about itself: its kinds and codes, never its text. PostgreSQL's text quotes rows, S3's quotes
//! keys, a mail server's quotes people.

use std::error::Error;

use cairn_domain::{Fault, Surprise};

/// Such as `the database refused or failed: sqlstate=23505 constraint=session_pkey`.
pub(super) fn describe(error: &(dyn Error + 'static)) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(words) = words(error).filter(|words| said.last() != Some(words)) {
            said.push(words);
        }
        next = error.source();
    }
    if said.is_empty() { "of a kind that keeps its text to itself".to_owned() } else { said.join(": ") }
}

fn words(error: &(dyn Error + 'static)) -> Option<String> {
    if let Some(Fault::Surprise(surprise)) = error.downcast_ref() {
        return Some(surprise_words(surprise));
    }
    if let Some(surprise) = error.downcast_ref() {
        return Some(surprise_words(surprise));
    }
    if let Some(error) = error.downcast_ref::<sea_orm::DbErr>() {
        return orm_words(error);
    }
    if let Some(error) = error.downcast_ref::<sqlx::Error>() {
        return Some(driver_words(error));
    }
    error.downcast_ref::<std::io::Error>().map(|error| format!("io={:?}", error.kind()))
}

fn surprise_words(surprise: &Surprise) -> String {
    match surprise {
        Surprise::Database(error) => orm_words(error).map_or_else(|| "database".to_owned(), |words| format!("database: {words}")),
        Surprise::Driver(error) => format!("database: {}", driver_words(error)),
        Surprise::Sealed(what) => format!("sealed text does not open ({what})"),
        Surprise::Inconsistent(what) => format!("stored data breaks a rule ({what})"),
        Surprise::Key(_) => "a data key could not be opened".to_owned(),
        Surprise::Zone(_) => "time zone data".to_owned(),
        Surprise::Store(_) => "object storage".to_owned(),
        Surprise::Join(_) => "a task ended early".to_owned(),
    }
}

fn orm_words(error: &sea_orm::DbErr) -> Option<String> {
    use sea_orm::{DbErr, RuntimeErr};
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => Some(driver_words(error)),
        DbErr::ConnectionAcquire(_) => Some("no connection in time".to_owned()),
        DbErr::RecordNotFound(_) => Some("a row is missing".to_owned()),
        DbErr::Type(_) | DbErr::TryIntoErr { .. } => Some("a value of another type".to_owned()),
        _ => None,
    }
}

fn driver_words(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(refusal) => {
            let code = refusal.code().unwrap_or_default().into_owned();
            let constraint = refusal.constraint().map(|name| format!(" constraint={name}")).unwrap_or_default();
            let table = refusal.table().map(|name| format!(" table={name}")).unwrap_or_default();
            format!("sqlstate={code}{constraint}{table}")
        }
        sqlx::Error::Io(error) => format!("io={:?}", error.kind()),
        sqlx::Error::PoolTimedOut => "no connection in time".to_owned(),
        sqlx::Error::PoolClosed => "the pool is closed".to_owned(),
        sqlx::Error::Tls(_) => "tls".to_owned(),
        sqlx::Error::Protocol(_) => "an answer that is not PostgreSQL's".to_owned(),
        sqlx::Error::RowNotFound => "a row is missing".to_owned(),
        sqlx::Error::ColumnNotFound(_) | sqlx::Error::ColumnIndexOutOfBounds { .. } => "a column is missing".to_owned(),
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => "a value of another type".to_owned(),
        _ => "driver".to_owned(),
    }
}
