import * as v from "valibot";
import { boot } from "@/api/boot";
import type { SupportMode } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button } from "@/ui";
import { Form, FormText, useServerForm } from "@/ui/form";
import { FormTicks } from "@/ui/form-ticks";
import { toast } from "@/ui/toaster";
import { type Mentoring, useApply, useChangeMentoring } from "./become-queries";
import { supportModes, useWalkWords, walkLanguages } from "./words";

type Values = { about: string; languages: string[]; modes: string[] };

/** What somebody who would like to mentor says of themself. */
export function BecomeForm(props: { mentoring: Mentoring | null; onDone?: () => void }) {
  const t = useT();
  const walk = useWalkWords();
  const apply = useApply();
  const change = useChangeMentoring();
  const { mentoring } = props;
  // Whoever ended it may apply again, with what they said before.
  const standing = mentoring && mentoring.state !== "ENDED" ? mentoring : null;
  const form = useServerForm<Values>({
    schema: v.object({
      about: v.pipe(v.string(), v.trim(), v.nonEmpty(t("walk.aboutMissing"))),
      languages: v.pipe(v.array(v.string()), v.minLength(1, t("walk.languageMissing"))),
      modes: v.array(v.string()),
    }),
    values: {
      about: mentoring?.about ?? "",
      languages: mentoring ? [...mentoring.languages] : [boot().locale],
      modes: mentoring ? [...mentoring.modes] : [],
    },
  });
  const tags = [...new Set([...walkLanguages, ...(mentoring?.languages ?? [])])];
  async function send(values: Values) {
    const said = { about: values.about, languages: values.languages, modes: values.modes as SupportMode[] };
    const outcome = standing
      ? await change.run({ input: { ...said, version: standing.version, backupId: standing.backup?.id ?? null } })
      : await apply.run({ input: said });
    if (!form.take(outcome)) return;
    toast(t(standing ? "form.saved" : "walk.applied"));
    props.onDone?.();
  }
  return (
    <Form form={form} onSubmit={send}>
      <FormText name="about" multiline rows={5} label={t("walk.about")} hint={t("walk.aboutHint")} maxLength={1000} />
      <FormTicks
        name="languages"
        columns
        label={t("walk.myLanguages")}
        options={tags.map((tag) => ({ id: tag, label: walk.language(tag) }))}
      />
      <FormTicks
        name="modes"
        label={t("walk.myModes")}
        hint={t("walk.wishModesHint")}
        options={supportModes.map((mode) => ({ id: mode, label: walk.mode(mode) }))}
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" size="large" pending={(apply.pending || change.pending) && t("walk.sending")}>
          {t(standing ? "form.save" : "walk.apply")}
        </Button>
        {props.onDone && standing && (
          <Button variant="quiet" onPress={props.onDone}>
            {t("form.cancel")}
          </Button>
        )}
      </div>
    </Form>
  );
}
