import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useEffectEvent, useState } from "react";
import { centerBoot } from "@/api/boot";
import { useBook } from "@/features/booking/actions";
import { useBookSomebody } from "@/features/booking/asking";
import { anyone } from "@/features/booking/choice";
import type { SlotView } from "@/features/booking/flow";
import { closeBy } from "@/features/booking/queries";
import { zoneToShow } from "@/features/booking/session";
import { SlotPicker } from "@/features/booking/slot-picker";
import { besidesTaken, takenIn } from "@/features/booking/taken";
import { useHold } from "@/features/booking/use-hold";
import { useSlot } from "@/features/booking/use-slot";
import { ClientField } from "@/features/calendar/client-field";
import { counselors } from "@/features/calendar/queries";
import { hasCalendar, seesOthers } from "@/features/calendar/search";
import { useWhat, type What } from "@/features/calendar/use-what";
import { WhatField } from "@/features/calendar/what-field";
import { waitingWithMe } from "@/features/programs/queries";
import { type Ends, endingFault, endingOf, planOf, type Repeat } from "@/features/series/plan";
import { PreviewStep } from "@/features/series/preview-step";
import { RepeatField } from "@/features/series/repeat-field";
import { ClientWaits } from "@/features/waits/client-waits";
import { unmask } from "@/gql";
import type { SessionSeriesPlanInput } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { dateInZone, formatWhen } from "@/lib/time";
import { BackLink, Button, Card, Fault, PageHeader } from "@/ui";
import { NativeSelect } from "@/ui/fields";
import { toast } from "@/ui/toaster";
import { ClientRow, oneClient } from "./queries";

/** `at`: a time that was looked at before, to begin with; with how often from then on. */
type Props = { clientId?: string; who?: string; at?: string; repeat?: Repeat; ends?: Ends };

/** Says so, and shows the session on the calendar. */
function useShowBooked() {
  const t = useT();
  const navigate = useNavigate();
  return async (when: string, who: string, open?: string) => {
    toast(t("staff.book.done", { when }));
    await navigate({ to: "/calendar", search: { who: seesOthers() ? who : undefined, open } });
  };
}

/** How often from the first time on, and the dates that come of it. */
function useOften(first: string, wanted: Props) {
  const [repeat, onRepeat] = useState(wanted.repeat ?? "NONE");
  const [ending, onEnding] = useState(() => endingOf(wanted.ends));
  const [plan, setPlan] = useState<SessionSeriesPlanInput>();
  const fault = endingFault(ending, first);
  return {
    often: { date: first, repeat, ending, fault, onRepeat, onEnding },
    plan,
    /** Shows the dates, unless there is no end to them. */
    look: (base: Parameters<typeof planOf>[0]) => {
      if (repeat !== "NONE" && !fault) setPlan(planOf(base, repeat, ending));
    },
    dropPlan: () => setPlan(undefined),
  };
}

/** With whom: as asked for, if they can be booked; else with the viewer, else with the first there is. */
function useWho(asked: string | undefined) {
  const listed = useQuery({ ...counselors, enabled: seesOthers() }).data?.counselors;
  const people = listed ?? [];
  const [wanted, setWho] = useState(asked);
  // Somebody whose account is paused is not in the list.
  const known = !listed || wanted === anyone || listed.some((one) => one.id === wanted);
  const chosen = known ? wanted : undefined;
  return { people, who: chosen ?? (hasCalendar() ? centerBoot().viewer.id : people[0]?.id), setWho };
}

/** Books with whom was named, or with whoever is free of those who care for the client: the server spreads that. */
function useDeed(who: string | undefined, what: What, hold: ReturnType<typeof useHold>) {
  const [named, somebody] = [useBook(), useBookSomebody()];
  const deed = who === anyone ? somebody : named;
  async function run(clientId: string, slot: SlotView, clientMutationId: string) {
    const { token: holdToken } = await hold.ready();
    const wanted = { clientId, ...what.input, startsAt: slot.startsAt, clientMutationId, holdToken };
    if (who === anyone) {
      const outcome = await somebody.run({ input: { ...wanted, choice: "ANY" } });
      const session = outcome.ok ? outcome.payload.session : undefined;
      if (session) return { booked: { with: session.counselor.id, id: session.id } };
      const gone = !outcome.ok && outcome.problems.some((one) => one.code === "nobody_free");
      const minutes = what.kind?.minutes ?? Number(what.minutes);
      const of = { counselorId: null, minutes, typeId: what.kind?.id, place: what.place, clientId };
      return { alternatives: gone ? await closeBy(of, slot, centerBoot().today).catch(() => []) : undefined };
    }
    const outcome = await named.run({ input: { ...wanted, counselorId: who ?? "" } });
    if (outcome.ok) return { booked: { with: who ?? "", id: outcome.payload.session?.id } };
    return { alternatives: takenIn(outcome.problems)?.alternatives };
  }
  const clear = () => {
    named.clear();
    somebody.clear();
  };
  // That nobody is free then is told by the times close by.
  const problems = deed.problems.filter((one) => one.code !== "nobody_free");
  return { run, clear, pending: deed.pending, error: deed.error, problems };
}

