import { useSuspenseQuery } from "@tanstack/react-query";
import { EllipsisVertical, UsersRound } from "lucide-react";
import { useState } from "react";
import { useAction } from "@/api/action";
import { unmask } from "@/gql";
import type { AttendanceStatus, MeetingLineFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { instantOf, isPast } from "@/lib/time";
import { Badge, Button, EmptyState, ErrorNotice, Notice } from "@/ui";
import { TextField } from "@/ui/fields";
import { Menu, TriggerButton } from "@/ui/overlay";
import { Press } from "@/ui/press";
import { StaffTakeAttendance, stale } from "./deeds-meeting";
import { RosterParts, rosterOf } from "./queries-meeting";
import {
  changesOf,
  countCame,
  type Entry,
  everyone,
  type Mark,
  type Marks,
  momentOf,
  needsTime,
  statusOf,
} from "./roster-model";

type Props = { meeting: MeetingLineFragment };

/** What is ticked, counted and saved. */
function useRoster({ meeting }: Props) {
  const data = useSuspenseQuery(rosterOf(meeting.id)).data.roster;
  const roster = data && unmask(RosterParts, data);
  const entries = roster?.entries ?? [];
  const [marks, setMarks] = useState<Marks>({});
  const [missing, setMissing] = useState(false);
  // Said beside the button, which a toast would cover on a phone.
  const [saved, setSaved] = useState<{ came: number; expected: number }>();
  const take = useAction(StaffTakeAttendance, (answer) => answer.takeAttendance, stale);
  const over = isPast(meeting.endsAt);

  async function save() {
    const untimed = entries.some((one) => needsTime(one, marks, over) && !marks[one.person.id]?.time);
    setMissing(untimed);
    if (untimed) return;
    const times: Record<string, string> = {};
    for (const [id, mark] of Object.entries(marks)) {
      if (mark?.time) times[id] = await instantOf(momentOf(mark.time, meeting), meeting.zone);
    }
    const input = { meetingId: meeting.id, everyone: false, entries: changesOf(entries, marks, times, over) };
    const outcome = await take.run({ input });
    if (!outcome.ok || !outcome.payload.roster) return;
    const saved = unmask(RosterParts, outcome.payload.roster);
    setMarks({});
    setSaved({ came: saved.came, expected: saved.entries.length });
  }
  const change = (next: Marks | ((before: Marks) => Marks)) => {
    setSaved(undefined);
    setMarks(next);
  };
  const set = (id: string, mark: Mark) => change((before) => ({ ...before, [id]: mark }));
  return { roster, entries, marks, change, set, missing, take, save, saved, over };
}

/** Who came: everybody with one press, then the exceptions. */
export function Roster(props: Props) {
  const t = useT();
  const state = useRoster(props);
  const { roster, entries, marks, take } = state;
  if (!roster) return <Notice tone="attention">{t("error.forbidden")}</Notice>;
  if (entries.length === 0) return <EmptyState icon={<UsersRound size={20} />}>{t("staff.roster.nobody")}</EmptyState>;
  const changed = Object.keys(marks).length > 0;
  const closed = isPast(roster.correctableUntil);
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-4">
      {take.error && <ErrorNotice error={take.error} title={t("form.notSaved")} onRetry={() => void state.save()} />}
      {take.problems.length > 0 && (
        <Notice tone="attention" live>
          {take.problems.map((problem) => (
            <p key={problem.code}>{problem.message}</p>
          ))}
        </Notice>
      )}
      {closed ? (
        <Notice tone="info">{t("staff.roster.closed")}</Notice>
      ) : (
        <Button
          size="large"
          variant="secondary"
          className="min-h-13 justify-self-stretch sm:justify-self-start"
          isDisabled={entries.every((entry) => statusOf(entry, marks))}
          onPress={() => state.change(everyone(entries, marks))}
        >
          {t("staff.roster.everyone")}
        </Button>
      )}
      <ul
        aria-label={t("staff.roster.title")}
        className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
      >
        {entries.map((entry) => (
          <li key={entry.person.id}>
            <RosterRow entry={entry} state={state} closed={closed} />
          </li>
        ))}
      </ul>
      <div className="sticky bottom-20 z-10 flex items-center justify-between gap-4 rounded-card border border-line bg-raised px-4 py-3 shadow-float md:bottom-4">
        <span role="status" className="tnum font-semibold">
          {state.saved
            ? t("staff.roster.saved", state.saved)
            : t("staff.roster.count", { came: countCame(entries, marks), expected: entries.length })}
        </span>
        {!closed && (
          <Button
            className="min-h-12"
            isDisabled={!changed}
            pending={take.pending && t("form.saving")}
            onPress={() => void state.save()}
          >
            {t("form.save")}
          </Button>
        )}
      </div>
    </div>
  );
}

