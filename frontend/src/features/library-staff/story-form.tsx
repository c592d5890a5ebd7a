import { useNavigate } from "@tanstack/react-router";
import * as v from "valibot";
import { boot } from "@/api/boot";
import { languageTags, useMentoringWords } from "@/features/mentoring/words";
import type { StaffStoryFragment, StoryInput, StoryKind, Trigger } from "@/gql/graphql";
import { useT } from "@/i18n";
import { BackLink, Button, PageHeader } from "@/ui";
import { Form, FormNativeSelect, FormText, type ServerForm, useServerForm } from "@/ui/form";
import { FormCheckboxes } from "@/ui/form-checkboxes";
import { FormRadios } from "@/ui/form-radios";
import { FormSwitch } from "@/ui/form-switch";
import { toast } from "@/ui/toaster";
import { useChange, useWrite } from "./deeds";
import { kinds, triggers } from "./search";

type Values = {
  kind: string;
  language: string;
  title: string;
  body: string;
  byline: string;
  triggers: string[];
  consent: boolean;
};

function useStoryForm(story?: StaffStoryFragment): ServerForm<Values> {
  const t = useT();
  return useServerForm<Values>({
    schema: v.object({
      kind: v.string(),
      language: v.string(),
      title: v.pipe(v.string(), v.trim(), v.nonEmpty(t("mentoring.lib.titleMissing"))),
      body: v.pipe(v.string(), v.trim(), v.nonEmpty(t("mentoring.lib.bodyMissing"))),
      byline: v.string(),
      triggers: v.array(v.string()),
      consent: v.pipe(
        v.boolean(),
        v.check((yes) => yes, t("mentoring.lib.consentMissing")),
      ),
    }),
    values: {
      kind: story?.kind ?? "STRATEGY",
      language: story?.language ?? boot().locale,
      title: story?.title ?? "",
      body: story?.body ?? "",
      byline: story?.byline ?? "",
      triggers: story ? [...story.triggers] : [],
      consent: Boolean(story),
    },
  });
}

const inputOf = (values: Values): StoryInput => ({
  ...values,
  kind: values.kind as StoryKind,
  triggers: values.triggers as Trigger[],
});

/** Writes something for the library: a draft, until its author hands it in. */
export function NewStoryPage() {
  const t = useT();
  const navigate = useNavigate();
  const form = useStoryForm();
  const write = useWrite();
  async function save(values: Values) {
    const outcome = await write.run({ input: inputOf(values) });
    if (!form.take(outcome) || !outcome.ok || !outcome.payload.story) return;
    toast(t("mentoring.lib.written"));
    await navigate({ to: "/mentorship/library/$id", params: { id: outcome.payload.story.id } });
  }
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("mentoring.lib.write")}
        lead={t("mentoring.lib.writeLead")}
        back={<BackLink to="/mentorship/library">{t("mentoring.library")}</BackLink>}
      >
        {t("mentoring.lib.write")}
      </PageHeader>
      <Form form={form} onSubmit={save}>
        <Fields />
        <Button type="submit" className="justify-self-start" pending={write.pending && t("form.saving")}>
          {t("mentoring.lib.keep")}
        </Button>
      </Form>
    </div>
  );
}

/** Changes one's own: what was published is a draft again. */
export function ChangeStory(props: { story: StaffStoryFragment; onDone: () => void }) {
  const t = useT();
  const form = useStoryForm(props.story);
  const change = useChange();
  async function save(values: Values) {
    const { id, version } = props.story;
    if (!form.take(await change.run({ input: { storyId: id, version, story: inputOf(values) } }))) return;
    toast(t("form.saved"));
    props.onDone();
  }
  return (
    <Form form={form} onSubmit={save}>
      {props.story.state !== "DRAFT" && <p className="text-ink-2">{t("mentoring.lib.draftAgain")}</p>}
      <Fields />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" pending={change.pending && t("form.saving")}>
          {t("form.save")}
        </Button>
        <Button variant="secondary" onPress={props.onDone}>
          {t("form.cancel")}
        </Button>
      </div>
    </Form>
  );
}

function Fields() {
  const t = useT();
  const words = useMentoringWords();
  return (
    <>
      <FormRadios
        name="kind"
        label={t("mentoring.lib.kind")}
        options={kinds.map((id) => ({
          id,
          label: t(`mentoring.lib.kind.${id}`),
          detail: t(`mentoring.lib.kindText.${id}`),
        }))}
      />
      <FormText name="title" label={t("mentoring.lib.title")} maxLength={120} />
      <FormText name="body" multiline rows={8} label={t("mentoring.lib.body")} maxLength={8000} />
      <FormNativeSelect
        name="language"
        label={t("mentoring.lib.language")}
        options={languageTags.map((id) => ({ id, label: words.language(id) }))}
      />
      <FormCheckboxes
        name="triggers"
        label={t("mentoring.lib.when")}
        hint={t("mentoring.lib.whenHint")}
        options={triggers.map((id) => ({ id, label: t(`mentoring.trigger.${id}`) }))}
      />
      <FormText
        name="byline"
        label={`${t("mentoring.lib.byline")} (${t("form.optional")})`}
        hint={t("mentoring.lib.bylineHint")}
        maxLength={60}
      />
      <FormSwitch name="consent" label={t("mentoring.lib.consent")} />
    </>
  );
}
