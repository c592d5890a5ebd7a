import { useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useBlocker } from "@tanstack/react-router";
import { useMemo, useReducer, useState } from "react";
import { sortProblems } from "@/api/problems";
import { spanOn } from "@/features/calendar/layout";
import { unmask } from "@/gql";
import { useLocale, useT } from "@/i18n";
import { addDays, formatClock, formatDate, minutesOf, nowIso, timeOfMinutes, wallClock, zoneName } from "@/lib/time";
import { Button, Card, EmptyState, ErrorNotice, Notice, PageHeader } from "@/ui";
import { Dialog } from "@/ui/overlay";
import { toast } from "@/ui/toaster";
import { useSaveHours } from "./actions";
import { ExceptionsEditor } from "./exceptions";
import {
  type Busy,
  countChanges,
  type Draft,
  draftOf,
  edit,
  faultsAcrossMidnight,
  hasFaults,
  inputOf,
  preview,
  weeklyMinutes,
} from "./model";
import { AvailabilityParts, busyTimes, hours } from "./queries";
import { RulesCard } from "./settings";
import { TimeOffCard } from "./time-off";
import { WeekEditor } from "./week";

const fields = [
  "zone",
  "location",
  "onlineLink",
  "bufferBefore",
  "bufferAfter",
  "minimumNotice",
  "horizonDays",
  "slotStep",
];

/** When somebody can be booked: edited as a whole, saved as a whole. Time off is apart and takes effect at once. */
export function HoursPage(props: { who: string; own: boolean; today: string; picker?: React.ReactNode }) {
  const t = useT();
  const locale = useLocale();
  const queryClient = useQueryClient();
  const latest = unmask(AvailabilityParts, useSuspenseQuery(hours(props.who)).data.availability);
  // What the draft began with. A newer answer replaces it only while nothing was edited.
  const [base, setBase] = useState(latest);
  const saved = useMemo(() => draftOf(base), [base]);
  const [draft, dispatch] = useReducer(edit, saved);
  const save = useSaveHours();
  const changes = countChanges(draft, saved);
  const wrong = hasFaults(draft);
  if (latest.version !== base.version && changes === 0 && !save.pending) {
    setBase(latest);
    dispatch({ type: "reset", draft: draftOf(latest) });
  }
  const conflict = save.problems.some((problem) => problem.__typename === "Conflict");
  const sorted = sortProblems(
    save.problems.filter((problem) => problem.__typename !== "Conflict"),
    fields,
  );

  async function run(version: number) {
    const outcome = await save.run({ input: inputOf(draft, props.who, version) });
    if (outcome.ok && outcome.payload.availability) {
      const next = unmask(AvailabilityParts, outcome.payload.availability);
      setBase(next);
      dispatch({ type: "reset", draft: draftOf(next) });
      toast(t("staff.hours.saved"));
    } else if (!outcome.ok) {
      await queryClient.invalidateQueries({ queryKey: hours(props.who).queryKey });
    }
  }
  function takeTheirs() {
    save.clear();
    setBase(latest);
    dispatch({ type: "reset", draft: draftOf(latest) });
  }
  const total = weeklyMinutes(draft);
  const problems = sorted.byField;
  return (
    <>
      <PageHeader
        title={t("staff.nav.hours")}
        lead={t("staff.hours.lead", { hours: Math.round(total / 6) / 10, zone: zoneName(draft.zone, locale) })}
      >
        {props.own ? t("staff.nav.hours") : t("staff.hours.of", { name: base.counselor.name })}
      </PageHeader>
      {props.picker}
      {save.error && (
        <ErrorNotice error={save.error} title={t("form.notSaved")} onRetry={() => void run(base.version)} />
      )}
      {conflict && (
        <Notice
          tone="attention"
          live
          title={t("staff.hours.conflict")}
          actions={
            <>
              <Button size="small" variant="secondary" onPress={takeTheirs}>
                {t("staff.hours.takeTheirs")}
              </Button>
              <Button
                size="small"
                variant="secondary"
                pending={save.pending && t("form.saving")}
                onPress={() => void run(latest.version)}
              >
                {t("staff.hours.keepMine")}
              </Button>
            </>
          }
        >
          {t("staff.hours.conflictText")}
        </Notice>
      )}
      {sorted.rest.map((problem) => (
        <Notice key={problem.code + problem.path.join(".")} tone="danger" live>
          {problem.message}
        </Notice>
      ))}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-5">
          <WeekEditor draft={draft} dispatch={dispatch} />
          {faultsAcrossMidnight(draft) && <Notice tone="danger">{t("staff.hours.faultNight")}</Notice>}
          <ExceptionsEditor draft={draft} dispatch={dispatch} today={props.today} />
          <RulesCard draft={draft} dispatch={dispatch} problems={problems} />
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-5 xl:sticky xl:top-20">
          <Preview draft={draft} who={props.who} today={props.today} timeOff={latest.timeOff} />
          <TimeOffCard availability={latest} today={props.today} />
        </div>
      </div>
      {changes > 0 && (
        <div className="sticky bottom-16 z-20 -mx-4 flex flex-wrap items-center gap-3 border-line border-t bg-surface px-4 py-3 md:bottom-0 md:-mx-6 md:px-6">
          <p role="status" className="mr-auto">
            {wrong ? t("staff.hours.fixFirst") : t("staff.hours.changes", { count: changes })}
          </p>
          <Button
            variant="quiet"
            onPress={() => {
              save.clear();
              dispatch({ type: "reset", draft: saved });
            }}
          >
            {t("staff.hours.discard")}
          </Button>
          <Button isDisabled={wrong} pending={save.pending && t("form.saving")} onPress={() => void run(base.version)}>
            {t("staff.hours.save")}
          </Button>
        </div>
      )}
      <LeaveGuard active={changes > 0 && !save.pending} />
    </>
  );
}

