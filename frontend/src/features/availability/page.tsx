import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useBlocker } from "@tanstack/react-router";
import { useMemo, useReducer, useState } from "react";
import { type Problem, sortProblems } from "@/api/problems";
import { unmask } from "@/gql";
import type { AvailabilityPartsFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { zoneName } from "@/lib/time";
import { Button, ErrorNotice, Notice, PageHeader } from "@/ui";
import { Dialog } from "@/ui/overlay";
import { toast } from "@/ui/toaster";
import { useSaveHours } from "./actions";
import { ExceptionsEditor } from "./exceptions";
import { countChanges, draftOf, edit, faultsAcrossMidnight, hasFaults, inputOf, weeklyMinutes } from "./model";
import { Preview } from "./preview";
import { AvailabilityParts, hours } from "./queries";
import { RulesCard } from "./settings";
import { TimeOffCard } from "./time-off";
import { TravelCard } from "./travel";
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
  "dailyLimit",
  "weeklyLimit",
];

/** The draft on this page, what it began with, and the deeds. */
function useHours(who: string) {
  const t = useT();
  const queryClient = useQueryClient();
  const latest = unmask(AvailabilityParts, useSuspenseQuery(hours(who)).data.availability);
  // What the draft began with. A newer answer replaces it only while nothing was edited.
  const [base, setBase] = useState(latest);
  const saved = useMemo(() => draftOf(base), [base]);
  const [draft, dispatch] = useReducer(edit, saved);
  const save = useSaveHours();
  const changes = countChanges(draft, saved);
  const begin = (next: AvailabilityPartsFragment) => {
    setBase(next);
    dispatch({ type: "reset", draft: draftOf(next) });
  };
  if (latest.version !== base.version && changes === 0 && !save.pending) begin(latest);

  async function run(version: number) {
    const outcome = await save.run({ input: inputOf(draft, who, version) });
    if (outcome.ok && outcome.payload.availability) {
      begin(unmask(AvailabilityParts, outcome.payload.availability));
      toast(t("staff.hours.saved"));
    } else if (!outcome.ok) {
      await queryClient.invalidateQueries({ queryKey: hours(who).queryKey });
    }
  }
  function drop(to: AvailabilityPartsFragment) {
    save.clear();
    begin(to);
  }
  return { latest, base, draft, dispatch, save, changes, run, drop };
}
type Hours = ReturnType<typeof useHours>;

/** When somebody can be booked: edited as a whole, saved as a whole. Time off is apart and takes effect at once. */
export function HoursPage(props: { who: string; own: boolean; today: string; picker?: React.ReactNode }) {
  const t = useT();
  const locale = useLocale();
  const state = useHours(props.who);
  const { latest, base, draft, dispatch, save, changes } = state;
  const sorted = sortProblems(
    save.problems.filter((problem) => problem.__typename !== "Conflict"),
    fields,
  );
  const total = Math.round(weeklyMinutes(draft) / 6) / 10;
  return (
    <>
      <PageHeader
        title={t("staff.nav.hours")}
        lead={t("staff.hours.lead", { hours: total, zone: zoneName(draft.zone, locale) })}
      >
        {props.own ? t("staff.nav.hours") : t("staff.hours.of", { name: base.counselor.name })}
      </PageHeader>
      {props.picker}
      <SaveProblems state={state} rest={sorted.rest} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-5">
          <WeekEditor draft={draft} dispatch={dispatch} />
          {faultsAcrossMidnight(draft) && <Notice tone="danger">{t("staff.hours.faultNight")}</Notice>}
          <ExceptionsEditor draft={draft} dispatch={dispatch} today={props.today} />
          <RulesCard draft={draft} dispatch={dispatch} problems={sorted.byField} />
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-5 xl:sticky xl:top-20">
          <Preview draft={draft} who={props.who} today={props.today} timeOff={latest.timeOff} travel={latest.travel} />
          <TimeOffCard availability={latest} today={props.today} />
          <TravelCard availability={latest} today={props.today} />
        </div>
      </div>
      {changes > 0 && <SaveBar state={state} />}
      <LeaveGuard active={changes > 0 && !save.pending} />
    </>
  );
}

/** Why nothing was saved; after somebody else's change, whose hours count. */
function SaveProblems({ state, rest }: { state: Hours; rest: ReadonlyArray<Problem> }) {
  const t = useT();
  const { save, latest, base, run, drop } = state;
  return (
    <>
      {save.error && (
        <ErrorNotice error={save.error} title={t("form.notSaved")} onRetry={() => void run(base.version)} />
      )}
      {save.problems.some((problem) => problem.__typename === "Conflict") && (
        <Notice
          tone="attention"
          live
          title={t("staff.hours.conflict")}
          actions={
            <>
              <Button size="small" variant="secondary" onPress={() => drop(latest)}>
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
      {rest.map((problem) => (
        <Notice key={problem.code + problem.path.join(".")} tone="danger" live>
          {problem.message}
        </Notice>
      ))}
    </>
  );
}

/** Stays in sight while something is not saved. */
function SaveBar({ state }: { state: Hours }) {
  const t = useT();
  const { draft, changes, save, base, run, drop } = state;
  const wrong = hasFaults(draft);
  return (
    <div className="sticky bottom-16 z-20 -mx-4 flex flex-wrap items-center gap-3 border-line border-t bg-surface px-4 py-3 md:bottom-0 md:-mx-6 md:px-6">
      <p role="status" className="mr-auto">
        {wrong ? t("staff.hours.fixFirst") : t("staff.hours.changes", { count: changes })}
      </p>
      <Button variant="quiet" onPress={() => drop(base)}>
        {t("staff.hours.discard")}
      </Button>
      <Button isDisabled={wrong} pending={save.pending && t("form.saving")} onPress={() => void run(base.version)}>
        {t("staff.hours.save")}
      </Button>
    </div>
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