const shown = ["PRESENT", "LATE", "ABSENT"] as const;
const rest = ["LEFT_EARLY", "EXCUSED"] as const;

function RosterRow(props: { entry: Entry; state: ReturnType<typeof useRoster>; closed: boolean }) {
  const t = useT();
  const { entry, state } = props;
  const { id, alias, pronouns } = entry.person;
  const status = statusOf(entry, state.marks);
  const set = (next: AttendanceStatus) => state.set(id, { status: next });
  const unusual = rest.find((one) => one === status);
  return (
    <div className="grid min-h-14 grid-cols-[minmax(0,1fr)] items-center gap-x-3 gap-y-1 px-4 py-2 sm:flex">
      <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2">
        <span className="font-semibold break-words">{alias}</span>
        {pronouns && <span className="text-small text-ink-2">{pronouns}</span>}
        {unusual && <Badge tone="info">{t(`staff.roster.${unusual}`)}</Badge>}
        {entry.attendance?.via === "CODE" && <Badge>{t("staff.roster.byCode")}</Badge>}
        {entry.attendance?.via === "JOIN" && <Badge>{t("staff.roster.byJoin")}</Badge>}
      </span>
      <TimeField entry={entry} state={state} />
      <fieldset className="m-0 flex min-w-0 items-center gap-1 border-0 p-0">
        <legend className="sr-only">{t("staff.roster.of", { name: alias })}</legend>
        <div className="flex min-w-0 flex-1 overflow-hidden rounded-control border-[1.5px] border-control">
          {shown.map((one) => (
            <Press
              key={one}
              pressed={status === one}
              isDisabled={props.closed}
              label={`${alias}: ${t(`staff.roster.${one}`)}`}
              onPress={() => set(one)}
              className={cx(
                "min-h-11 flex-1 cursor-pointer border-control border-l-[1.5px] bg-surface px-3 text-small font-semibold whitespace-nowrap first:border-l-0 hover:bg-sunken sm:flex-none",
                "-outline-offset-3! aria-pressed:bg-accent-soft aria-pressed:text-accent-soft-ink aria-pressed:underline aria-pressed:underline-offset-3",
              )}
            >
              {t(`staff.roster.${one}`)}
            </Press>
          ))}
        </div>
        {!props.closed && (
          <Menu
            label={t("staff.members.moreFor", { name: alias })}
            trigger={
              <TriggerButton label={t("staff.members.moreFor", { name: alias })}>
                <EllipsisVertical size={18} aria-hidden />
              </TriggerButton>
            }
            entries={rest.map((one) => ({ id: one, label: t(`staff.roster.${one}`), onAction: () => set(one) }))}
          />
        )}
      </fieldset>
    </div>
  );
}

function TimeField(props: { entry: Entry; state: ReturnType<typeof useRoster> }) {
  const t = useT();
  const { entry, state } = props;
  const { id, alias } = entry.person;
  const field = needsTime(entry, state.marks, state.over);
  const mark = state.marks[id];
  if (!field || !mark) return null;
  return (
    <TextField
      type="time"
      className="w-36"
      label={t(`staff.roster.${field}`)}
      aria-label={`${alias}: ${t(`staff.roster.${field}`)}`}
      value={mark.time ?? ""}
      onChange={(time) => state.set(id, { ...mark, time })}
      error={state.missing && !mark.time ? t("staff.groups.timeMissing") : undefined}
    />
  );
}
