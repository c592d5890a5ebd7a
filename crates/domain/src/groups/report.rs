//! Attendance of a group by month, for people who do not sit in the room. What is about fewer than eleven people is not
//! shown, and nothing that is shown gives it back: months are whole and closed, totals add up only what is shown, and of
//! parts of a shown whole never just one is missing.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::attendance::{AttendanceStatus, CORRECTABLE};
use super::standing::account;
use super::{MeetingMode, group};
use crate::audit::Event;
use crate::db::{CenterTx, Wall};
use crate::ids::GroupId;
use crate::policy::Action;
use crate::problem::{Outcome, Problem, Surprise};
use crate::zones;

/// Cells about fewer people are not shown.
pub const FLOOR: usize = 11;
const MOST_MONTHS: i32 = 24;

/// How often one person came in one month, in one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Came {
    month: Date,
    who: Uuid,
    mode: MeetingMode,
    status: AttendanceStatus,
    times: i64,
}

/// One month. `None`: too few people to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// Its first day.
    pub month: Date,
    pub meetings: i64,
    /// Times somebody came.
    pub came: Option<i64>,
    /// Different people.
    pub people: Option<i64>,
    pub in_person: Option<i64>,
    pub online: Option<i64>,
    pub on_time: Option<i64>,
    pub late: Option<i64>,
    pub left_early: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub months: Vec<Month>,
    /// Of all months.
    pub meetings: i64,
    /// Of the months that are shown.
    pub came: i64,
    pub hidden_months: i64,
}

#[derive(Default)]
struct Cell {
    times: i64,
    people: BTreeSet<Uuid>,
}

impl Cell {
    fn of<'a>(came: impl Iterator<Item = &'a Came>) -> Self {
        let mut cell = Self::default();
        for one in came {
            cell.times += one.times;
            cell.people.insert(one.who);
        }
        cell
    }

    fn is_small(&self) -> bool {
        (1..FLOOR).contains(&self.people.len())
    }
}

/// Hides the small parts of a shown whole, and as many others, smallest first, as it takes for the missing ones to be
/// about enough people together: the whole less the shown parts is what is missing.
fn parts(cells: &[Cell]) -> Vec<Option<i64>> {
    let mut hidden: Vec<bool> = cells.iter().map(Cell::is_small).collect();
    if hidden.contains(&true) {
        loop {
            let missing: Vec<&Cell> = cells.iter().zip(&hidden).filter(|(_, hidden)| **hidden).map(|(cell, _)| cell).collect();
            let people: BTreeSet<&Uuid> = missing.iter().flat_map(|cell| &cell.people).collect();
            if missing.len() > 1 && people.len() >= FLOOR {
                break;
            }
            let shown = cells.iter().enumerate().filter(|(at, cell)| !hidden[*at] && cell.times > 0);
            let Some((smallest, _)) = shown.min_by_key(|(_, cell)| cell.people.len()) else { break };
            hidden[smallest] = true;
        }
    }
    cells.iter().zip(hidden).map(|(cell, hidden)| (!hidden).then_some(cell.times)).collect()
}

fn month(month: Date, meetings: i64, came: &[Came]) -> Month {
    let all = Cell::of(came.iter());
    let mode = |mode| Cell::of(came.iter().filter(move |one| one.mode == mode));
    let status = |status| Cell::of(came.iter().filter(move |one| one.status == status));
    let (modes, statuses) = if all.is_small() {
        (vec![None; 2], vec![None; 3])
    } else {
        let modes = parts(&[mode(MeetingMode::InPerson), mode(MeetingMode::Online)]);
        let statuses = [status(AttendanceStatus::Present), status(AttendanceStatus::Late), status(AttendanceStatus::LeftEarly)];
        (modes, parts(&statuses))
    };
    let shown = |number: i64| (!all.is_small()).then_some(number);
    Month {
        month,
        meetings,
        came: shown(all.times),
        people: shown(i64::try_from(all.people.len()).unwrap_or(i64::MAX)),
        in_person: modes[0],
        online: modes[1],
        on_time: statuses[0],
        late: statuses[1],
        left_early: statuses[2],
    }
}

fn report(meetings: &BTreeMap<Date, i64>, came: &[Came]) -> Report {
    let of = |day: Date| came.iter().filter(|one| one.month == day).copied().collect::<Vec<_>>();
    let months: Vec<Month> = meetings.iter().map(|(day, meetings)| month(*day, *meetings, &of(*day))).collect();
    Report {
        meetings: months.iter().map(|month| month.meetings).sum(),
        came: months.iter().filter_map(|month| month.came).sum(),
        hidden_months: i64::try_from(months.iter().filter(|month| month.came.is_none()).count()).unwrap_or(i64::MAX),
        months,
    }
}

