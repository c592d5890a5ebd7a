//! Units that are used up already, for payers who count by the year.

use std::collections::HashMap;

use jiff::ToSpan;
use jiff::civil::Date;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::payers;
use crate::db::{CenterTx, Day};
use crate::ids::PayerId;
use crate::problem::{Outcome, Surprise};

#[derive(FromQueryResult)]
struct Used {
    client_id: Uuid,
    payer_id: Uuid,
    served_on: Day,
    units: i64,
}

/// What was exported of other days, where a payer counts by the year: of later ones too, because a note that is signed late
/// finds the year as it has become since.
pub(super) async fn used_outside(
    tx: &CenterTx,
    from: Date,
    until: Date,
    rules: &HashMap<PayerId, Vec<payers::ServiceRules>>,
) -> Outcome<HashMap<(Uuid, PayerId), Vec<(Date, i32)>>> {
    let counts = |rules: &Vec<payers::ServiceRules>| rules.iter().any(|one| one.pack.most_units_a_period.is_some());
    let capped: Vec<Uuid> = rules.iter().filter(|(_, rules)| counts(rules)).map(|(payer, _)| payer.0).collect();
    let mut used: HashMap<(Uuid, PayerId), Vec<(Date, i32)>> = HashMap::new();
    if capped.is_empty() {
        return Ok(used);
    }
    // No year of any payer that one of these days lies in reaches further.
    let since = from.checked_sub(1.year()).map_err(Surprise::from)?;
    let last = until.checked_add(1.year()).map_err(Surprise::from)?;
    let rows = tx
        .rows::<Used>(
            "select client_id, payer_id, served_on, sum(units) as units from cairn.service_lines
             where center_id = $1 and state in ('exported', 'accepted') and payer_id = any($2) and served_on between $3 and $4
               and served_on not between $5 and $6
             group by client_id, payer_id, served_on",
            [capped.into(), Day(since).into(), Day(last).into(), Day(from).into(), Day(until).into()],
        )
        .await?;
    for row in rows {
        let units = i32::try_from(row.units).unwrap_or(i32::MAX);
        used.entry((row.client_id, PayerId(row.payer_id))).or_default().push((row.served_on.0, units));
    }
    Ok(used)
}
