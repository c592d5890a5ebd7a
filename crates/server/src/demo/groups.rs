//! Invented peer groups, for `cairn demo`: planned, joined and held by the people who live there.

use anyhow::{Context, Result};
use cairn_domain::db::CenterRef;
use cairn_domain::groups::attendance::{self, TakeAttendance};
use cairn_domain::groups::chat::send::{self, SendMessage};
use cairn_domain::groups::facilitators::{self, SetFacilitator};
use cairn_domain::groups::joining::{self, JoinGroup};
use cairn_domain::groups::meetings::{self, MeetingFilter};
use cairn_domain::groups::notes::{self, SaveNote};
use cairn_domain::groups::schedule::{self, SetSchedule};
use cairn_domain::groups::upkeep;
use cairn_domain::groups::{
    self, CreateGroup, FacilitatorPart, GroupAccess, GroupDetails, GroupState, Listing, MeetingMode, UpdateGroup,
};
use cairn_domain::ids::GroupId;
use cairn_domain::paging::PageRequest;
use cairn_domain::zones;
use jiff::civil::{DateTime, Time, Weekday};
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::group_list::{GROUPS, Rhythm, SeedGroup};
use super::note_words::{CIRCLE_EN, CIRCLE_ES};
use super::people::{SeedCenter, SeedPerson};
use super::seed::{Inside, Seeding, fault};

/// When the room is empty again.
const AFTER: SignedDuration = SignedDuration::from_mins(10);

/// `FREQ=…` and the first start at or after the beginning of the demo's past.
fn plan(rhythm: &Rhythm, now: DateTime, begin: DateTime) -> Result<(String, DateTime)> {
    let at = |date: jiff::civil::Date, hour: i8| date.to_datetime(Time::constant(hour, 0, 0, 0));
    Ok(match rhythm {
        Rhythm::Doors => {
            let minute = i64::from(now.minute());
            let next = now.checked_add((if minute < 30 { 30 - minute } else { 60 - minute }).minutes())?;
            let time = Time::new(next.hour(), next.minute(), 0, 0)?;
            ("FREQ=DAILY".to_owned(), begin.date().tomorrow()?.to_datetime(time))
        }
        Rhythm::Soon(hour) => {
            let today = at(now.date(), *hour);
            let day = if now < today { now.date() } else { now.date().tomorrow()? };
            weekly(&[day.weekday()], *hour, begin)?
        }
        Rhythm::Weekly(day, hour) => weekly(&[*day], *hour, begin)?,
        Rhythm::Twice(one, other, hour) => weekly(&[*one, *other], *hour, begin)?,
    })
}

fn weekly(days: &[Weekday], hour: i8, begin: DateTime) -> Result<(String, DateTime)> {
    let names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    let names: Vec<&str> = days.iter().map(|day| names[usize::from(day.to_monday_zero_offset().unsigned_abs())]).collect();
    Ok((format!("FREQ=WEEKLY;BYDAY={}", names.join(",")), begin.date().tomorrow()?.to_datetime(Time::new(hour, 0, 0, 0)?)))
}

fn details(seed: &SeedGroup) -> GroupDetails {
    let online = seed.mode != MeetingMode::InPerson;
    let room = seed.name.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    GroupDetails {
        name: seed.name.to_owned(),
        about: seed.about.to_owned(),
        access: seed.access,
        format: seed.format,
        pathways: seed.pathways.to_vec(),
        audience: seed.audience.to_vec(),
        languages: vec![seed.language.to_owned()],
        accessibility: seed.facts.to_vec(),
        mode: seed.mode,
        capacity: seed.capacity,
        location: (seed.mode != MeetingMode::Online).then(|| "Garden room, ground floor".to_owned()),
        join_url: online.then(|| format!("https://meet.example/{room}")),
        join_phone: None,
        chat: true,
        chat_days: None,
    }
}

/// The people of a seeded center, in the order of its lists.
pub(super) struct Townsfolk<'a> {
    pub seed: &'a SeedCenter,
    pub center: &'a CenterRef,
    pub staff: &'a [Inside],
}

impl Seeding {
    /// All groups of one center, from the beginning of its past until now.
    pub(super) async fn groups(&self, folk: &Townsfolk<'_>, begin: Timestamp) -> Result<()> {
        let mut made = Vec::new();
        for seed in GROUPS.iter().filter(|group| group.slug == folk.seed.slug) {
            let id = self.group(folk, seed, begin).await.with_context(|| format!("the group {}", seed.name))?;
            made.push((seed.name, id));
        }
        if folk.seed.slug == "harbor-light" {
            self.group_life(folk, &made).await.context("what groups do between meetings")?;
        }
        Ok(())
    }

