import { useSuspenseQuery } from "@tanstack/react-query";
import { BookOpen } from "lucide-react";
import { useState } from "react";
import { centerBoot } from "@/api/boot";
import { unmask } from "@/gql";
import type { WayNowFragment, WayWholeFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatAgo, formatWhen } from "@/lib/time";
import { Button, ButtonLink, Card, EmptyState, Facts, Notice, TextLink } from "@/ui";
import { RecordDeath } from "./death";
import { type Deed, DeedDialogs } from "./dialogs";
import { isIn, usualStep, waits } from "./kinds";
import { mayLog, mayMove, seesLine } from "./may";
import { clientWays, WayNow, WayWhole } from "./queries-way";
import { StepButton } from "./step-button";
import { DischargeNotice, DischargeRecord } from "./way-discharge";
import { CheckIns, Contacts, History } from "./way-record";
import { Packet, Readiness } from "./way-work";
import { LastContact, useDay, WayBadge } from "./words";

/** The way that counts now comes first: being in a program, then waiting for one, then what came last. */
export function sorted(ways: readonly WayWholeFragment[]): WayWholeFragment[] {
  const rank = (way: WayWholeFragment) => {
    const { state } = unmask(WayNow, way);
    if (isIn(state)) return 0;
    return waits(state) ? 1 : state === "INQUIRY" ? 2 : 3;
  };
  return [...ways].sort((one, other) => rank(one) - rank(other));
}

/** A client's ways through programs: the present one in full, earlier ones to be unfolded. */
export function ClientWays(props: { clientId: string }) {
  const t = useT();
  const { client } = useSuspenseQuery(clientWays(props.clientId)).data;
  const [present, ...others] = sorted(client?.enrollments.map((one) => unmask(WayWhole, one)) ?? []);
  const ways = [present, ...others].filter((way) => way !== undefined).map((way) => unmask(WayNow, way));
  const state = ways[0]?.state;
  const begin = mayMove() && !client?.diedOn && (
    <ButtonLink
      className="justify-self-start"
      variant={present ? "secondary" : "primary"}
      to="/programs/begin"
      search={{ client: props.clientId }}
    >
      {t("programs.begin")}
    </ButtonLink>
  );
  // A program that can discharge somebody asks for more than a day.
  const death = client && mayMove() && !client.diedOn && !ways.some((way) => way.nextStates.includes("DISCHARGED")) && (
    <RecordDeath clientId={props.clientId} name={client.member.name} />
  );
  if (!present) {
    return (
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <EmptyState icon={<BookOpen size={20} />} action={begin}>
          {t("programs.noWay")}
        </EmptyState>
        {death}
      </div>
    );
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <Way way={present} />
      {state && !isIn(state) && !waits(state) && begin}
      {others.length > 0 && (
        <section aria-labelledby="other-ways" className="grid gap-3">
          <h2 id="other-ways" className="text-h2">
            {t("programs.otherWays")}
          </h2>
          {others.map((way) => (
            <Folded key={unmask(WayNow, way).id} way={way} />
          ))}
        </section>
      )}
      {death}
    </div>
  );
}

/** One that is not the present one: its name and state, and the rest when somebody wants it. */
function Folded({ way }: { way: WayWholeFragment }) {
  const now = unmask(WayNow, way);
  const day = useDay();
  const [open, setOpen] = useState(false);
  return (
    <details
      className="rounded-card border border-line bg-surface"
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="flex min-h-12 cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
        <span className="font-semibold break-words">{now.program.name}</span>
        <WayBadge state={now.state} />
        {now.since && <span className="text-small text-ink-2">{day(now.since)}</span>}
      </summary>
      {open && (
        <div className="border-line border-t p-4">
          <Way way={way} />
        </div>
      )}
    </details>
  );
}

function Way({ way }: { way: WayWholeFragment }) {
  const now = unmask(WayNow, way);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <DischargeNotice way={way} />
      <Standing way={now} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-2">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6 empty:hidden">
          <DischargeRecord way={way} />
          <Readiness way={way} />
          <Packet way={way} />
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
          <CheckIns way={way} />
          <Contacts way={way} />
          <History way={way} />
        </div>
      </div>
    </div>
  );
}

