import { useQuery } from "@tanstack/react-query";
import * as v from "valibot";
import { useAction } from "@/api/action";
import { centerBoot, may } from "@/api/boot";
import { unmask } from "@/gql";
import type { SteerMentorWholeFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button, Card } from "@/ui";
import { Form, FormNativeSelect, FormText, useServerForm } from "@/ui/form";
import { toast } from "@/ui/toaster";
import { SteerSetTerms, stale } from "./deeds-mentors";
import { SteerMentorLine } from "./queries";
import { supervisors } from "./queries-mentors";

type Values = { capacity: string; backgroundCheckedOn: string; supervisorId: string; supervisionMinutes: string };

const whole = (most: number, message: string) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.check((text) => /^\d+$/.test(text) && Number(text) <= most, message),
  );

/** Who can be named: admins choose among all; others keep who is named, or name themselves. */
function useSupervisors(mentor: SteerMentorWholeFragment, mentorId: string) {
  const t = useT();
  const { viewer } = centerBoot();
  const { data } = useQuery({ ...supervisors, enabled: may("VIEW_MEMBERS") });
  const all = [...(data?.supervisors.nodes ?? []), ...(data?.admins.nodes ?? [])]
    .filter((one) => one.state === "ACTIVE")
    .map((one) => one.member);
  const known = [...all, ...(mentor.supervisor ? [mentor.supervisor] : []), { id: viewer.id, name: viewer.name }];
  const people = [...new Map(known.map((one) => [one.id, one.name]))].filter(([id]) => id !== mentorId);
  return [{ id: "", label: t("mentoring.nobody") }, ...people.map(([id, label]) => ({ id, label }))];
}

function useTermsForm(mentoring: SteerMentorWholeFragment) {
  const t = useT();
  const mentor = unmask(SteerMentorLine, mentoring);
  return useServerForm<Values>({
    schema: v.object({
      capacity: whole(40, t("mentoring.capacityWrong")),
      backgroundCheckedOn: v.string(),
      supervisorId: v.string(),
      supervisionMinutes: whole(2400, t("mentoring.minutesWrong")),
    }),
    values: {
      capacity: String(mentor.capacity),
      backgroundCheckedOn: mentoring.backgroundCheckedOn ?? "",
      supervisorId: mentoring.supervisor?.id ?? "",
      supervisionMinutes: String(mentoring.supervisionMinutes),
    },
  });
}

/** What the center decides about a mentor. */
export default function MentorTerms(props: { whole: SteerMentorWholeFragment }) {
  const t = useT();
  const mentor = unmask(SteerMentorLine, props.whole);
  const people = useSupervisors(props.whole, mentor.id);
  const set = useAction(SteerSetTerms, (data) => data.setMentorTerms, stale);
  const form = useTermsForm(props.whole);
  async function save(values: Values) {
    const outcome = await set.run({
      input: {
        mentorId: mentor.id,
        version: props.whole.version,
        capacity: Number(values.capacity),
        backgroundCheckedOn: values.backgroundCheckedOn || null,
        supervisorId: values.supervisorId || null,
        supervisionMinutes: Number(values.supervisionMinutes),
      },
    });
    if (form.take(outcome)) toast(t("form.saved"));
  }
  if (mentor.id === centerBoot().viewer.id) return null;
  return (
    <Card labelledBy="terms" className="grid content-start gap-4">
      <h2 id="terms" className="text-h2">
        {t("mentoring.terms")}
      </h2>
      <Form form={form} onSubmit={save}>
        <FormText
          name="capacity"
          inputMode="numeric"
          label={t("mentoring.capacity")}
          hint={t("mentoring.capacityHint")}
          maxLength={2}
        />
        <FormText
          name="backgroundCheckedOn"
          type="date"
          label={`${t("mentoring.backgroundCheck")} (${t("form.optional")})`}
          hint={t("mentoring.backgroundHint")}
          max={centerBoot().today}
        />
        <FormNativeSelect name="supervisorId" label={t("mentoring.supervisor")} options={people} />
        <FormText
          name="supervisionMinutes"
          inputMode="numeric"
          label={t("mentoring.owed")}
          hint={t("mentoring.owedHint")}
          maxLength={4}
        />
        <Button type="submit" className="justify-self-start" pending={set.pending && t("form.saving")}>
          {t("form.save")}
        </Button>
      </Form>
    </Card>
  );
}
