import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { unmask } from "@/gql";
import type { AftercareChoice, EnrollmentState, Priority, WayNowFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { todayIn } from "@/lib/days";
import { ErrorNotice, Notice, SkeletonList } from "@/ui";
import { DeedDialog, isOvertaken, MovedOn } from "@/ui/deed";
import { NativeSelect, RadioGroup, TextField } from "@/ui/fields";
import { Dialog } from "@/ui/overlay";
import { StaffMove, StaffMovePhase, StaffReviewDischarge, StaffSetPeer, StaffSetPriority, stale } from "./deeds";
import { priorities } from "./kinds";
import { oneWay, possiblePeers, WayNow } from "./queries-way";

type Inside = { way: WayNowFragment; onClose: (done?: boolean) => void };

/** Asks how a way stands now, and only then what to do about it: lists may be old by the time somebody acts. */
export function WayDialog(props: {
  wayId: string;
  title: string;
  onClose: () => void;
  children: (way: WayNowFragment) => ReactNode;
}) {
  const t = useT();
  const found = useQuery({ ...oneWay(props.wayId), staleTime: 0, refetchOnWindowFocus: false });
  // What an earlier dialog was told does not count.
  const way = found.isFetchedAfterMount && found.data?.enrollment && unmask(WayNow, found.data.enrollment);
  if (way) return props.children(way);
  return (
    <Dialog isOpen title={props.title} onOpenChange={(open) => !open && props.onClose()}>
      {found.isError && <ErrorNotice error={found.error} onRetry={() => void found.refetch()} />}
      {!found.isFetchedAfterMount && <SkeletonList label={t("state.loading")} rows={2} rowClass="h-12 w-full" />}
      {found.isFetchedAfterMount && found.data && <Notice tone="attention">{t("error.notFound")}</Notice>}
    </Dialog>
  );
}

/** A day that has been: backdating is fine, as far as the step before it. */
export function PastDay(props: {
  label: string;
  hint?: string;
  value: string;
  since?: string | null;
  onChange: (day: string) => void;
}) {
  return (
    <TextField
      type="date"
      className="max-w-56"
      label={props.label}
      hint={props.hint}
      value={props.value}
      min={props.since ?? undefined}
      max={todayIn(centerBoot().center.zone)}
      onChange={props.onChange}
    />
  );
}

const choices: readonly AftercareChoice[] = ["AS_LONG_AS_WANTED", "UNTIL"];

/** What is chosen about a move, and the move itself. A discharge has a page of its own. */
function useMove(way: WayNowFragment, first?: EnrollmentState) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const today = todayIn(centerBoot().center.zone);
  const move = useAction(StaffMove, (data) => data.moveEnrollment, stale);
  const [chosen, setTo] = useState(first);
  const [on, setOn] = useState(today);
  const [note, setNote] = useState("");
  const [aftercare, setAftercare] = useState<AftercareChoice>("AS_LONG_AS_WANTED");
  const [until, setUntil] = useState("");
  const to = way.nextStates.find((state) => state === chosen) ?? way.nextStates[0];

  async function run(state: EnrollmentState) {
    if (state === "DISCHARGED") {
      await navigate({ to: "/enrollments/$id/discharge", params: { id: way.id } });
      return { ok: true as const, payload: { problems: [] } };
    }
    const goesOn = state === "AFTERCARE";
    const outcome = await move.run({
      input: {
        enrollmentId: way.id,
        version: way.version,
        to: state,
        on: on === today ? null : on || null,
        note: note.trim() || null,
        ...(goesOn ? { aftercare: { choice: aftercare, until: aftercare === "UNTIL" ? until || null : null } } : {}),
      },
    });
    // Somebody else was faster: what is possible now is known before it is told.
    if (!outcome.ok && outcome.problems.some(isOvertaken)) {
      await queryClient.fetchQuery({ ...oneWay(way.id), staleTime: 0 }).catch(() => {});
    }
    return outcome;
  }
  return { to, setTo, on, setOn, note, setNote, aftercare, setAftercare, until, setUntil, run };
}
type Moving = ReturnType<typeof useMove>;

