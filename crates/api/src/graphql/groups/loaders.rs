//! What lists of groups and meetings need beside each row, one statement for all.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::Error;
use async_graphql::dataloader::Loader;
use cairn_domain::groups::agreements::Agreement;
use cairn_domain::groups::attendance::Attendance;
use cairn_domain::groups::meetings::MeetingView;
use cairn_domain::groups::own_place::OwnMembership;
use cairn_domain::groups::schedule::{Break, Series};
use cairn_domain::groups::{self as domain, GroupView, Person};
use cairn_domain::ids::{GroupId, MeetingId, MemberId};

use crate::graphql::context::RequestContext;

macro_rules! loader {
    ($(#[$doc:meta])* $name:ident, $key:ty => $value:ty, |$tx:ident, $keys:ident| $load:expr) => {
        $(#[$doc])*
        pub struct $name(pub Arc<RequestContext>);

        impl Loader<$key> for $name {
            type Value = $value;
            type Error = Error;

            async fn load(&self, $keys: &[$key]) -> Result<HashMap<$key, $value>, Error> {
                let shared = self.0.tx().await?;
                let $tx = &*shared;
                let loaded: cairn_domain::Outcome<HashMap<$key, $value>> = async { $load }.await;
                self.0.answer(loaded)
            }
        }
    };
}

fn grouped<T>(items: Vec<T>, group: fn(&T) -> GroupId) -> HashMap<GroupId, Vec<T>> {
    let mut of: HashMap<GroupId, Vec<T>> = HashMap::new();
    for item in items {
        of.entry(group(&item)).or_default().push(item);
    }
    of
}

loader!(
    /// Groups that the viewer may see.
    GroupLoader, GroupId => GroupView, |tx, ids| domain::find_many(tx, ids).await
);
loader!(
    /// Meetings that the viewer may see.
    MeetingLoader, MeetingId => MeetingView, |tx, ids| domain::meetings::find_many(tx, ids).await
);
loader!(SeriesLoader, GroupId => Vec<Series>, |tx, ids| Ok(grouped(domain::schedule::series_of(tx, ids).await?, |one| one.group_id)));
loader!(BreakLoader, GroupId => Vec<Break>, |tx, ids| Ok(grouped(domain::schedule::breaks_of(tx, ids).await?, |one| one.group_id)));
loader!(AgreementLoader, GroupId => Agreement, |tx, ids| domain::agreements::current_of(tx, ids).await);
loader!(
    /// Who facilitates, by alias.
    HolderLoader, GroupId => Vec<Person>, |tx, ids| domain::facilitators::holders_of(tx, ids).await
);
loader!(
    /// The viewer's own places.
    PlaceLoader, GroupId => OwnMembership,
    |tx, ids| Ok(domain::own_place::own(tx, Some(ids), true).await?.into_iter().map(|own| (own.group_id, own)).collect())
);

loader!(
    /// How the viewer's own attendance was noted.
    OwnAttendanceLoader, MeetingId => Attendance, |tx, ids| domain::held::own_attendance(tx, ids).await
);

loader!(
    /// Whether somebody on a meeting's list is still without a mark.
    OpenListLoader, MeetingId => bool, |tx, ids| domain::attendance::open_lists(tx, ids).await
);

loader!(
    /// Clients whose groups the viewer may know of.
    KnownGroupsLoader, MemberId => (),
    |tx, ids| Ok(domain::chart::known(tx, ids).await?.into_iter().map(|id| (id, ())).collect())
);

loader!(
    /// What waits in the viewer's chats: one statement for all of them, whichever are asked for.
    UnreadLoader, GroupId => i64,
    |tx, _ids| domain::chat::read::unread(tx).await
);

/// The next meetings of a group, so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NextMeetings {
    pub group_id: GroupId,
    pub each: i32,
}

pub struct NextMeetingsLoader(pub Arc<RequestContext>);

impl Loader<NextMeetings> for NextMeetingsLoader {
    type Value = Vec<MeetingView>;
    type Error = Error;

    async fn load(&self, wanted: &[NextMeetings]) -> Result<HashMap<NextMeetings, Vec<MeetingView>>, Error> {
        let tx = self.0.tx().await?;
        let most = wanted.iter().map(|one| one.each).max().unwrap_or(1);
        let ids: Vec<GroupId> = wanted.iter().map(|one| one.group_id).collect();
        let next = self.0.answer(domain::meetings::next_of(&tx, &ids, most).await)?;
        let cut = |one: &NextMeetings| {
            let each = usize::try_from(one.each).unwrap_or(1);
            next.get(&one.group_id).map(|meetings| meetings.iter().take(each).cloned().collect()).unwrap_or_default()
        };
        Ok(wanted.iter().map(|one| (*one, cut(one))).collect())
    }
}