/** Picks the time that the page was opened with. */
function useBegin(at: string | undefined, what: What, take: (slot: SlotView) => void) {
  const begin = useEffectEvent((startsAt: string) => {
    const minutes = what.kind?.minutes ?? Number(what.minutes);
    const endsAt = new Date(Date.parse(startsAt) + minutes * 60_000).toISOString();
    take({ startsAt, endsAt, zone: centerBoot().center.zone, minutes });
  });
  useEffect(() => {
    if (at) begin(at);
  }, [at]);
}

/** What is filled in, and the deed itself. */
function useStaffBooking(props: Props) {
  const t = useT();
  const locale = useLocale();
  const onBooked = useShowBooked();
  const { center } = centerBoot();
  const [client, setClient] = useState<string | null>(props.clientId ?? null);
  const { people, who, setWho } = useWho(props.who);
  const what = useWhat();
  const [missing, setMissing] = useState<string>();
  const hold = useHold((alternatives) => lost(alternatives));
  const book = useDeed(who, what, hold);
  const { state, drop, pick, lost } = useSlot(book.clear);
  // While the form is open nobody else has the time, of a series the first.
  async function keep(slot: SlotView) {
    if (!who) return hold.letGo();
    const counselorIds = who === anyone ? (slot.counselorIds ?? []) : [who];
    const length = { minutes: what.kind?.minutes ?? Number(what.minutes), typeId: what.kind?.id };
    const kept = await hold.keep({ counselorIds, startsAt: slot.startsAt, ...length, clientId: client ?? undefined });
    if (kept.taken) lost(kept.taken);
  }
  const zone = zoneToShow(what.place, center.zone);
  const { look, often, ...repeating } = useOften(
    state.slot ? dateInZone(state.slot.startsAt, zone) : centerBoot().today,
    props,
  );

  async function confirm() {
    if (!client) setMissing(t("staff.book.clientMissing"));
    if (!client || !who || !state.slot) return;
    const { startsAt } = state.slot;
    if (often.repeat !== "NONE" && who !== anyone) {
      look({ counselorId: who, clientId: client, ...what.input, firstAt: startsAt });
      return;
    }
    what.keep();
    const { booked, alternatives } = await book.run(client, state.slot, state.key);
    // Whoever is booked of many may be another than the one whose time was kept: that one is let go with the page.
    if (booked && who !== anyone) hold.used();
    if (booked) await onBooked(formatWhen(startsAt, zone, locale), booked.with, booked.id);
    else if (alternatives) lost(alternatives);
  }
  // What was picked does not hold for other people or lengths.
  const changed =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      set(value);
      setMissing(undefined);
      hold.letGo();
      drop();
    };
  const take = (slot: SlotView) => {
    pick(slot);
    void keep(slot);
  };
  useBegin(props.at, what, take);
  const lasting: What = { ...what, setKindId: changed(what.setKindId), setMinutes: changed(what.setMinutes) };
  return {
    client,
    setClient: changed(setClient),
    people,
    who,
    setWho: changed(setWho),
    what: lasting,
    missing,
    state,
    zone,
    book,
    confirm,
    pick: take,
    hold,
    often,
    ...repeating,
    onPlanned: async (open?: string) => {
      if (who && repeating.plan) await onBooked(formatWhen(state.slot?.startsAt ?? "", zone, locale), who, open);
    },
  };
}
type Booking = ReturnType<typeof useStaffBooking>;