/** On along the way: only to where it goes from here, also when somebody else moved it meanwhile. */
export function MoveForm({ way, first, onClose }: Inside & { first?: EnrollmentState }) {
  const t = useT();
  const moving = useMove(way, first);
  const [seen, setSeen] = useState(way.state);
  const { to } = moving;
  const title = t("programs.moveTitle", { name: way.client.name });
  const moved = way.state !== seen && (
    <WayMovedOn
      way={way}
      onChoose={(state) => {
        moving.setTo(state);
        setSeen(way.state);
      }}
    />
  );
  if (!to && !moved) {
    return (
      <Dialog isOpen title={title} onOpenChange={(open) => !open && onClose()}>
        <p className="text-ink-2">{t("programs.moveNowhere", { state: t(`programs.state.${way.state}`) })}</p>
      </Dialog>
    );
  }
  const leaves = to === "DISCHARGED";
  return (
    <DeedDialog
      title={title}
      text={t("programs.moveFrom", { program: way.program.name, state: t(`programs.state.${way.state}`) })}
      confirm={t(leaves ? "programs.goOn" : "programs.moveNow")}
      done={
        leaves || !to ? undefined : t("programs.moved", { name: way.client.name, state: t(`programs.state.${to}`) })
      }
      moved={moved}
      run={() => moving.run(to ?? way.state)}
      onClose={onClose}
    >
      {!moved && to && <Where way={way} to={to} onChoose={moving.setTo} />}
      {!moved && to === "AFTERCARE" && <AftercareFields moving={moving} />}
      {(moved || !leaves) && <DayAndNote moving={moving} since={way.since} />}
    </DeedDialog>
  );
}

function Where(props: { way: WayNowFragment; to: EnrollmentState; onChoose: (state: EnrollmentState) => void }) {
  const t = useT();
  const { nextStates, program } = props.way;
  return (
    <RadioGroup
      label={t("programs.moveTo")}
      value={props.to}
      onChange={(value) => {
        const state = nextStates.find((one) => one === value);
        if (state) props.onChoose(state);
      }}
      options={nextStates.map((state) => ({
        id: state,
        label: t(`programs.become.${state}`),
        detail: t(`programs.becomeText.${state}`, { hours: program.offerHours }),
      }))}
    />
  );
}

/** Somebody else was faster: where the way stands now, and where it goes from there. */
export function WayMovedOn(props: { way: WayNowFragment; onChoose: (state: EnrollmentState) => void }) {
  const t = useT();
  const { way } = props;
  return (
    <MovedOn
      title={t("programs.movedOn", { name: way.client.name, state: t(`programs.state.${way.state}`) })}
      text={t(way.nextStates.length > 0 ? "programs.movedOnText" : "programs.movedOnOver")}
      choices={way.nextStates.map((id) => ({ id, label: t(`programs.become.${id}`) }))}
      onChoose={props.onChoose}
    />
  );
}

function DayAndNote({ moving, since }: { moving: Moving; since?: string | null }) {
  const t = useT();
  return (
    <>
      <PastDay
        label={t("programs.on")}
        hint={t("programs.onHint")}
        value={moving.on}
        since={since}
        onChange={moving.setOn}
      />
      <TextField
        multiline
        rows={2}
        label={`${t("programs.note")} (${t("form.optional")})`}
        hint={t("programs.noteHint")}
        value={moving.note}
        onChange={moving.setNote}
        maxLength={2000}
      />
    </>
  );
}

function AftercareFields({ moving }: { moving: Moving }) {
  const t = useT();
  return (
    <>
      <RadioGroup
        label={t("programs.aftercareLabel")}
        value={moving.aftercare}
        onChange={(value) => moving.setAftercare(value === "UNTIL" ? "UNTIL" : "AS_LONG_AS_WANTED")}
        options={choices.map((id) => ({ id, label: t(`programs.aftercare.${id}`) }))}
      />
      {moving.aftercare === "UNTIL" && (
        <TextField
          type="date"
          className="max-w-56"
          label={t("programs.until")}
          value={moving.until}
          min={todayIn(centerBoot().center.zone)}
          onChange={moving.setUntil}
        />
      )}
    </>
  );
}

