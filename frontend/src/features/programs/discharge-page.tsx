import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useWatch } from "react-hook-form";
import * as v from "valibot";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { unmask } from "@/gql";
import type { AftercareChoice, DischargeReason, EnrollmentState, GivenOrDeclined, WayNowFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { todayIn } from "@/lib/days";
import { BackLink, Button, Card, Notice, PageHeader } from "@/ui";
import { isOvertaken } from "@/ui/deed";
import { Form, FormNativeSelect, FormText, useServerForm } from "@/ui/form";
import { FormRadios } from "@/ui/form-radios";
import { toast } from "@/ui/toaster";
import { afterDeath, StaffMove, stale } from "./deeds";
import { reasons } from "./kinds";
import { oneWay, WayNow } from "./queries-way";
import { MoveForm, WayMovedOn } from "./way-dialogs";

// Named as the server's problems name them: each is told beside its field.
type Values = {
  on: string;
  note: string;
  until: string;
  discharge: {
    reason: string;
    lastContactOn: string;
    overdoseEducation: string;
    crisisPlan: string;
    aftercare: string;
  };
};

const died = (reason: string) => reason === "DEATH";

/** What is said when it is recorded. */
function told(reason: string) {
  if (died(reason)) return "programs.dischargedDeath";
  return reason === "TERMINATED_BY_FACILITY" ? "programs.dischargeAsked" : "programs.discharged";
}

const given = ["GIVEN", "DECLINED"] as const;
const aftercares = ["AS_LONG_AS_WANTED", "UNTIL", "NO"] as const;

/** What a discharge records: each thing as given or declined, none as left out. */
function useRules() {
  const t = useT();
  const text = v.string();
  return v.pipe(
    v.object({
      on: text,
      note: text,
      until: text,
      discharge: v.object({
        reason: v.pipe(text, v.nonEmpty(t("programs.reasonMissing"))),
        lastContactOn: text,
        overdoseEducation: text,
        crisisPlan: text,
        aftercare: text,
      }),
    }),
    v.forward(
      v.check(
        ({ discharge }) => died(discharge.reason) || discharge.overdoseEducation !== "",
        t("programs.educationMissing"),
      ),
      ["discharge", "overdoseEducation"],
    ),
    v.forward(
      v.check(({ discharge }) => died(discharge.reason) || discharge.crisisPlan !== "", t("programs.crisisMissing")),
      ["discharge", "crisisPlan"],
    ),
    v.forward(
      v.check(({ discharge }) => died(discharge.reason) || discharge.aftercare !== "", t("programs.aftercareMissing")),
      ["discharge", "aftercare"],
    ),
    v.forward(
      v.check(
        ({ discharge, until }) => died(discharge.reason) || discharge.aftercare !== "UNTIL" || until !== "",
        t("programs.untilMissing"),
      ),
      ["until"],
    ),
  );
}

function inputOf(way: WayNowFragment, values: Values, today: string) {
  const { discharge } = values;
  const gone = died(discharge.reason);
  const choice: AftercareChoice = gone ? "NO" : (discharge.aftercare as AftercareChoice);
  return {
    enrollmentId: way.id,
    version: way.version,
    to: "DISCHARGED" as const,
    on: values.on === today ? null : values.on || null,
    note: values.note.trim() || null,
    discharge: {
      reason: discharge.reason as DischargeReason,
      lastContactOn: discharge.lastContactOn || null,
      overdoseEducation: gone ? null : (discharge.overdoseEducation as GivenOrDeclined),
      crisisPlan: gone ? null : (discharge.crisisPlan as GivenOrDeclined),
      aftercare: { choice, until: choice === "UNTIL" ? values.until : null },
    },
  };
}

/** The end of a program. The account, the groups and the people stay; what goes on is the person's choice. */
export function DischargePage(props: { id: string }) {
  const t = useT();
  const found = useSuspenseQuery(oneWay(props.id)).data.enrollment;
  if (!found) return <Notice tone="attention">{t("error.notFound")}</Notice>;
  const way = unmask(WayNow, found);
  return (
    <div className="grid max-w-2xl grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("programs.dischargeTitle")}
        back={
          <BackLink to="/clients/$id/$tab" params={{ id: way.client.id, tab: "program" }}>
            {t("staff.client.title")}
          </BackLink>
        }
      >
        {t("programs.dischargeOf", { name: way.client.name, program: way.program.name })}
      </PageHeader>
      <Possible way={way} />
    </div>
  );
}

/** Decided once: what is written in the form stays when somebody else moves them on meanwhile. */
function Possible({ way }: { way: WayNowFragment }) {
  const t = useT();
  const [possible] = useState(way.nextStates.includes("DISCHARGED"));
  if (possible) return <DischargeForm way={way} />;
  return <Notice tone="attention">{t("programs.moveNowhere", { state: t(`programs.state.${way.state}`) })}</Notice>;
}

/** Records it. When somebody else was faster, how it stands now is known before anything is told. */
function useDischarge(way: WayNowFragment) {
  const queryClient = useQueryClient();
  const move = useAction(StaffMove, (data) => data.moveEnrollment, stale);
  const [seen, setSeen] = useState(way.state);
  const moved = way.state !== seen && !move.outcome?.ok;
  async function record(values: Values) {
    const outcome = await move.run({ input: inputOf(way, values, todayIn(centerBoot().center.zone)) });
    if (outcome.ok && died(values.discharge.reason)) void queryClient.invalidateQueries({ predicate: afterDeath });
    if (outcome.ok || !outcome.problems.some(isOvertaken)) return outcome;
    const fresh = await queryClient.fetchQuery({ ...oneWay(way.id), staleTime: 0 }).catch(() => undefined);
    const now = fresh?.enrollment && unmask(WayNow, fresh.enrollment);
    return now && now.state !== seen ? undefined : outcome;
  }
  return { record, moved, pending: move.pending, goOn: () => setSeen(way.state) };
}

function useDischargeForm(way: WayNowFragment) {
  return useServerForm<Values>({
    schema: useRules(),
    values: {
      on: todayIn(centerBoot().center.zone),
      note: "",
      until: "",
      discharge: {
        reason: "",
        lastContactOn: way.lastContact ?? "",
        overdoseEducation: "",
        crisisPlan: "",
        aftercare: "",
      },
    },
  });
}

function DischargeForm({ way }: { way: WayNowFragment }) {
  const t = useT();
  const navigate = useNavigate();
  const today = todayIn(centerBoot().center.zone);
  const discharge = useDischarge(way);
  const form = useDischargeForm(way);
  const [to, setTo] = useState<EnrollmentState>();
  const toClient = () => navigate({ to: "/clients/$id/$tab", params: { id: way.client.id, tab: "program" } });
  async function save(values: Values) {
    const outcome = await discharge.record(values);
    if (!outcome || !form.take(outcome)) return;
    toast(t(told(values.discharge.reason), { name: way.client.name }));
    await toClient();
  }
  return (
    <Card className="grid grid-cols-[minmax(0,1fr)] gap-5">
      {discharge.moved && (
        <WayMovedOn way={way} onChoose={(state) => (state === "DISCHARGED" ? discharge.goOn() : setTo(state))} />
      )}
      {to && <MoveForm way={way} first={to} onClose={(done) => (done ? void toClient() : setTo(undefined))} />}
      <Form form={form} onSubmit={save}>
        <Reason name={way.client.name} />
        <div className="flex flex-wrap gap-4">
          <On min={way.since ?? undefined} max={today} />
          <FormText
            name="discharge.lastContactOn"
            type="date"
            label={t("programs.lastContact")}
            hint={t("programs.lastContactHint")}
            max={today}
          />
        </div>
        <Given program={way.program.aftercareProgram?.name} />
        <FormText
          name="note"
          multiline
          rows={3}
          label={`${t("programs.note")} (${t("form.optional")})`}
          hint={t("programs.noteHint")}
          maxLength={2000}
        />
        {!discharge.moved && <Submit pending={discharge.pending} />}
      </Form>
    </Card>
  );
}

const useReason = () => useWatch({ name: "discharge.reason" }) as string;

function On(props: { min?: string; max: string }) {
  const t = useT();
  const label = t(died(useReason()) ? "programs.deathOn" : "programs.dischargeOn");
  return <FormText name="on" type="date" label={label} {...props} />;
}

function Submit(props: { pending: boolean }) {
  const t = useT();
  const label = t(died(useReason()) ? "programs.deathNow" : "programs.dischargeNow");
  return (
    <Button type="submit" className="justify-self-start" pending={props.pending && t("form.saving")}>
      {label}
    </Button>
  );
}

/** Why, and what it means: that everything stays, but for one reason. */
function Reason({ name }: { name: string }) {
  const t = useT();
  const reason = useReason();
  return (
    <>
      {!died(reason) && <p className="measure text-ink-2">{t("programs.dischargeLead")}</p>}
      <FormNativeSelect
        name="discharge.reason"
        label={t("programs.reason")}
        options={[
          { id: "", label: t("staff.choose") },
          ...reasons.map((id) => ({ id, label: t(`programs.reason.${id}`) })),
        ]}
      />
      {reason === "TERMINATED_BY_FACILITY" && <Notice tone="attention">{t("programs.needsReview")}</Notice>}
      {died(reason) && (
        <Notice title={t("programs.deathTitle")} live>
          {t("programs.deathText", { name })}
        </Notice>
      )}
    </>
  );
}

/** What was given and what was chosen. Nobody is asked for it after a death. */
function Given(props: { program?: string }) {
  const t = useT();
  const reason = useReason();
  const aftercare = useWatch({ name: "discharge.aftercare" }) as string;
  if (died(reason)) return null;
  const options = given.map((id) => ({ id, label: t(`programs.given.${id}`) }));
  return (
    <>
      <FormRadios
        name="discharge.overdoseEducation"
        label={t("programs.education")}
        hint={t("programs.educationHint")}
        options={options}
      />
      <FormRadios
        name="discharge.crisisPlan"
        label={t("programs.crisisPlan")}
        hint={t("programs.crisisPlanHint")}
        options={options}
      />
      <FormRadios
        name="discharge.aftercare"
        label={t("programs.aftercareLabel")}
        hint={props.program ? t("programs.aftercareIn", { program: props.program }) : t("programs.aftercareHint")}
        options={aftercares.map((id) => ({ id, label: t(`programs.aftercare.${id}`) }))}
      />
      {aftercare === "UNTIL" && (
        <FormText
          name="until"
          type="date"
          className="max-w-56"
          label={t("programs.until")}
          min={todayIn(centerBoot().center.zone)}
        />
      )}
    </>
  );
}