/** Where somebody is, and the deeds that go on from there. */
function Standing({ way }: { way: WayNowFragment }) {
  const t = useT();
  const [deed, setDeed] = useState<Deed>();
  const { id, program } = way;
  return (
    <Card labelledBy={`way-${id}`} className="grid gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <h2 id={`way-${id}`} className="min-w-0 text-h2 break-words">
          <TextLink to="/programs/$id" params={{ id: program.id }}>
            {program.name}
          </TextLink>
        </h2>
        <WayBadge state={way.state} />
      </div>
      {way.cohortOver && (
        <Notice tone="attention" title={t("programs.cohortOver")}>
          {t("programs.cohortOverText")}
        </Notice>
      )}
      <WayFacts way={way} />
      <WayDeeds way={way} onDeed={setDeed} />
      <DeedDialogs deed={deed} onClose={() => setDeed(undefined)} />
    </Card>
  );
}

/** Since when, how far and until when; and who keeps contact meanwhile. */
function WayFacts({ way }: { way: WayNowFragment }) {
  const t = useT();
  const day = useDay();
  const locale = useLocale();
  const { state } = way;
  const zone = centerBoot().center.zone;
  return (
    <div className="grid items-start gap-x-8 gap-y-3 sm:grid-cols-2">
      <Facts
        items={[
          Boolean(way.since) && { term: t("programs.stateSince"), value: day(way.since ?? "") },
          way.phase && isIn(state) && { term: t("programs.phase"), value: way.phase.name },
          way.cohort && { term: t("programs.cohort"), value: way.cohort.name },
          Boolean(way.placeInLine) && {
            term: t("programs.place"),
            value: t("programs.number", { place: way.placeInLine ?? 0 }),
          },
          Boolean(way.offeredUntil) && {
            term: t("programs.keptUntilHead"),
            value: formatWhen(way.offeredUntil ?? "", zone, locale),
          },
          Boolean(way.waitingSince) && {
            term: t("programs.waitingHead"),
            value: t("programs.waits", { ago: formatAgo(way.waitingSince ?? "", locale) }),
          },
          way.aftercareProgram && { term: t("programs.level.AFTERCARE"), value: way.aftercareProgram.name },
          state === "AFTERCARE" && {
            term: t("programs.until"),
            value: way.aftercareUntil ? day(way.aftercareUntil) : t("programs.aftercare.AS_LONG_AS_WANTED"),
          },
        ]}
      />
      <Facts
        items={[
          { term: t("programs.lastContact"), value: <LastContact on={way.lastContact} quiet={way.quiet} /> },
          waits(state) &&
            (way.peer || mayMove() || seesLine()) && {
              term: t("programs.peer"),
              value: way.peer?.name ?? t("programs.peerMissing"),
            },
          waits(state) &&
            way.priority && { term: t("programs.priority"), value: t(`programs.priority.${way.priority}`) },
        ]}
      />
    </div>
  );
}

function WayDeeds({ way, onDeed }: { way: WayNowFragment; onDeed: (deed: Deed) => void }) {
  const t = useT();
  const { id, client, state, program } = way;
  const { name } = client;
  const moves = way.nextStates.length > 0;
  const usual = usualStep[state];
  const steps = usual && way.nextStates.includes(usual);
  return (
    <div className="flex flex-wrap gap-2">
      {moves && <StepButton way={way} name={name} onDeed={onDeed} />}
      {moves && (
        <Button variant={steps ? "secondary" : undefined} onPress={() => onDeed({ kind: "move", wayId: id, name })}>
          {t("programs.deed.move")}
        </Button>
      )}
      {moves && ["ACTIVE", "ON_HOLD"].includes(state) && program.phases.length > 1 && (
        <Button variant="secondary" onPress={() => onDeed({ kind: "phase", wayId: id, name })}>
          {t("programs.deed.phase")}
        </Button>
      )}
      {moves && program.cohorts.length > 0 && (isIn(state) || waits(state) || state === "INQUIRY") && (
        <Button variant="secondary" onPress={() => onDeed({ kind: "cohort", wayId: id, name })}>
          {t("programs.deed.cohort")}
        </Button>
      )}
      {mayLog() && state !== "CLOSED" && (
        <Button variant="secondary" onPress={() => onDeed({ kind: "contact", clientId: client.id, name })}>
          {t("programs.deed.contact")}
        </Button>
      )}
      {moves && (waits(state) || state === "INQUIRY") && (
        <>
          <Button variant="secondary" onPress={() => onDeed({ kind: "peer", wayId: id, name })}>
            {t("programs.deed.peer")}
          </Button>
          <Button variant="secondary" onPress={() => onDeed({ kind: "priority", wayId: id, name })}>
            {t("programs.deed.priority")}
          </Button>
        </>
      )}
    </div>
  );
}