#[derive(FromQueryResult)]
struct CameRow {
    month: Wall,
    who: Uuid,
    mode: String,
    status: String,
    times: i64,
}

#[derive(FromQueryResult)]
struct HeldRow {
    month: Wall,
    meetings: i64,
}

/// Attendance from the month of `from` to the month of `until`: whole months on the group's clock whose attendance cannot
/// be put right any more, so that no two reports differ by one person.
pub async fn attendance(tx: &CenterTx, id: GroupId, from: Date, until: Date) -> Outcome<Report> {
    let view = group::find(tx, id).await?;
    let account = account(tx)?;
    if !view.standing.may(account, Action::ViewGroupReport) {
        return Err(Problem::not_found("groupId").into());
    }
    let zone = zones::known(&account.center.zone, "zone").unwrap_or(TimeZone::UTC);
    let (from, end) = months(from, until, zones::today(tx.now() - CORRECTABLE, &zone))?;
    let bounds = || [id.0.into(), Wall(from.at(0, 0, 0, 0)).into(), Wall(end.at(0, 0, 0, 0)).into()];
    let held = tx
        .rows::<HeldRow>(
            "select date_trunc('month', local_start) as month, count(*) as meetings from cairn.meetings
             where center_id = $1 and group_id = $2 and state = 'held' and local_start >= $3 and local_start < $4
             group by 1 order by 1",
            bounds(),
        )
        .await?;
    let rows = tx
        .rows::<CameRow>(
            "select date_trunc('month', m.local_start) as month, a.membership_id as who, a.mode, a.status, count(*) as times
             from cairn.meetings m join cairn.attendance a on a.center_id = $1 and a.meeting_id = m.id
             where m.center_id = $1 and m.group_id = $2 and m.state = 'held' and m.local_start >= $3 and m.local_start < $4
               and a.status in ('present', 'late', 'left_early')
             group by 1, 2, 3, 4",
            bounds(),
        )
        .await?;
    let came: Result<Vec<Came>, Surprise> = rows.into_iter().map(Came::try_from).collect();
    let meetings = held.into_iter().map(|row| (row.month.0.date(), row.meetings)).collect();
    tx.audit(Event::done("group.attendance_report", "group", id.0));
    Ok(report(&meetings, &came?))
}

impl TryFrom<CameRow> for Came {
    type Error = Surprise;

    fn try_from(row: CameRow) -> Result<Self, Surprise> {
        Ok(Self {
            month: row.month.0.date(),
            who: row.who,
            mode: MeetingMode::stored(&row.mode)?,
            status: AttendanceStatus::stored(&row.status)?,
            times: row.times,
        })
    }
}

