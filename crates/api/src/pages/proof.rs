//! `/v/{token}`: a proof of attendance, for whoever was given its link. It says what the member released and when that
//! was, and nothing of where it comes from.

use axum::extract::Path;
use axum::response::Response;
use cairn_domain::groups::proofs::{self, ProofFacts, VerifiedProof};
use cairn_domain::language::Locale;
use http::StatusCode;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use minijinja::{Value, context};

use super::visit::Visit;

/// A day with its year: a proof is read long after.
fn day(date: Date, locale: Locale) -> String {
    match locale {
        Locale::En => format!("{}, {}", locale.day(date), date.year()),
        Locale::Es => format!("{} {}", locale.day(date), date.year()),
    }
}

fn shown(facts: &ProofFacts, locale: Locale) -> Value {
    let meetings: Vec<Value> = facts
        .meetings
        .iter()
        .map(|meeting| {
            context! {
                day => day(meeting.date, locale),
                date => meeting.date.to_string(),
                group => meeting.group.as_deref(),
                minutes => meeting.minutes,
            }
        })
        .collect();
    context! {
        name => facts.name.as_deref(),
        center => facts.center.as_deref(),
        from => facts.period.map(|(from, _)| day(from, locale)),
        until => facts.period.map(|(_, until)| day(until, locale)),
        groups => Value::from(facts.groups.clone()),
        count => facts.count,
        minutes => facts.minutes,
        meetings,
    }
}

fn page(visit: &Visit, proof: &VerifiedProof) -> Response {
    let zone = TimeZone::get(&proof.zone).unwrap_or(TimeZone::UTC);
    visit.page("proof.html", "title-proof").show(context! {
        facts => shown(&proof.facts, visit.locale),
        issued => day(zone.to_datetime(proof.issued_at).date(), visit.locale),
    })
}

/// `GET /v/{token}`. Unknown, expired and revoked read the same.
pub(crate) async fn show(Path(token): Path<String>, visit: Visit) -> Response {
    match proofs::verify(visit.state.db(), &token, visit.caller()).await {
        Ok(Some(proof)) => page(&visit, &proof),
        Ok(None) => visit.page("proof.html", "title-proof").status(StatusCode::GONE).show(context! {}),
        Err(fault) => visit.failed(&fault),
    }
}
