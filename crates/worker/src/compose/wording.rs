//! Which words go into which mail.

use cairn_domain::language::{FluentValue, Locale};
use cairn_domain::notifications::calendar::CalendarFacts;
use cairn_domain::notifications::{Content, Kind, MailFacts};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::{ComposeError, Composer, Letter, Link, OperatorMail};
use crate::calendar;

/// Dates of a series that a mail names one by one: a quarter of weeks. The file has all of them.
const MOST_DATES: usize = 12;

/// A moment as its reader says it.
struct Moment {
    day: String,
    time: String,
    /// An abbreviation, never a city: a city may be where the center is.
    zone: String,
}

fn moment(locale: Locale, at: &Zoned) -> Moment {
    let name = at.strftime("%Z").to_string();
    let zone = if name.starts_with(['+', '-']) { format!("UTC{}", at.strftime("%:z")) } else { name };
    Moment { day: locale.day(at.date()), time: locale.time(at.datetime()), zone }
}

fn link(text: String, label: String, url: String) -> Link {
    Link { text, label, url }
}

impl Composer {
    fn say(&self, locale: Locale, id: &str, moment: Option<&Moment>) -> String {
        let text = |value: &str| FluentValue::from(value.to_owned());
        let args = moment.map(|moment| [("day", text(&moment.day)), ("time", text(&moment.time)), ("zone", text(&moment.zone))]);
        self.words.say(locale, id, args.as_ref().map_or(&[][..], |args| &args[..])).into_owned()
    }

    pub(super) fn letter(&self, facts: &MailFacts) -> Result<Letter, ComposeError> {
        let zone = TimeZone::get(&facts.zone)?;
        Ok(match &facts.content {
            Content::Session { event, zone: planned_in, others } => {
                let start = event.starts_at.to_zoned(zone);
                // The same clock under another name needs no explaining.
                let elsewhere = TimeZone::get(planned_in)?.to_offset(event.starts_at) != start.offset();
                match facts.kind {
                    Kind::SessionElsewhere => self.somewhere_else(facts, &start, elsewhere),
                    _ if facts.kind.is_reminder() => self.reminder(facts, &start, elsewhere),
                    _ => self.news(facts, event, others, &start, elsewhere),
                }
            }
            Content::Invitation { token, expires_at } => self.invitation(facts.locale, token, &expires_at.to_zoned(zone)),
            Content::Code { code, expires_at } => {
                let url = format!("{}/c/{}", self.public_url, facts.link);
                self.code(facts.locale, facts.kind == Kind::SignInCode, code, url, &expires_at.to_zoned(zone))
            }
            Content::Notice => self.notice(facts.locale),
            Content::SomethingNew => self.something_new(facts),
            Content::AnswerWanted { until } => self.answer_wanted(facts.locale, &until.to_zoned(zone)),
        })
    }

    fn when(&self, locale: Locale, moment: &Moment, elsewhere: bool) -> String {
        self.say(locale, if elsewhere { "session-when-zone" } else { "session-when" }, Some(moment))
    }

    fn details(&self, facts: &MailFacts) -> Link {
        let url = format!("{}/s/{}", self.public_url, facts.link);
        link(self.say(facts.locale, "session-details", None), self.say(facts.locale, "session-button", None), url)
    }

    fn news(&self, facts: &MailFacts, event: &CalendarFacts, others: &[CalendarFacts], start: &Zoned, elsewhere: bool) -> Letter {
        let (subject, lead) = match facts.kind {
            Kind::SessionMoved | Kind::MeetingMoved => ("session-moved-subject", "session-moved-lead"),
            Kind::SessionCancelled | Kind::MeetingCancelled => ("session-cancelled-subject", "session-cancelled-lead"),
            _ => ("session-booked-subject", "session-booked-lead"),
        };
        let (locale, moment) = (facts.locale, moment(facts.locale, start));
        // Of two. What a group's evening says names nobody at all.
        let reader = facts.kind.is_session().then_some(facts.to.as_str());
        let mut notes = self.dates(locale, others, start.time_zone(), elsewhere);
        notes.push(self.say(locale, if others.is_empty() { "session-calendar" } else { "session-calendars" }, None));
        Letter {
            locale,
            subject: self.say(locale, subject, Some(&moment)),
            lead: self.say(locale, lead, None),
            fact: Some(self.when(locale, &moment, elsewhere)),
            is_code: false,
            links: vec![self.details(facts)],
            notes,
            calendar: Some(calendar::invite(event, others, &self.organizer, reader)),
            unsubscribe_url: None,
        }
    }

    /// That the address is another one, never which. Nothing for a calendar: the time stays.
    fn somewhere_else(&self, facts: &MailFacts, start: &Zoned, elsewhere: bool) -> Letter {
        let (locale, moment) = (facts.locale, moment(facts.locale, start));
        Letter {
            locale,
            subject: self.say(locale, "session-elsewhere-subject", Some(&moment)),
            lead: self.say(locale, "session-elsewhere-lead", None),
            fact: Some(self.when(locale, &moment, elsewhere)),
            is_code: false,
            links: vec![self.details(facts)],
            notes: vec![self.say(locale, "session-elsewhere-after", None)],
            calendar: None,
            unsubscribe_url: None,
        }
    }

