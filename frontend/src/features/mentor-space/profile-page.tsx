import { useSuspenseQuery } from "@tanstack/react-query";
import * as v from "valibot";
import { centerBoot } from "@/api/boot";
import { Credentials } from "@/features/mentoring/credentials";
import { MentorTabs } from "@/features/mentoring/nav";
import { SteerMentorLine } from "@/features/mentoring/queries";
import { SteerMentorWhole } from "@/features/mentoring/queries-mentors";
import { SupervisionHours, SupervisionList } from "@/features/mentoring/supervision";
import { TrainingList } from "@/features/mentoring/training";
import { languageTags, supportModes, useMentoringWords, useStandInWords } from "@/features/mentoring/words";
import { unmask } from "@/gql";
import type { SteerMentorWholeFragment, SupportMode } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button, Card, PageHeader, Section } from "@/ui";
import { Form, FormNativeSelect, FormText, useServerForm } from "@/ui/form";
import { FormCheckboxes } from "@/ui/form-checkboxes";
import { toast } from "@/ui/toaster";
import { useApply, useUpdateProfile } from "./deeds";
import { colleagues, ownProfile } from "./queries";

/** What one says of oneself as a mentor, and what one can show. */
export function ProfilePage() {
  const t = useT();
  return (
    <>
      <PageHeader title={t("mentoring.mine.profile")} lead={t("mentoring.mine.profileLead")}>
        {t("mentoring.mine.profile")}
      </PageHeader>
      <MentorTabs />
      <Section>
        <Profile />
      </Section>
    </>
  );
}

function Profile() {
  const masked = useSuspenseQuery(ownProfile).data.myMentorProfile;
  const whole = masked ? unmask(SteerMentorWhole, masked) : undefined;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-2">
      <AboutForm key={whole?.version} whole={whole} />
      {whole && <Shown whole={whole} />}
    </div>
  );
}

type Values = { about: string; languages: string[]; modes: string[]; backupId: string };

function useProfileForm(whole: SteerMentorWholeFragment | undefined) {
  const t = useT();
  const mentor = whole && unmask(SteerMentorLine, whole);
  return useServerForm<Values>({
    schema: v.object({
      about: v.string(),
      languages: v.pipe(v.array(v.string()), v.minLength(1, t("mentoring.mine.languageMissing"))),
      modes: v.array(v.string()),
      backupId: v.string(),
    }),
    values: {
      about: mentor?.about ?? "",
      languages: mentor ? [...mentor.languages] : [centerBoot().locale],
      modes: mentor ? [...mentor.modes] : [],
      backupId: whole?.backup?.id ?? "",
    },
  });
}

/** Others who mentor: whoever is not approved yet is refused by the server, in words. */
function useBackups(named: { id: string; name: string } | null | undefined) {
  const t = useT();
  const { id: me } = centerBoot().viewer;
  const all = useSuspenseQuery(colleagues).data.counselors.filter(
    (one) => one.roles.includes("PEER_MENTOR") && one.id !== me,
  );
  const known = named && !all.some((one) => one.id === named.id) ? [named, ...all] : all;
  return [{ id: "", label: t("mentoring.nobody") }, ...known.map((one) => ({ id: one.id, label: one.name }))];
}

function AboutForm({ whole }: { whole?: SteerMentorWholeFragment }) {
  const t = useT();
  const words = useMentoringWords();
  const form = useProfileForm(whole);
  const backups = useBackups(whole?.backup);
  const standsIn = useStandInWords();
  const apply = useApply();
  const update = useUpdateProfile();
  const mentor = whole && unmask(SteerMentorLine, whole);
  const tags = [...new Set<string>([...languageTags, ...(mentor?.languages ?? [])])];
  async function save(values: Values) {
    const { about, languages } = values;
    const modes = values.modes as SupportMode[];
    const outcome = whole
      ? await update.run({
          input: { version: whole.version, about, languages, modes, backupId: values.backupId || null },
        })
      : await apply.run({ input: { about, languages, modes } });
    if (form.take(outcome)) toast(t(whole ? "form.saved" : "mentoring.mine.appliedNow"));
  }
  const pending = apply.pending || update.pending;
  return (
    <Card labelledBy="about-me" className="grid grid-cols-[minmax(0,1fr)] content-start gap-4">
      <h2 id="about-me" className="text-h2">
        {t("mentoring.mine.aboutMe")}
      </h2>
      <Form form={form} onSubmit={save}>
        <FormText
          name="about"
          multiline
          rows={4}
          label={t("mentoring.mine.about")}
          hint={t("mentoring.mine.aboutHint")}
          maxLength={1000}
        />
        <FormCheckboxes
          name="languages"
          label={t("mentoring.languages")}
          options={tags.map((id) => ({ id, label: words.language(id) }))}
        />
        <FormCheckboxes
          name="modes"
          label={t("mentoring.modes")}
          hint={t("mentoring.mine.modesHint")}
          options={supportModes.map((id) => ({ id, label: t(`mentoring.mode.${id}`) }))}
        />
        {whole && (
          <FormNativeSelect
            name="backupId"
            label={t("mentoring.backup")}
            hint={
              whole.backup ? `${standsIn(whole)} ${t("mentoring.mine.backupHint")}` : t("mentoring.mine.backupHint")
            }
            options={backups}
          />
        )}
        <Button type="submit" className="justify-self-start" pending={pending && t("form.saving")}>
          {t(whole ? "form.save" : "mentoring.mine.apply")}
        </Button>
      </Form>
    </Card>
  );
}

/** What one can show: kept with whoever supervises. */
function Shown({ whole }: { whole: SteerMentorWholeFragment }) {
  const t = useT();
  const { id } = unmask(SteerMentorLine, whole);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <Credentials memberId={id} held={whole.credentials} lead={t("mentoring.mine.credentialsLead")} />
      <section aria-labelledby="training" className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <h2 id="training" className="text-h2">
          {t("mentoring.part.training")}
        </h2>
        <TrainingList training={whole.training} />
      </section>
      <section aria-labelledby="supervision" className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <h2 id="supervision" className="text-h2">
          {t("mentoring.part.supervision")}
        </h2>
        {whole.supervisor && <p>{t("mentoring.mine.supervisedBy", { name: whole.supervisor.name })}</p>}
        <Section>
          <SupervisionHours mentorId={id} />
        </Section>
        <SupervisionList held={whole.supervisions} />
      </section>
    </div>
  );
}