    async fn group(&self, folk: &Townsfolk<'_>, seed: &SeedGroup, begin: Timestamp) -> Result<GroupId> {
        self.clock.set(begin);
        let admin = self.come_back(folk.center, &folk.seed.admin).await?;
        let zone = zones::stored(folk.seed.zone)?;
        let tx = self.enter(&admin).await?;
        let create = CreateGroup { key: tx.ids().person(), details: details(seed), agreement: Vec::new() };
        let view = groups::create(&tx, create).await.map_err(fault)?;
        let id = view.group.id;
        let (rule, local_start) = plan(&seed.rhythm, zones::wall(self.now, &zone), zones::wall(begin, &zone))?;
        let set = SetSchedule {
            group_id: id,
            version: view.group.version,
            rule: Some(rule),
            local_start,
            zone: folk.seed.zone.to_owned(),
            minutes: seed.minutes,
            from: None,
        };
        let mut version = schedule::set(&tx, set).await.map_err(fault)?.group.version;
        for (index, (staff, alias)) in seed.holders.iter().enumerate() {
            let holder = folk.staff.get(*staff).context("a holder")?;
            let part = if index == 0 { FacilitatorPart::Facilitator } else { FacilitatorPart::Backup };
            let (member_id, alias, rest_hours) = (holder.member_id, (*alias).to_owned(), seed.rest_hours);
            let set = SetFacilitator { group_id: id, member_id, alias, part, rest_hours };
            version = facilitators::set_facilitator(&tx, set).await.map_err(fault)?.group.version;
        }
        if let Some(slug) = seed.public {
            let listing = Listing {
                public: true,
                slug: Some(slug.to_owned()),
                address: Some(format!("{}, {}", folk.seed.address, if folk.seed.slug == "harbor-light" { "ME" } else { "CA" })),
                notes: Some("Open to everybody.".to_owned()),
                ..Listing::default()
            };
            let update = UpdateGroup { group_id: id, version, details: details(seed), listing: Some(listing) };
            version = groups::update(&tx, update).await.map_err(fault)?.group.version;
        }
        let open = groups::set_state(&tx, id, version, GroupState::Active).await;
        Self::done(tx, open).await?;
        self.life(folk, seed, id).await?;
        Ok(id)
    }

    /// People come, talk, and are counted.
    async fn life(&self, folk: &Townsfolk<'_>, seed: &SeedGroup, id: GroupId) -> Result<()> {
        for (client, alias) in seed.members {
            let person = self.come_back(folk.center, client_of(folk, *client)?).await?;
            let tx = self.enter(&person).await?;
            let join = JoinGroup {
                group_id: id,
                alias: (*alias).to_owned(),
                pronouns: None,
                words: (seed.access == GroupAccess::Closed).then(|| "I would like to come.".to_owned()),
                agreement_version: Some(1),
                show_alias: true,
            };
            let joined = joining::join(&tx, join).await;
            Self::done(tx, joined).await?;
        }
        if seed.access == GroupAccess::Closed {
            self.let_in(folk, seed, id).await?;
        }
        for (client, hours, words) in seed.chat {
            self.clock.set(self.now - SignedDuration::from_hours(*hours));
            let person = self.come_back(folk.center, client_of(folk, *client)?).await?;
            let tx = self.enter(&person).await?;
            let say = SendMessage { key: tx.ids().person(), group_id: id, body: (*words).to_owned(), reply_to: None };
            let said = send::send(&tx, say).await;
            Self::done(tx, said).await?;
        }
        self.clock.set(self.now);
        self.attendance(folk, seed, id).await?;
        // Days have passed: what came within sight meanwhile has somebody who holds it.
        let tx = self.work(folk.center).await?;
        upkeep::round(&tx, id).await.map_err(fault)?;
        tx.commit().await.map_err(fault)
    }

    /// All but the last who asked: somebody waits at the door.
    async fn let_in(&self, folk: &Townsfolk<'_>, seed: &SeedGroup, id: GroupId) -> Result<()> {
        let (holder, _) = seed.holders.first().context("a holder")?;
        let holder = self.come_back(folk.center, &folk.seed.staff[*holder].person).await?;
        let tx = self.enter(&holder).await?;
        let page = PageRequest { first: 50, after: None };
        let asked = groups::entries::list(&tx, id, groups::MembershipState::Applied, page).await.map_err(fault)?;
        let last = asked.items.len().saturating_sub(1);
        for entry in asked.items.into_iter().take(last) {
            groups::entries::answer(&tx, entry.id, true).await.map_err(fault)?;
        }
        tx.commit().await.map_err(fault)?;
        Ok(())
    }

    /// Who came, and what is kept of it; the latest meeting is left for the visitor to note, and the one before it to write about.
    async fn attendance(&self, folk: &Townsfolk<'_>, seed: &SeedGroup, id: GroupId) -> Result<()> {
        let (holder, _) = seed.holders.first().context("a holder")?;
        let person = &folk.seed.staff[*holder].person;
        let holder = self.come_back(folk.center, person).await?;
        let tx = self.enter(&holder).await?;
        let filter =
            MeetingFilter { group_id: Some(id), from: Some(self.begin()), until: Some(self.now), ..MeetingFilter::default() };
        let past = meetings::list(&tx, &filter, PageRequest { first: 50, after: None }).await.map_err(fault)?;
        tx.finish().await.map_err(fault)?;
        let over: Vec<_> = past.items.into_iter().filter(|meeting| meeting.ends_at < self.now).collect();
        let noted = over.len().saturating_sub(1);
        let words = if seed.language == "es" { CIRCLE_ES } else { CIRCLE_EN };
        for (nth, meeting) in over.into_iter().take(noted).enumerate() {
            self.clock.set((meeting.ends_at + AFTER).min(self.now));
            let holder = self.come_back(folk.center, person).await?;
            let tx = self.enter(&holder).await?;
            let take = TakeAttendance { meeting_id: meeting.id, everyone: true, entries: Vec::new() };
            attendance::take(&tx, take).await.map_err(fault)?;
            if nth + 1 < noted {
                let body = words[nth % words.len()].to_owned();
                let note = SaveNote { meeting_id: meeting.id, person: None, body, version: 0 };
                notes::save(&tx, note).await.map_err(fault)?;
                notes::sign(&tx, meeting.id).await.map_err(fault)?;
            }
            tx.commit().await.map_err(fault)?;
        }
        self.clock.set(self.now);
        Ok(())
    }
}

pub(super) fn client_of<'a>(folk: &Townsfolk<'a>, index: usize) -> Result<&'a SeedPerson> {
    folk.seed.clients.get(index).map(|client| &client.person).context("a client")
}
