//! Free times of many, a time that is kept while a form is open, and booking somebody without naming them.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use cairn_domain::Problem as Expected;
use cairn_domain::ids::MemberId;
use cairn_domain::sessions::{self, Sought, choose, many};

use super::change;
use crate::graphql::calendar::Slot;
use crate::graphql::context::{self, id, key, optional_id};
use crate::graphql::members::Member;
use crate::graphql::problems::Problem;
use crate::graphql::scalars::{DateTime, LocalDate};
use crate::graphql::sessions::{Session, SessionPlace};

/// The free times of one counselor.
pub struct CounselorSlots(many::CounselorSlots);

#[Object]
impl CounselorSlots {
    async fn counselor(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.counselor_id).await?.into())
    }
    async fn slots(&self) -> Vec<Slot> {
        self.0.slots.iter().cloned().map(Slot::from).collect()
    }
}

#[derive(Default)]
pub struct WaysQuery;

#[Object]
impl WaysQuery {
    /// Bookable starts of several counselors at once, the same that booking accepts; without `counselorIds` of everybody whose
    /// times the viewer may choose from, 50 at most. With `clientId`, of those who care for that client.
    #[graphql(complexity = "20 * child_complexity + 1")]
    #[expect(clippy::too_many_arguments, reason = "the arguments are the field's signature in the schema")]
    async fn open_slots(
        &self,
        ctx: &Context<'_>,
        counselor_ids: Option<Vec<ID>>,
        client_id: Option<ID>,
        from: LocalDate,
        #[graphql(desc = "The last day, at most 62 days on.")] until: LocalDate,
        #[graphql(desc = "30, 45 or 60; left out with `typeId`")] minutes: Option<i32>,
        type_id: Option<ID>,
        #[graphql(desc = "Only of those who have a room, or a link.")] place: Option<SessionPlace>,
        #[graphql(desc = "What is held under it does not count as taken.")] hold_token: Option<String>,
    ) -> async_graphql::Result<Vec<CounselorSlots>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async {
            let counselors: Result<Vec<MemberId>, Expected> =
                counselor_ids.unwrap_or_default().iter().map(|one| id(one, "counselorIds")).collect();
            let asked = many::OpenSlots {
                counselors: counselors?,
                from: from.0,
                until: until.0,
                sought: Sought {
                    minutes,
                    type_id: optional_id(type_id.as_ref(), "typeId")?,
                    place: place.map(Into::into),
                    client_id: optional_id(client_id.as_ref(), "clientId")?,
                    moving: None,
                    hold: hold_token,
                },
            };
            many::open_slots(&tx, asked).await
        };
        Ok(request.answer(outcome.await)?.into_iter().map(CounselorSlots).collect())
    }
}

#[derive(InputObject)]
pub struct HoldSlotInput {
    counselor_id: ID,
    /// Left out: the viewer; where they book for others, nobody yet.
    client_id: Option<ID>,
    starts_at: DateTime,
    minutes: Option<i32>,
    type_id: Option<ID>,
}

#[derive(SimpleObject)]
pub struct HoldSlotPayload {
    /// Books the time, for whoever holds it: pass it to the booking. Not shown again.
    hold_token: Option<String>,
    expires_at: Option<DateTime>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct ReleaseHoldPayload {
    problems: Vec<Problem>,
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum CounselorChoice {
    /// Who sat with the client last.
    SameAsLast,
    /// Whoever of those who care is free, and was booked least lately.
    Any,
}

#[derive(InputObject)]
pub struct BookSomebodyInput {
    /// A UUID made when the form opened: a retry books once.
    client_mutation_id: String,
    choice: CounselorChoice,
    /// Left out: the viewer.
    client_id: Option<ID>,
    starts_at: DateTime,
    minutes: Option<i32>,
    place: SessionPlace,
    type_id: Option<ID>,
    hold_token: Option<String>,
}

#[derive(SimpleObject)]
pub struct BookSomebodyPayload {
    session: Option<Session>,
    problems: Vec<Problem>,
}

#[derive(Default)]
pub struct WaysMutation;

#[Object]
impl WaysMutation {
    /// Keeps a time for some minutes while a form is open. One form, one time: what the viewer held before is let go.
    async fn hold_slot(&self, ctx: &Context<'_>, input: HoldSlotInput) -> async_graphql::Result<HoldSlotPayload> {
        let (hold, problems) = change(ctx, async |tx| {
            let wanted = sessions::HoldSlot {
                counselor_id: id(&input.counselor_id, "counselorId")?,
                client_id: optional_id(input.client_id.as_ref(), "clientId")?,
                starts_at: input.starts_at.0,
                minutes: input.minutes,
                type_id: optional_id(input.type_id.as_ref(), "typeId")?,
            };
            sessions::hold(tx, wanted).await
        })
        .await?;
        let expires_at = hold.as_ref().map(|hold| DateTime(hold.expires_at));
        Ok(HoldSlotPayload { hold_token: hold.map(|hold| hold.token), expires_at, problems })
    }

    /// The form was closed. A token of nothing is fine.
    async fn release_hold(&self, ctx: &Context<'_>, hold_token: String) -> async_graphql::Result<ReleaseHoldPayload> {
        Ok(ReleaseHoldPayload { problems: change(ctx, async |tx| sessions::release(tx, &hold_token).await).await?.1 })
    }

    /// Books the same person as last time, or whoever is free of those who care for the client.
    async fn book_somebody(&self, ctx: &Context<'_>, input: BookSomebodyInput) -> async_graphql::Result<BookSomebodyPayload> {
        let (session, problems) = change(ctx, async |tx| {
            let client_id = optional_id(input.client_id.as_ref(), "clientId")?.or(tx.actor().member_id());
            let booking = choose::BookSomebody {
                key: key(&input.client_mutation_id)?,
                choice: match input.choice {
                    CounselorChoice::SameAsLast => choose::Choice::SameAsLast,
                    CounselorChoice::Any => choose::Choice::Any,
                },
                client_id: client_id.ok_or(Expected::NotAllowed)?,
                starts_at: input.starts_at.0,
                minutes: input.minutes,
                place: input.place.into(),
                type_id: optional_id(input.type_id.as_ref(), "typeId")?,
                hold: input.hold_token,
            };
            choose::book_somebody(tx, booking).await
        })
        .await?;
        Ok(BookSomebodyPayload { session: session.map(Session), problems })
    }
}