/** Into another phase, with or without agreement about it. */
export function PhaseForm({ way, onClose }: Inside) {
  const t = useT();
  const today = todayIn(centerBoot().center.zone);
  const move = useAction(StaffMovePhase, (data) => data.moveEnrollmentPhase, stale);
  const { phases } = way.program;
  const at = phases.findIndex((phase) => phase.id === way.phase?.id);
  const [chosen, setChosen] = useState(phases[at + 1]?.id ?? phases[at - 1]?.id ?? "");
  const [on, setOn] = useState(today);
  return (
    <DeedDialog
      title={t("programs.phaseTitle", { name: way.client.name })}
      text={way.phase ? t("programs.phaseNow", { phase: way.phase.name }) : t("programs.phaseNone")}
      confirm={t("programs.phaseMove")}
      done={t("programs.phaseMoved", { name: way.client.name })}
      run={() =>
        move.run({
          input: {
            enrollmentId: way.id,
            version: way.version,
            phaseId: chosen,
            on: on === today ? null : on || null,
          },
        })
      }
      onClose={onClose}
    >
      <NativeSelect
        id="phase"
        label={t("programs.phase")}
        value={chosen}
        onChange={setChosen}
        options={phases.filter((phase) => phase.id !== way.phase?.id).map(({ id, name }) => ({ id, label: name }))}
      />
      <PastDay label={t("programs.on")} value={on} since={way.since} onChange={setOn} />
    </DeedDialog>
  );
}

export function PriorityForm({ way, onClose }: Inside) {
  const t = useT();
  const set = useAction(StaffSetPriority, (data) => data.setEnrollmentPriority, stale);
  const [priority, setPriority] = useState<Priority>(way.priority ?? "NONE");
  return (
    <DeedDialog
      title={t("programs.priorityTitle", { name: way.client.name })}
      text={t("programs.priorityText")}
      confirm={t("form.save")}
      done={t("form.saved")}
      run={() => set.run({ input: { enrollmentId: way.id, priority } })}
      onClose={onClose}
    >
      <RadioGroup
        label={t("programs.priority")}
        value={priority}
        onChange={(value) => setPriority(priorities.find((one) => one === value) ?? "NONE")}
        options={priorities.map((id) => ({ id, label: t(`programs.priority.${id}`) }))}
      />
    </DeedDialog>
  );
}

/** Who keeps contact with somebody while they wait. */
export function PeerForm({ way, onClose }: Inside) {
  const t = useT();
  const set = useAction(StaffSetPeer, (data) => data.setEnrollmentPeer, stale);
  const people = useQuery(possiblePeers(way.id)).data?.enrollmentPeers ?? [];
  const [peer, setPeer] = useState(way.peer?.id ?? "");
  const known = way.peer && !people.some((one) => one.id === way.peer?.id) ? [way.peer, ...people] : people;
  return (
    <DeedDialog
      title={t("programs.peerTitle", { name: way.client.name })}
      text={t("programs.peerText")}
      confirm={t("form.save")}
      done={t("form.saved")}
      run={() => set.run({ input: { enrollmentId: way.id, peerId: peer || null } })}
      onClose={onClose}
    >
      <NativeSelect
        id="peer"
        label={t("programs.peer")}
        value={peer}
        onChange={setPeer}
        options={[{ id: "", label: t("programs.peerNobody") }, ...known.map(({ id, name }) => ({ id, label: name }))]}
      />
    </DeedDialog>
  );
}

/** A supervisor's word about an end of treatment against somebody's will. */
export function ReviewDialog(props: Inside & { confirm: boolean }) {
  const t = useT();
  const { way, confirm } = props;
  const review = useAction(StaffReviewDischarge, (data) => data.reviewDischarge, stale);
  return (
    <DeedDialog
      danger={confirm}
      title={t(confirm ? "programs.reviewYesTitle" : "programs.reviewNoTitle", { name: way.client.name })}
      text={t(confirm ? "programs.reviewYesText" : "programs.reviewNoText")}
      confirm={t(confirm ? "programs.reviewYes" : "programs.reviewNo")}
      done={t(confirm ? "programs.reviewedYes" : "programs.reviewedNo")}
      run={() => review.run({ input: { enrollmentId: way.id, confirm } })}
      onClose={props.onClose}
    />
  );
}
