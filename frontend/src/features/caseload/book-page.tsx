import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useReducer, useState } from "react";
import { centerBoot } from "@/api/boot";
import { problemOf } from "@/api/problems";
import { useBook } from "@/features/booking/actions";
import { flow, startFlow } from "@/features/booking/flow";
import { zoneToShow } from "@/features/booking/session";
import { SlotPicker } from "@/features/booking/slot-picker";
import { ClientField } from "@/features/calendar/client-field";
import { counselors } from "@/features/calendar/queries";
import { hasCalendar, seesOthers } from "@/features/calendar/search";
import { unmask } from "@/gql";
import type { BookSessionInput } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { newKey } from "@/lib/ids";
import { formatWhen } from "@/lib/time";
import { Button, Card, ErrorNotice, Notice, PageHeader } from "@/ui";
import { NativeSelect, Segmented } from "@/ui/fields";
import { toast } from "@/ui/toaster";
import { ClientRow, oneClient } from "./queries";

type Place = BookSessionInput["place"];

/** Booking step by step: on phones, and from a client's page. */
export function BookPage(props: { clientId?: string; who?: string }) {
  const t = useT();
  const locale = useLocale();
  const navigate = useNavigate();
  const { viewer, today, center } = centerBoot();
  const [client, setClient] = useState<string | null>(props.clientId ?? null);
  const people = useQuery({ ...counselors, enabled: seesOthers() }).data?.counselors ?? [];
  const [chosen, setChosen] = useState(props.who);
  const [minutes, setMinutes] = useState("45");
  const [place, setPlace] = useState<Place>("IN_PERSON");
  const [missing, setMissing] = useState<string>();
  const [state, step] = useReducer(flow, undefined, () => startFlow(newKey()));
  const book = useBook();
  const who = chosen ?? (hasCalendar() ? viewer.id : people[0]?.id);
  const zone = zoneToShow(place, center.zone);
  const drop = () => {
    book.clear();
    step({ type: "drop", key: newKey() });
  };
  const other = book.problems.find((problem) => problem.__typename !== "SlotTaken");

  async function confirm() {
    if (!client) setMissing(t("staff.book.clientMissing"));
    if (!client || !who || !state.slot) return;
    const outcome = await book.run({
      input: {
        clientMutationId: state.key,
        counselorId: who,
        clientId: client,
        startsAt: state.slot.startsAt,
        minutes: Number(minutes),
        place,
      },
    });
    if (outcome.ok) {
      toast(t("staff.book.done", { when: formatWhen(state.slot.startsAt, zone, locale) }));
      await navigate({
        to: "/calendar",
        search: { who: seesOthers() ? who : undefined, open: outcome.payload.session?.id },
      });
      return;
    }
    const taken = problemOf(outcome.problems, "SlotTaken");
    if (taken) step({ type: "taken", alternatives: taken.alternatives, key: newKey() });
  }

  return (
    <div className="grid max-w-2xl grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader title={t("staff.book.title")}>{t("staff.book.title")}</PageHeader>
      <Card className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {props.clientId ? (
          <KnownClient id={props.clientId} />
        ) : (
          <ClientField
            value={client}
            counselorId={who}
            error={missing}
            onChange={(id) => {
              setClient(id);
              setMissing(undefined);
              drop();
            }}
          />
        )}
        {seesOthers() && who && (
          <NativeSelect
            id="counselor"
            label={t("staff.session.counselor")}
            value={who}
            onChange={(id) => {
              setChosen(id);
              drop();
            }}
            options={people.map((one) => ({ id: one.id, label: one.name }))}
          />
        )}
        <div className="flex flex-wrap gap-x-8 gap-y-4">
          <Segmented
            label={t("book.length")}
            value={minutes}
            onChange={(value) => {
              setMinutes(value);
              drop();
            }}
            options={["30", "45", "60"].map((id) => ({ id, label: t("book.minutes", { minutes: id }) }))}
          />
          <Segmented
            label={t("book.where")}
            value={place}
            onChange={(value) => setPlace(value as Place)}
            options={[
              { id: "IN_PERSON", label: t("session.inPerson") },
              { id: "ONLINE", label: t("session.online") },
            ]}
          />
        </div>
      </Card>
      {book.error && <ErrorNotice error={book.error} title={t("book.failed")} onRetry={() => void confirm()} />}
      {other && (
        <Notice tone="attention" live>
          {other.message}
        </Notice>
      )}
      {who && (
        <SlotPicker
          key={`${who}-${minutes}`}
          counselorId={who}
          minutes={Number(minutes)}
          zone={zone}
          today={today}
          place={t(place === "ONLINE" ? "session.online" : "session.inPerson")}
          flow={state}
          onPick={(slot) => {
            book.clear();
            step({ type: "pick", slot, key: newKey() });
          }}
        />
      )}
      {state.slot && (
        <Button
          size="large"
          className="sticky bottom-20 z-10 shadow-float md:bottom-4"
          pending={book.pending && t("book.booking")}
          onPress={() => void confirm()}
        >
          {t("book.confirm", { when: formatWhen(state.slot.startsAt, zone, locale) })}
        </Button>
      )}
    </div>
  );
}

function KnownClient(props: { id: string }) {
  const t = useT();
  const { data } = useQuery(oneClient(props.id));
  const client = data?.client && unmask(ClientRow, data.client);
  return (
    <div className="grid gap-0.5">
      <span className="font-semibold">{t("staff.book.client")}</span>
      <span>{client ? client.member.name : t("state.loading")}</span>
    </div>
  );
}
