import * as v from "valibot";
import { boot } from "@/api/boot";
import { FormPick, FormTick } from "@/features/groups/tick";
import { unmask } from "@/gql";
import type { StoryKind, Trigger } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button } from "@/ui";
import { Form, FormText, useServerForm } from "@/ui/form";
import { FormTicks } from "@/ui/form-ticks";
import { useChangeStory, useWriteStory } from "./actions";
import { ToolParts, type ToolView } from "./parts";
import { storyKinds, triggers } from "./queries";

type Values = {
  kind: StoryKind;
  language: string;
  title: string;
  body: string;
  byline: string;
  triggers: string[];
  consent: boolean;
};

function useStoryForm(story: ToolView | undefined) {
  const t = useT();
  return useServerForm<Values>({
    schema: v.object({
      kind: v.picklist(storyKinds),
      language: v.string(),
      title: v.pipe(v.string(), v.trim(), v.nonEmpty(t("tool.titleMissing"))),
      body: v.pipe(v.string(), v.trim(), v.nonEmpty(t("tool.bodyMissing"))),
      byline: v.string(),
      triggers: v.array(v.string()),
      consent: v.pipe(
        v.boolean(),
        v.check((yes) => yes, t("tool.consentMissing")),
      ),
    }),
    values: {
      kind: story?.kind ?? "STRATEGY",
      language: story?.language ?? boot().locale,
      title: story?.title ?? "",
      body: story?.body ?? "",
      byline: story?.byline ?? "",
      triggers: story ? [...story.triggers] : [],
      consent: false,
    },
  });
}

/** A story or a strategy of one's own: a draft first, which nobody else reads. */
export function StoryForm(props: { story?: ToolView; onSaved: (id: string) => Promise<unknown> }) {
  const t = useT();
  const write = useWriteStory();
  const change = useChangeStory();
  const { story } = props;
  const form = useStoryForm(story);
  async function save(values: Values) {
    const said = { ...values, byline: values.byline.trim(), triggers: values.triggers as Trigger[] };
    const outcome = story
      ? await change.run({ input: { storyId: story.id, version: story.version, story: said } })
      : await write.run({ input: said });
    if (!form.take(outcome)) return;
    const saved = outcome.ok ? outcome.payload.story : null;
    if (saved) await props.onSaved(unmask(ToolParts, saved).id);
  }
  return (
    <Form form={form} onSubmit={save}>
      <FormPick
        name="kind"
        label={t("tool.kind")}
        options={storyKinds.map((id) => ({ id, label: t(`tool.kind.${id}`) }))}
      />
      <FormText name="title" label={t("tool.title")} maxLength={120} autoComplete="off" />
      <FormText name="body" multiline rows={10} label={t("tool.body")} hint={t("tool.bodyHint")} maxLength={8000} />
      <FormTicks
        name="triggers"
        columns
        label={t("tool.helps")}
        options={triggers.map((id) => ({ id, label: t(`tool.trigger.${id}`) }))}
      />
      <FormText
        name="byline"
        label={`${t("tool.byline")} (${t("form.optional")})`}
        hint={t("tool.bylineHint")}
        maxLength={60}
        autoComplete="off"
      />
      <FormTick name="consent" label={t("tool.consent")} hint={t("tool.consentHint")} />
      <Button
        type="submit"
        size="large"
        className="sm:justify-self-start"
        pending={(write.pending || change.pending) && t("form.saving")}
      >
        {t("tool.saveDraft")}
      </Button>
    </Form>
  );
}
