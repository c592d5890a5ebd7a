import { useQuery } from "@tanstack/react-query";
import * as v from "valibot";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { unmask } from "@/gql";
import type { SteerMentorWholeFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button, Card } from "@/ui";
import { Form, FormNativeSelect, FormText, useServerForm } from "@/ui/form";
import { toast } from "@/ui/toaster";
import { SteerSetTerms, stale } from "./deeds-mentors";
import { SteerMentorLine } from "./queries";
import { approvedMentors, supervisors } from "./queries-mentors";

type Values = {
  capacity: string;
  backgroundCheckedOn: string;
  supervisorId: string;
  supervisionMinutes: string;
  backupId: string;
};

const whole = (most: number, message: string) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.check((text) => /^\d+$/.test(text) && Number(text) <= most, message),
  );

type Person = { id: string; name: string };

/** Somebody out of a list or nobody; whoever is named now stays a choice. */
function useChoice(people: readonly Person[], now: Person | null | undefined, mentorId: string) {
  const t = useT();
  const known = [...people, ...(now && !people.some((one) => one.id === now.id) ? [now] : [])];
  const others = known.filter((one) => one.id !== mentorId);
  return [{ id: "", label: t("mentoring.nobody") }, ...others.map(({ id, name }) => ({ id, label: name }))];
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
      backupId: v.string(),
    }),
    values: {
      capacity: String(mentor.capacity),
      backgroundCheckedOn: mentoring.backgroundCheckedOn ?? "",
      supervisorId: mentoring.supervisor?.id ?? "",
      supervisionMinutes: String(mentoring.supervisionMinutes),
      backupId: mentoring.backup?.id ?? "",
    },
  });
}

/** As they are, to be changed and saved. */
function useTerms(mentoring: SteerMentorWholeFragment) {
  const t = useT();
  const set = useAction(SteerSetTerms, (data) => data.setMentorTerms, stale);
  const form = useTermsForm(mentoring);
  async function save(values: Values) {
    const outcome = await set.run({
      input: {
        mentorId: unmask(SteerMentorLine, mentoring).id,
        version: mentoring.version,
        capacity: Number(values.capacity),
        backgroundCheckedOn: values.backgroundCheckedOn || null,
        supervisorId: values.supervisorId || null,
        supervisionMinutes: Number(values.supervisionMinutes),
        backupId: values.backupId || null,
      },
    });
    if (form.take(outcome)) toast(t("form.saved"));
  }
  return { form, save, pending: set.pending };
}

/** What the center decides about a mentor. */
export default function MentorTerms(props: { whole: SteerMentorWholeFragment }) {
  const t = useT();
  const mentor = unmask(SteerMentorLine, props.whole);
  const people = useChoice(useQuery(supervisors).data?.mentorSupervisors ?? [], props.whole.supervisor, mentor.id);
  const guides = useQuery(approvedMentors).data?.mentors.nodes.map((one) => one.member) ?? [];
  const standIns = useChoice(guides, props.whole.backup, mentor.id);
  const { form, save, pending } = useTerms(props.whole);
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
        <FormNativeSelect
          name="backupId"
          label={t("mentoring.backup")}
          hint={t("mentoring.backupHint")}
          options={standIns}
        />
        <Button type="submit" className="justify-self-start" pending={pending && t("form.saving")}>
          {t("form.save")}
        </Button>
      </Form>
    </Card>
  );
}