    /// When the others are that one message tells of; nothing where there are none.
    fn dates(&self, locale: Locale, others: &[CalendarFacts], zone: &TimeZone, elsewhere: bool) -> Vec<String> {
        let Some(last) = others.last() else { return Vec::new() };
        let local = |at: Timestamp| moment(locale, &at.to_zoned(zone.clone()));
        let mut lines = vec![self.say(locale, "session-others", None)];
        lines.extend(others.iter().take(MOST_DATES).map(|one| self.when(locale, &local(one.starts_at), elsewhere)));
        if others.len() > MOST_DATES {
            let text = |value: String| FluentValue::from(value);
            let args = [("count", text((others.len() - MOST_DATES).to_string())), ("day", text(local(last.starts_at).day))];
            lines.push(self.words.say(locale, "session-others-more", &args).into_owned());
        }
        lines
    }

    fn reminder(&self, facts: &MailFacts, start: &Zoned, elsewhere: bool) -> Letter {
        let (locale, moment) = (facts.locale, moment(facts.locale, start));
        // By the reader's calendar at the moment of sending, however late or early that is.
        let today = facts.now.to_zoned(start.time_zone().clone()).date();
        let subject = match start.date() {
            date if date == today => "reminder-today",
            date if today.tomorrow().is_ok_and(|tomorrow| date == tomorrow) => "reminder-tomorrow",
            _ => "reminder-later",
        };
        let choices = format!("{}/e/{}", self.public_url, facts.link);
        let more =
            link(self.say(locale, "reminder-choices", None), self.say(locale, "reminder-choices-button", None), choices.clone());
        Letter {
            locale,
            subject: self.say(locale, subject, Some(&moment)),
            lead: self.say(locale, "reminder-lead", None),
            fact: Some(self.when(locale, &moment, elsewhere)),
            is_code: false,
            links: vec![self.details(facts), more],
            notes: Vec::new(),
            calendar: None,
            unsubscribe_url: Some(choices),
        }
    }

    fn invitation(&self, locale: Locale, token: &str, until: &Zoned) -> Letter {
        let until = moment(locale, until);
        let lead = self.say(locale, "invitation-lead", None);
        let url = format!("{}/i/{token}", self.public_url);
        let button = self.say(locale, "invitation-button", None);
        Letter {
            locale,
            subject: self.say(locale, "invitation-subject", None),
            lead,
            fact: None,
            is_code: false,
            links: vec![link(format!("{button}:"), button, url)],
            notes: vec![self.say(locale, "invitation-until", Some(&until))],
            calendar: None,
            unsubscribe_url: None,
        }
    }

    fn code(&self, locale: Locale, signs_in: bool, code: &str, url: String, until: &Zoned) -> Letter {
        let until = moment(locale, until);
        let (subject, lead) =
            if signs_in { ("code-subject", "code-lead") } else { ("code-confirm-subject", "code-confirm-lead") };
        Letter {
            locale,
            subject: self.say(locale, subject, None),
            lead: self.say(locale, lead, None),
            fact: Some(code.to_owned()),
            is_code: true,
            links: vec![link(self.say(locale, "code-open", None), self.say(locale, "code-button", None), url)],
            notes: vec![self.say(locale, "code-until", Some(&until))],
            calendar: None,
            unsubscribe_url: None,
        }
    }

    fn notice(&self, locale: Locale) -> Letter {
        let otherwise = self.say(locale, "notice-otherwise", None);
        Letter {
            locale,
            subject: self.say(locale, "notice-subject", None),
            lead: self.say(locale, "notice-lead", None),
            fact: None,
            is_code: false,
            links: vec![link(otherwise, self.say(locale, "notice-button", None), format!("{}/", self.public_url))],
            notes: Vec::new(),
            calendar: None,
            unsubscribe_url: None,
        }
    }

    /// That something waits, and until when; what it is, one reads after signing in.
    fn answer_wanted(&self, locale: Locale, until: &Zoned) -> Letter {
        let until = moment(locale, until);
        let read = self.say(locale, "new-read", None);
        Letter {
            locale,
            subject: self.say(locale, "answer-subject", Some(&until)),
            lead: self.say(locale, "answer-lead", None),
            fact: Some(self.say(locale, "answer-until", Some(&until))),
            is_code: false,
            links: vec![link(read, self.say(locale, "new-button", None), format!("{}/", self.public_url))],
            notes: Vec::new(),
            calendar: None,
            unsubscribe_url: None,
        }
    }

    /// Not what, not from whom, not where: a lock screen shows it to everybody in the room.
    fn something_new(&self, facts: &MailFacts) -> Letter {
        let locale = facts.locale;
        let read = self.say(locale, "new-read", None);
        let mut links = vec![link(read, self.say(locale, "new-button", None), format!("{}/", self.public_url))];
        // Only what the reader can turn off says how.
        let choices = facts.kind.choice().map(|_| format!("{}/e/{}", self.public_url, facts.link));
        if let Some(url) = &choices {
            let change = self.say(locale, "new-choices", None);
            links.push(link(change, self.say(locale, "new-choices-button", None), url.clone()));
        }
        let (subject, lead) = match facts.kind {
            Kind::TimesChanged => ("times-subject", "times-lead"),
            _ => ("new-subject", "new-lead"),
        };
        Letter {
            locale,
            subject: self.say(locale, subject, None),
            lead: self.say(locale, lead, None),
            fact: None,
            is_code: false,
            links,
            notes: Vec::new(),
            calendar: None,
            unsubscribe_url: choices,
        }
    }

    /// Operators work in English and in UTC.
    pub(super) fn operator_letter(&self, facts: &OperatorMail) -> Result<Letter, ComposeError> {
        let until: Timestamp = facts.expires_at;
        let url = format!("{}/ops/sign-in", self.public_url);
        Ok(self.code(Locale::En, true, &facts.code, url, &until.to_zoned(TimeZone::UTC)))
    }
}