/// The first day of the first month, and the day after the last; only months that ended before `closed`.
fn months(from: Date, until: Date, closed: Date) -> Outcome<(Date, Date)> {
    if until < from {
        return Err(Problem::invalid("until", "date_order").into());
    }
    let (from, until) = (from.first_of_month(), until.first_of_month());
    let length = (i32::from(until.year()) - i32::from(from.year())) * 12 + i32::from(until.month()) - i32::from(from.month());
    if length >= MOST_MONTHS {
        return Err(Problem::limit("until", "too_many_months", i64::from(MOST_MONTHS)).into());
    }
    let end = until.checked_add(1.month()).map_err(Surprise::from)?.min(closed.first_of_month());
    Ok((from, end.max(from)))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const MODES: [MeetingMode; 2] = [MeetingMode::InPerson, MeetingMode::Online];
    const STATUSES: [AttendanceStatus; 3] = [AttendanceStatus::Present, AttendanceStatus::Late, AttendanceStatus::LeftEarly];

    fn came(month: i8, who: u128, mode: usize, status: usize, times: i64) -> Came {
        Came { month: date(2026, month, 1), who: Uuid::from_u128(who), mode: MODES[mode], status: STATUSES[status], times }
    }

    fn some() -> impl Strategy<Value = Vec<Came>> {
        let one = (1..=6_i8, 0..30_u128, 0..2_usize, 0..3_usize, 1..4_i64);
        prop::collection::vec(one, 0..160).prop_map(|rows| {
            rows.into_iter().map(|(month, who, mode, status, times)| came(month, who, mode, status, times)).collect()
        })
    }

    fn held(months: impl IntoIterator<Item = i8>) -> BTreeMap<Date, i64> {
        months.into_iter().map(|month| (date(2026, month, 1), 4)).collect()
    }

    #[test]
    fn ten_people_are_too_few_and_eleven_are_not() {
        let people = |count: u128| (0..count).map(|who| came(3, who, 0, 0, 2)).collect::<Vec<_>>();
        let ten = report(&held([3]), &people(10));
        assert_eq!((ten.months[0].came, ten.months[0].people, ten.months[0].in_person, ten.came), (None, None, None, 0));
        assert_eq!((ten.months[0].meetings, ten.hidden_months), (4, 1));
        let eleven = report(&held([3]), &people(11));
        assert_eq!((eleven.months[0].came, eleven.months[0].people), (Some(22), Some(11)));
        assert_eq!((eleven.months[0].in_person, eleven.months[0].online, eleven.months[0].late), (Some(22), Some(0), Some(0)));
    }

    #[test]
    fn a_hidden_part_is_not_what_is_left_of_the_whole() {
        // Twenty in person, two of them once online.
        let mut rows: Vec<Came> = (0..20).map(|who| came(3, who, 0, 0, 1)).collect();
        rows.extend([came(3, 1, 1, 1, 1), came(3, 2, 1, 1, 1)]);
        let month = &report(&held([3]), &rows).months[0];
        assert_eq!((month.came, month.people), (Some(22), Some(20)));
        assert_eq!((month.in_person, month.online), (None, None));
        assert_eq!((month.on_time, month.late, month.left_early), (None, None, Some(0)));
    }

    #[test]
    fn only_closed_months_count() {
        let asked =
            |until| months(date(2026, 1, 15), until, date(2026, 3, 10)).map(|(from, end)| (from.to_string(), end.to_string()));
        assert_eq!(asked(date(2026, 2, 1)).unwrap(), ("2026-01-01".to_owned(), "2026-03-01".to_owned()));
        assert_eq!(asked(date(2026, 6, 30)).unwrap().1, "2026-03-01");
        assert!(asked(date(2025, 12, 31)).is_err());
        assert!(months(date(2024, 1, 1), date(2026, 1, 1), date(2026, 3, 10)).is_err());
    }

    proptest! {
        /// Whoever subtracts what is shown from what is shown gets nothing about fewer than eleven people.
        #[test]
        fn differencing_gives_nothing_back(rows in some()) {
            let whole = report(&held(1..=6), &rows);
            for month in &whole.months {
                let here: Vec<&Came> = rows.iter().filter(|one| one.month == month.month).collect();
                let all = Cell::of(here.iter().copied());
                prop_assert_eq!(month.came.is_none(), all.is_small());
                let modes = [(month.in_person, 0), (month.online, 1)].map(|(shown, mode)| {
                    (shown, Cell::of(here.iter().copied().filter(|one| one.mode == MODES[mode])))
                });
                let statuses = [(month.on_time, 0), (month.late, 1), (month.left_early, 2)].map(|(shown, status)| {
                    (shown, Cell::of(here.iter().copied().filter(|one| one.status == STATUSES[status])))
                });
                for table in [modes.as_slice(), statuses.as_slice()] {
                    if month.came.is_none() {
                        prop_assert!(table.iter().all(|(shown, _)| shown.is_none()));
                        continue;
                    }
                    prop_assert!(table.iter().all(|(shown, cell)| shown.is_none() || !cell.is_small()));
                    let missing: BTreeSet<Uuid> = table.iter().filter(|(shown, _)| shown.is_none()).flat_map(|(_, cell)| cell.people.clone()).collect();
                    let count = table.iter().filter(|(shown, _)| shown.is_none()).count();
                    prop_assert!(count == 0 || (count > 1 && missing.len() >= FLOOR), "{:?}", month);
                }
            }
        }

        /// A month reads the same in every report, and totals are sums of what is shown: reports over other months add nothing.
        #[test]
        fn other_ranges_give_nothing_back(rows in some(), from in 1..=6_i8, length in 0..6_i8) {
            let whole = report(&held(1..=6), &rows);
            let range = from..=(from + length).min(6);
            let inside: Vec<Came> = rows.iter().filter(|one| range.contains(&one.month.month())).copied().collect();
            let part = report(&held(range), &inside);
            prop_assert!(part.months.iter().all(|month| whole.months.contains(month)));
            prop_assert_eq!(part.came, part.months.iter().filter_map(|month| month.came).sum::<i64>());
        }

        /// What is hidden does not show: other people and numbers in a hidden month change nothing.
        #[test]
        fn hidden_months_do_not_show(rows in some(), other in prop::collection::vec((40..50_u128, 0..2_usize, 0..3_usize, 1..4_i64), 1..30)) {
            let before = report(&held(1..=6), &rows);
            let hidden: Vec<Date> = before.months.iter().filter(|month| month.came.is_none()).map(|month| month.month).collect();
            let mut changed: Vec<Came> = rows.iter().filter(|one| !hidden.contains(&one.month)).copied().collect();
            for month in hidden {
                changed.extend(other.iter().map(|(who, mode, status, times)| came(month.month(), *who, *mode, *status, *times)));
            }
            prop_assert_eq!(before, report(&held(1..=6), &changed));
        }
    }
}