/** Booking step by step: on phones, and from a client's page. */
export function BookPage(props: Props) {
  const t = useT();
  const booking = useStaffBooking(props);
  const { plan, who } = booking;
  return (
    <div className="grid max-w-2xl grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("staff.book.title")}
        back={
          props.clientId ? (
            <BackLink to="/clients/$id" params={{ id: props.clientId }}>
              {t("staff.client.title")}
            </BackLink>
          ) : (
            <BackLink to="/calendar">{t("staff.nav.calendar")}</BackLink>
          )
        }
      >
        {t("staff.book.title")}
      </PageHeader>
      {plan && (
        <Card>
          <PreviewStep
            plan={plan}
            zone={booking.zone}
            hold={booking.hold}
            onBack={booking.dropPlan}
            onDone={(first) => void booking.onPlanned(first)}
          />
        </Card>
      )}
      {/* Stays while the dates are looked at: whoever comes back finds all as it was. */}
      <div className={plan ? "hidden" : "grid grid-cols-[minmax(0,1fr)] gap-5"}>
        <Wishes booking={booking} clientId={props.clientId} />
        <Times booking={booking} near={props.at && dateInZone(props.at, booking.zone)} />
        {booking.client && (
          <ClientWaits
            key={booking.client}
            clientId={booking.client}
            counselorId={who === anyone ? undefined : who}
            typeId={booking.what.input.typeId}
            minutes={Number(booking.what.minutes)}
            place={booking.what.place}
          />
        )}
      </div>
    </div>
  );
}

/** The free times, and the deed. */
function Times({ booking, near }: { booking: Booking; near?: string }) {
  const t = useT();
  const locale = useLocale();
  const { book, state, who, what, zone, often } = booking;
  const minutes = what.kind?.minutes ?? Number(what.minutes);
  const repeats = often.repeat !== "NONE" && who !== anyone;
  const fault = often.fault && t(`desk.repeat.${often.fault}Fault`);
  return (
    <>
      <Fault
        of={{ error: book.error, problems: besidesTaken(book.problems) }}
        title={t("book.failed")}
        onRetry={() => void booking.confirm()}
      />
      {who === anyone && !booking.client && <p className="measure text-ink-2">{t("staff.book.clientFirst")}</p>}
      {who && (who !== anyone || booking.client) && (
        <SlotPicker
          key={`${who}-${booking.client}-${minutes}-${what.kindId}`}
          counselorId={who === anyone ? null : who}
          minutes={minutes}
          typeId={what.kind?.id}
          clientId={booking.client ?? undefined}
          zone={zone}
          today={centerBoot().today}
          place={what.place}
          flow={state}
          near={near}
          onPick={booking.pick}
        />
      )}
      {state.slot && (
        <>
          {who !== anyone && (
            <Card className="grid grid-cols-[minmax(0,1fr)] gap-4">
              <RepeatField {...often} fault={fault} />
            </Card>
          )}
          <Button
            size="large"
            className="sticky bottom-20 z-10 shadow-float md:bottom-4"
            isDisabled={repeats && often.fault !== undefined}
            pending={book.pending && t("book.booking")}
            onPress={() => void booking.confirm()}
          >
            {repeats
              ? t("desk.repeat.look")
              : t("book.confirm", { when: formatWhen(state.slot.startsAt, zone, locale) })}
          </Button>
        </>
      )}
    </>
  );
}

/** For whom, with whom, how long, where. */
function Wishes({ booking, clientId }: { booking: Booking; clientId?: string }) {
  const t = useT();
  const { who } = booking;
  return (
    <Card className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {clientId ? (
        <KnownClient id={clientId} />
      ) : (
        <ClientField
          value={booking.client}
          counselorId={who === anyone ? undefined : who}
          error={booking.missing}
          onChange={booking.setClient}
        />
      )}
      {seesOthers() && who && (
        <NativeSelect
          id="counselor"
          label={t("staff.session.counselor")}
          value={who}
          onChange={booking.setWho}
          options={[
            ...booking.people.map((one) => ({ id: one.id, label: one.name })),
            { id: anyone, label: t("staff.book.anyone") },
          ]}
        />
      )}
      <WhatField what={booking.what} />
    </Card>
  );
}

function KnownClient(props: { id: string }) {
  const t = useT();
  const { data } = useQuery(oneClient(props.id));
  const client = data?.client && unmask(ClientRow, data.client);
  // Somebody whom the viewer keeps contact with while they wait, and knows no more of.
  const { data: bridged } = useQuery({ ...waitingWithMe, enabled: data !== undefined && !client });
  const name = client
    ? client.member.name
    : bridged?.waitingWithMe.find((one) => one.client.id === props.id)?.client.name;
  return (
    <div className="grid gap-0.5">
      <span className="font-semibold">{t("staff.book.client")}</span>
      <span>{name ?? t("state.loading")}</span>
    </div>
  );
}
