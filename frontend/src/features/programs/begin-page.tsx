import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useWatch } from "react-hook-form";
import * as v from "valibot";
import { useAction } from "@/api/action";
import { centerBoot, may } from "@/api/boot";
import { unmask } from "@/gql";
import type { EnrollmentState, Priority } from "@/gql/graphql";
import { useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { todayIn } from "@/lib/days";
import { BackLink, Button, Card, EmptyState, PageHeader, Skeleton, TextLink } from "@/ui";
import { Form, FormNativeSelect, FormText, useServerForm } from "@/ui/form";
import { FormRadios } from "@/ui/form-radios";
import { toast } from "@/ui/toaster";
import { useCohortDays } from "./cohorts";
import { StaffBegin, stale } from "./deeds";
import { priorities } from "./kinds";
import { knownClient, oneProgram, ProgramLine, ProgramWhole, programList } from "./queries";

// Whoever comes from a client's page does not search for one.
const WhichClient = lazy(() => import("./which-client"));

const begins = ["WAITLISTED", "INTAKE", "ACTIVE", "INQUIRY"] as const satisfies readonly EnrollmentState[];

type Values = {
  clientId: string;
  programId: string;
  cohortId: string;
  state: string;
  priority: string;
  on: string;
  note: string;
};

type Props = { program?: string; client?: string };

function useBeginForm(props: Props) {
  const t = useT();
  const open = useSuspenseQuery(programList)
    .data.programs.map((one) => unmask(ProgramLine, one))
    .filter((one) => one.state === "OPEN");
  const first = open.find((one) => one.id === props.program) ?? open[0];
  const form = useServerForm<Values>({
    schema: v.object({
      clientId: v.pipe(v.string(), v.nonEmpty(t("staff.book.clientMissing"))),
      programId: v.string(),
      cohortId: v.string(),
      state: v.string(),
      priority: v.string(),
      on: v.string(),
      note: v.string(),
    }),
    values: {
      clientId: props.client ?? "",
      programId: first?.id ?? "",
      cohortId: "",
      state: "WAITLISTED",
      priority: "NONE",
      on: todayIn(centerBoot().center.zone),
      note: "",
    },
  });
  return { form, open };
}

/** Begins it, and shows it among what is known of the person. */
function useBegin(form: ReturnType<typeof useBeginForm>["form"]) {
  const t = useT();
  const navigate = useNavigate();
  const begin = useAction(StaffBegin, (data) => data.beginEnrollment, stale);
  const keyOf = useAttemptKey();

  async function save(values: Values) {
    const today = todayIn(centerBoot().center.zone);
    const wanted = {
      clientId: values.clientId,
      programId: values.programId,
      cohortId: values.cohortId || null,
      state: values.state as EnrollmentState,
      priority: values.priority as Priority,
      on: values.on === today ? null : values.on || null,
      note: values.note.trim() || null,
    };
    const outcome = await begin.run({ input: { ...wanted, clientMutationId: keyOf(wanted) } });
    if (!form.take(outcome) || !outcome.ok) return;
    toast(t("programs.begun", { state: t(`programs.state.${outcome.payload.enrollment?.state ?? "INQUIRY"}`) }));
    await navigate({ to: "/clients/$id/$tab", params: { id: values.clientId, tab: "program" } });
  }
  return { save, pending: begin.pending };
}

/** The beginning of somebody's way through a program: asked for, in line, or with a place at once. */
export function BeginPage(props: Props) {
  const t = useT();
  const { form, open } = useBeginForm(props);
  const begin = useBegin(form);
  return (
    <div className="grid max-w-2xl grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader title={t("programs.begin")} back={<Back {...props} />} lead={t("programs.beginLead")}>
        {t("programs.begin")}
      </PageHeader>
      {open.length === 0 ? (
        <EmptyState>{t("programs.noneOpen")}</EmptyState>
      ) : (
        <Card>
          <Form form={form} onSubmit={begin.save}>
            {props.client ? (
              <Known id={props.client} />
            ) : (
              <div className="grid gap-1.5">
                <Suspense fallback={<Skeleton className="h-16 w-full" />}>
                  <WhichClient />
                </Suspense>
                <Newcomer />
              </div>
            )}
            <FormNativeSelect
              name="programId"
              label={t("programs.one")}
              options={open.map(({ id, name }) => ({ id, label: name }))}
            />
            <Details />
            <Button type="submit" className="justify-self-start" pending={begin.pending && t("form.saving")}>
              {t("programs.beginNow")}
            </Button>
          </Form>
        </Card>
      )}
    </div>
  );
}

/** To where the page was opened from. */
function Back(props: Props) {
  const t = useT();
  if (props.client) {
    return (
      <BackLink to="/clients/$id/$tab" params={{ id: props.client, tab: "program" }}>
        {t("staff.client.title")}
      </BackLink>
    );
  }
  if (props.program) {
    return (
      <BackLink to="/programs/$id" params={{ id: props.program }}>
        {t("programs.one")}
      </BackLink>
    );
  }
  return <BackLink to="/programs">{t("programs.title")}</BackLink>;
}

/** Whoever asks for the first time is not in the list yet. */
function Newcomer() {
  const t = useT();
  const begin = useWatch({ name: "programId" }) as string;
  if (!may("INVITE_MEMBERS")) return null;
  return (
    <TextLink className="justify-self-start" to="/members/invite" search={{ role: "CLIENT", begin }}>
      {t("programs.newcomer")}
    </TextLink>
  );
}

function Known(props: { id: string }) {
  const t = useT();
  const { data } = useQuery(knownClient(props.id));
  return (
    <div className="grid gap-0.5">
      <span className="font-semibold">{t("staff.book.client")}</span>
      <span>{data?.client?.member.name ?? t("state.loading")}</span>
    </div>
  );
}

function Details() {
  const t = useT();
  const days = useCohortDays();
  const programId = useWatch({ name: "programId" }) as string;
  const state = useWatch({ name: "state" }) as string;
  const { data } = useQuery({ ...oneProgram(programId), enabled: Boolean(programId) });
  const cohorts = data?.program ? unmask(ProgramWhole, data.program).cohorts : [];
  return (
    <>
      {cohorts.length > 0 && (
        <FormNativeSelect
          name="cohortId"
          label={t("programs.cohort")}
          options={[
            { id: "", label: t("programs.noCohort") },
            ...cohorts.map((one) => ({ id: one.id, label: `${one.name} (${days(one)})` })),
          ]}
        />
      )}
      <FormRadios
        name="state"
        label={t("programs.beginAs")}
        options={begins.map((id) => ({
          id,
          label: t(`programs.beginAs.${id}`),
          detail: t(`programs.beginText.${id}`),
        }))}
      />
      {(state === "WAITLISTED" || state === "INQUIRY") && (
        <FormNativeSelect
          name="priority"
          label={t("programs.priority")}
          hint={t("programs.priorityText")}
          options={priorities.map((id) => ({ id, label: t(`programs.priority.${id}`) }))}
        />
      )}
      <FormText
        name="on"
        type="date"
        className="max-w-56"
        label={t("programs.on")}
        hint={t("programs.onHint")}
        max={todayIn(centerBoot().center.zone)}
      />
      <FormText
        name="note"
        multiline
        rows={3}
        label={`${t("programs.note")} (${t("form.optional")})`}
        hint={t("programs.noteHint")}
        maxLength={2000}
      />
    </>
  );
}
