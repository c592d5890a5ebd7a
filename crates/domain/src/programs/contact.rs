//! When somebody last had to do with a human being here: derived from what happened, not from what was clicked.

/// The day of the last human contact with the client that the first argument names, as SQL: a session that took place, a
/// meeting attended, a contact written down. The others are the center's zone and now.
macro_rules! last_contact_sql {
    ($client:literal, $zone:literal, $now:literal) => {
        concat!(
            "greatest(
               (select (max(s.starts_at) at time zone ",
            $zone,
            ")::date from cairn.sessions s
                where s.center_id = $1 and s.client_id = ",
            $client,
            " and s.state = 'booked' and (s.course is null or s.course not like 'no_show%') and s.starts_at < ",
            $now,
            " and s.ends_at <= ",
            $now,
            "),
               (select (max(w.starts_at) at time zone ",
            $zone,
            ")::date from cairn.memberships p
                join cairn.attendance a on a.center_id = $1 and a.membership_id = p.id and a.status in ('present', 'late', 'left_early')
                join cairn.meetings w on w.center_id = $1 and w.id = a.meeting_id
                where p.center_id = $1 and p.member_id = ",
            $client,
            "),
               (select max(h.happened_on) from cairn.human_contacts h where h.center_id = $1 and h.client_id = ",
            $client,
            "))"
        )
    };
}
pub(crate) use last_contact_sql;

use jiff::ToSpan;
use jiff::civil::Date;

use super::EnrollmentState;

/// Whether somebody has gone quiet: nobody has heard of them for longer than the program lets pass. Who is on hold agreed to
/// be away, and who is in aftercare comes as they like.
pub(crate) fn quiet(state: EnrollmentState, last: Option<Date>, began: Option<Date>, days: i32, today: Date) -> bool {
    use EnrollmentState::{Active, Intake, Offered, Waitlisted};
    if !matches!(state, Waitlisted | Offered | Intake | Active) {
        return false;
    }
    // Whoever only just came has not gone quiet.
    let Some(since) = last.max(began) else { return true };
    since.checked_add(days.days()).is_ok_and(|limit| limit < today)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_begins_the_day_after_the_limit() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let look =
            |state, last: Option<&str>, began: &str, today: &str| quiet(state, last.map(day), Some(day(began)), 14, day(today));
        assert!(!look(EnrollmentState::Active, None, "2026-03-01", "2026-03-15"));
        assert!(look(EnrollmentState::Active, None, "2026-03-01", "2026-03-16"));
        assert!(!look(EnrollmentState::Active, Some("2026-03-10"), "2026-03-01", "2026-03-16"));
        assert!(look(EnrollmentState::Waitlisted, Some("2026-02-10"), "2026-03-01", "2026-03-16"));
        for away in [EnrollmentState::OnHold, EnrollmentState::Aftercare, EnrollmentState::Discharged, EnrollmentState::Closed] {
            assert!(!look(away, None, "2025-03-01", "2026-03-16"), "{away:?}");
        }
    }
}
