import { useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { NotebookPen } from "lucide-react";
import { lazy, useState } from "react";
import type { Outcome } from "@/api/action";
import { centerBoot, may } from "@/api/boot";
import { keys } from "@/api/keys";
import type { Problem } from "@/api/problems";
import { useSessionChanges } from "@/features/booking/live";
import { unmask } from "@/gql";
import type { HourPartsFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { useNow } from "@/lib/use-now";
import { ButtonLink, Card, ErrorNotice, Notice, Section } from "@/ui";
import { useHourSteps } from "./deeds";
import { isCalledOff, isLive, type Move, movesOf } from "./moves";
import { HourParts, sessionHour, whereaboutsOf } from "./queries";
import { Room } from "./room";
import { Steps } from "./steps";
import { WhereaboutsForm, WhereaboutsShown } from "./whereabouts";
import { useStanding } from "./words";

// Times are put right now and then: the form comes when it is asked for.
const TimesForm = lazy(() => import("./times-form"));

type Fault = { error?: unknown; problems: readonly Problem[] };

/** The hour itself, for whoever holds it: where it stands, and what can be said about it now. */
export function Hour(props: { id: string }) {
  // The way into the room comes with time alone: nothing announces it.
  const found = useSuspenseQuery({ ...sessionHour(props.id), refetchInterval: 60_000 }).data.session;
  const session = found && unmask(HourParts, found);
  useSessionChanges(session?.counselor.id);
  if (!session || isCalledOff(session.state)) return null;
  const { viewer } = centerBoot();
  const mine = session.counselor.id === viewer.id;
  if (mine || may("MANAGE_CENTER")) return <HourCard session={session} mine={mine} />;
  // Whoever supervises puts its times right afterwards, and does nothing else in it.
  if (may("CO_SIGN_NOTES") && !isLive(session.state)) return <HourCard session={session} mine={false} only="record" />;
  return <ReadOnly session={session} />;
}

function ReadOnly({ session }: { session: HourPartsFragment }) {
  const t = useT();
  const standing = useStanding();
  return (
    <Card labelledBy="hour" className="grid gap-3">
      <h2 id="hour" className="text-h2">
        {t("care.hour.title")}
      </h2>
      <p>{standing(session)}</p>
      <NoteLink session={session} mine={false} />
    </Card>
  );
}

type Part = "steps" | "times" | "where";

/** Takes steps, and tells why one was not taken. `asks`: where the client is has to be asked before it begins. */
function useStepping(session: HourPartsFragment, asks: boolean, open: (part: Part) => void) {
  const queryClient = useQueryClient();
  const steps = useHourSteps();
  const [fault, setFault] = useState<Fault>();

  async function take(outcome: Outcome<{ problems: readonly Problem[] }>): Promise<void> {
    setFault(outcome.ok ? undefined : outcome);
    // Somebody else was faster, or time went on: what is possible now is shown beside what is said.
    if (!outcome.ok) await queryClient.invalidateQueries({ queryKey: keys.session(session.id) });
  }
  const variables = { sessionId: session.id };
  const begin = async () => take(await steps.begin.run(variables));
  /** What the client said themself meanwhile is asked for again before anybody asks them. */
  async function ask(): Promise<void> {
    const { whereabouts } = await queryClient.fetchQuery({ ...whereaboutsOf(session.id), staleTime: 0 });
    return whereabouts ? begin() : open("where");
  }
  async function step(move: Move): Promise<void> {
    if (move === "record") return open("times");
    if (move === "arrive") return take(await steps.arrive.run(variables));
    if (move === "undoArrival") return take(await steps.undo.run(variables));
    if (move === "undoBegin") return take(await steps.undoBegin.run(variables));
    if (move === "end") return take(await steps.end.run(variables));
    if (move === "missedClient") return take(await steps.miss.run({ ...variables, by: "CLIENT" }));
    if (move === "missedPeer") return take(await steps.miss.run({ ...variables, by: "COUNSELOR" }));
    return asks ? ask().catch(() => open("where")) : begin();
  }
  return { step, begin, fault, pending: Object.values(steps).some((one) => one.pending) };
}

function HourCard({ session, mine, only }: { session: HourPartsFragment; mine: boolean; only?: Move }) {
  const t = useT();
  const standing = useStanding();
  const moves = movesOf(session, useNow(15_000)).filter((move) => !only || move === only);
  const [part, setPart] = useState<Part>("steps");
  const online = session.place === "ONLINE";
  // Only the two of a session know where the client is, and only while it can matter.
  const matters = session.state === "IN_SESSION" || moves.includes("begin");
  const asksWhere = online && mine && matters;
  const where = useQuery({ ...whereaboutsOf(session.id), enabled: asksWhere }).data?.whereabouts;
  const { step, begin, fault, pending } = useStepping(session, asksWhere && where === null, setPart);
  const back = () => setPart("steps");
  return (
    <Card labelledBy="hour" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="grid gap-1">
        <h2 id="hour" className="text-h2">
          {t("care.hour.title")}
        </h2>
        <p role="status" className="font-medium">
          {standing(session)}
        </p>
      </div>
      {fault && <Refused fault={fault} moves={moves.length} />}
      {part === "steps" && isLive(session.state) && <Room session={session} />}
      {part === "steps" && (
        <Steps session={session} moves={moves} pending={pending} onStep={(move) => void step(move)} />
      )}
      {part === "times" && (
        <Section>
          <TimesForm session={session} onDone={back} />
        </Section>
      )}
      {part === "where" && (
        <WhereaboutsForm
          session={session}
          confirm={t("care.where.keepAndStart")}
          onCancel={back}
          onTold={async () => {
            back();
            await begin();
          }}
        />
      )}
      {part === "steps" && asksWhere && where !== undefined && <WhereaboutsShown session={session} where={where} />}
      {part === "steps" && <NoteLink session={session} mine={mine} />}
    </Card>
  );
}

/** Why a step was not taken. */
function Refused(props: { fault: Fault; moves: number }) {
  const t = useT();
  const { fault, moves } = props;
  if (fault.error) return <ErrorNotice error={fault.error} title={t("form.notSaved")} />;
  return (
    <Notice tone="attention" live>
      {fault.problems.map((problem) => (
        <p key={problem.code + problem.message}>{problem.message}</p>
      ))}
      {moves > 0 && <p>{t("care.hour.possibleNow")}</p>}
    </Notice>
  );
}

/** To what is written about it, once there is something to write about. */
function NoteLink({ session, mine }: { session: HourPartsFragment; mine: boolean }) {
  const t = useT();
  const writes = mine && may("WRITE_SESSION_NOTES") && session.state !== "BOOKED";
  const reads = !mine && may("CO_SIGN_NOTES") && !isLive(session.state);
  if (!writes && !reads) return null;
  return (
    <ButtonLink
      variant={writes && !isLive(session.state) ? "soft" : "secondary"}
      className="justify-self-start"
      to="/sessions/$id/note"
      params={{ id: session.id }}
      icon={<NotebookPen size={18} strokeWidth={1.75} aria-hidden />}
    >
      {t(writes ? "care.hour.writeNote" : "care.hour.readNote")}
    </ButtonLink>
  );
}
