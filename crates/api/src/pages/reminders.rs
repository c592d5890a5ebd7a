//! `/e/{token}`: what to be reminded of and when, from the foot of a mail, without signing in.

use axum::extract::Path;
use axum::response::Response;
use cairn_domain::language::Locale;
use cairn_domain::notifications::choices::{self, ReminderChoices};
use cairn_domain::notifications::links::{self, LinkPage, OpenedLink};
use http::StatusCode;
use jiff::civil::Time;
use minijinja::context;

use super::codes::gone;
use super::forms::{FieldError, Fields, Unchecked};
use super::visit::Visit;

async fn open(visit: &Visit, token: &str) -> Result<OpenedLink, Response> {
    let opened = links::open(visit.state.db(), token, LinkPage::Reminders, visit.request_id()).await;
    opened.map_err(|fault| visit.failed(&fault))?.ok_or_else(|| gone(visit))
}

fn locale(visit: &Visit, link: &OpenedLink) -> Locale {
    let chosen = crate::http::cookies::read(&visit.headers, crate::http::cookies::LANGUAGE).is_some();
    if chosen { visit.locale } else { link.locale }
}

fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// What the page says first.
#[derive(Clone, Copy)]
enum Said {
    Nothing,
    Saved,
    /// The mail that somebody would not have again is of a kind that always comes.
    Stays,
}

/// Around every showing of the choices.
struct Around<'a> {
    visit: &'a Visit,
    token: &'a str,
    locale: Locale,
    zone: &'a str,
}

impl Around<'_> {
    /// Whatever is switched off is said, with the way back: also to whoever comes after their mail program did it for them.
    fn page(&self, choices: &ReminderChoices, said: Said, errors: Vec<FieldError>) -> Response {
        self.visit.page("reminders.html", "title-reminders").locale(self.locale).errors(errors).show(context! {
            action => format!("/e/{}", self.token),
            session_reminders => choices.session_reminders,
            chat_mail => choices.chat_mail,
            quiet_from => clock(choices.quiet_from),
            quiet_until => clock(choices.quiet_until),
            zone => self.zone.replace('_', " "),
            saved => matches!(said, Said::Saved),
            stays => matches!(said, Said::Stays),
        })
    }
}

/// `GET /e/{token}`
pub(crate) async fn show(Path(token): Path<String>, visit: Visit) -> Response {
    let link = match open(&visit, &token).await {
        Ok(link) => link,
        Err(response) => return response,
    };
    let around = Around { visit: &visit, token: &token, locale: locale(&visit, &link), zone: &link.zone };
    match choices::read(&link.tx).await {
        Ok(now) => around.page(&now, Said::Nothing, Vec::new()),
        Err(fault) => visit.failed(&fault),
    }
}

/// `POST /e/{token}`: the form, or a mail program's own "unsubscribe" (RFC 8058), which comes from
/// no page and has no cookie; who looks at the answer reads what was switched off.
pub(crate) async fn submit(Path(token): Path<String>, Unchecked { visit, fields }: Unchecked) -> Response {
    let one_click = fields.raw("List-Unsubscribe") == "One-Click";
    if !one_click && !visit.is_own_form(&fields) {
        return visit.refuse(StatusCode::FORBIDDEN);
    }
    let link = match open(&visit, &token).await {
        Ok(link) => link,
        Err(response) => return response,
    };
    if one_click {
        let (language, zone) = (locale(&visit, &link), link.zone.clone());
        let around = Around { visit: &visit, token: &token, locale: language, zone: &zone };
        return match stop(link).await {
            Ok((now, said)) => around.page(&now, said, Vec::new()),
            Err(fault) => visit.failed(&fault),
        };
    }
    save(&visit, &token, link, &fields).await
}

/// Turns off what stops mails like this one, and answers how the choices stand now.
async fn stop(link: OpenedLink) -> cairn_domain::Outcome<(ReminderChoices, Said)> {
    let stopped = choices::unsubscribe(&link.tx, link.kind).await?;
    let now = choices::read(&link.tx).await?;
    link.tx.commit().await?;
    Ok((now, if stopped.is_some() { Said::Nothing } else { Said::Stays }))
}

async fn save(visit: &Visit, token: &str, link: OpenedLink, fields: &Fields) -> Response {
    let language = locale(visit, &link);
    let zone = link.zone.clone();
    let around = Around { visit, token, locale: language, zone: &zone };
    let before = match choices::read(&link.tx).await {
        Ok(before) => before,
        Err(fault) => return visit.failed(&fault),
    };
    let time = |name: &str| Time::strptime("%H:%M", fields.text(name)).ok();
    let (from, until) = (time("quietFrom"), time("quietUntil"));
    let mut errors = Vec::new();
    for (name, value) in [("quietFrom", from), ("quietUntil", until)] {
        if value.is_none() {
            let message = visit.state.pages.say(language, "reminders-time-format", &[]);
            errors.push(FieldError { field: Some(name.to_owned()), message });
        }
    }
    let wanted = ReminderChoices {
        session_reminders: fields.is_checked("sessionReminders"),
        chat_mail: fields.is_checked("chatMail"),
        quiet_from: from.unwrap_or(before.quiet_from),
        quiet_until: until.unwrap_or(before.quiet_until),
    };
    if !errors.is_empty() {
        return around.page(&wanted, Said::Nothing, errors);
    }
    let shown = around.page(&wanted, Said::Saved, Vec::new());
    match commit(link, wanted).await {
        Ok(()) => shown,
        Err(fault) => visit.failed(&fault),
    }
}

async fn commit(link: OpenedLink, wanted: ReminderChoices) -> cairn_domain::Outcome<()> {
    choices::change(&link.tx, wanted).await?;
    link.tx.commit().await
}
