//! Attendance of a group by month.

use async_graphql::{Context, ID, Object, SimpleObject};
use cairn_domain::groups::report as domain;

use super::int;
use crate::graphql::context::{self, id};
use crate::graphql::scalars::LocalDate;

/// One month. Null: about fewer than eleven people, or it would give such a number back.
#[derive(SimpleObject)]
pub struct AttendanceMonth {
    /// Its first day.
    month: LocalDate,
    meetings: i32,
    /// Times somebody came.
    came: Option<i32>,
    /// Different people.
    people: Option<i32>,
    in_person: Option<i32>,
    online: Option<i32>,
    on_time: Option<i32>,
    late: Option<i32>,
    left_early: Option<i32>,
}

#[derive(SimpleObject)]
pub struct AttendanceReport {
    months: Vec<AttendanceMonth>,
    meetings: i32,
    /// Of the months that are shown.
    came: i32,
    hidden_months: i32,
}

impl From<domain::Month> for AttendanceMonth {
    fn from(month: domain::Month) -> Self {
        Self {
            month: LocalDate(month.month),
            meetings: int(month.meetings),
            came: month.came.map(int),
            people: month.people.map(int),
            in_person: month.in_person.map(int),
            online: month.online.map(int),
            on_time: month.on_time.map(int),
            late: month.late.map(int),
            left_early: month.left_early.map(int),
        }
    }
}

#[derive(Default)]
pub struct ReportQuery;

#[Object]
impl ReportQuery {
    /// By whole months (at most 24) that can not be put right any more.
    async fn attendance_report(
        &self,
        ctx: &Context<'_>,
        group_id: ID,
        from: LocalDate,
        until: LocalDate,
    ) -> async_graphql::Result<Option<AttendanceReport>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::attendance(&tx, id(&group_id, "groupId")?, from.0, until.0).await };
        Ok(request.answer_or_null(outcome.await)?.map(|report| AttendanceReport {
            meetings: int(report.meetings),
            came: int(report.came),
            hidden_months: int(report.hidden_months),
            months: report.months.into_iter().map(AttendanceMonth::from).collect(),
        }))
    }
}