function LeaveGuard(props: { active: boolean }) {
  const t = useT();
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => props.active && current.pathname !== next.pathname,
    enableBeforeUnload: props.active,
    withResolver: true,
  });
  if (blocker.status !== "blocked") return null;
  return (
    <Dialog isOpen role="alertdialog" title={t("staff.leave.title")} onOpenChange={(open) => !open && blocker.reset()}>
      <p className="text-ink-2">{t("staff.leave.text")}</p>
      <div className="flex flex-wrap gap-2">
        <Button onPress={blocker.reset}>{t("staff.leave.stay")}</Button>
        <Button variant="secondary" onPress={blocker.proceed}>
          {t("staff.leave.go")}
        </Button>
      </div>
    </Dialog>
  );
}

/** What clients would be offered next, with the hours as they stand on this page. */
function Preview(props: {
  draft: Draft;
  who: string;
  today: string;
  timeOff: ReadonlyArray<{ startsAt: string; endsAt: string }>;
}) {
  const t = useT();
  const locale = useLocale();
  const { draft } = props;
  const { data } = useQuery(busyTimes(props.who, props.today));
  const times = useMemo(() => {
    const { zone } = draft;
    const booked = data?.calendar.days.flatMap((day) => day.sessions.filter((one) => one.state === "BOOKED")) ?? [];
    const { date, time } = wallClock(nowIso(), zone);
    const dates = Array.from({ length: 61 }, (_, day) => addDays(date, day));
    const busy: Busy[] = [...booked, ...props.timeOff].flatMap((one) =>
      dates.flatMap((day) => {
        const span = spanOn(day, one, zone);
        return span ? [{ date: day, from: span.from, until: span.until }] : [];
      }),
    );
    return preview(draft, { date, minute: minutesOf(time) }, busy, { minutes: 45, count: 6, perDay: 2 });
  }, [draft, data, props.timeOff]);
  return (
    <Card labelledBy="preview">
      <h2 id="preview" className="text-h2">
        {t("staff.hours.preview")}
      </h2>
      <p className="mb-3 text-small text-ink-2">{t("staff.hours.previewText")}</p>
      {times.length ? (
        <ul className="m-0 grid list-none gap-1.5 p-0">
          {times.map((one) => (
            <li
              key={`${one.date}-${one.from}`}
              className="tnum flex justify-between rounded-control bg-accent-soft px-3 py-1.5 text-small text-accent-soft-ink"
            >
              <span>{formatDate(one.date, locale)}</span>
              <span className="font-semibold">{formatClock(timeOfMinutes(one.from), locale)}</span>
            </li>
          ))}
        </ul>
      ) : (
        <EmptyState>{t("staff.hours.previewNone")}</EmptyState>
      )}
    </Card>
  );
}
