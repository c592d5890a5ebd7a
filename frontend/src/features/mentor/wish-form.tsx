import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import * as v from "valibot";
import { FormPick } from "@/features/groups/tick";
import type { SupportMode } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button } from "@/ui";
import { Form, FormText, useServerForm } from "@/ui/form";
import { FormTicks } from "@/ui/form-ticks";
import { toast } from "@/ui/toaster";
import { useSetWish } from "./actions";
import { FreeHours } from "./free-hours";
import { plainHours } from "./hours";
import { type MentorWish, mentorWords } from "./queries";
import { supportModes, useWalkWords, walkLanguages } from "./words";

type Values = { languages: string[]; modes: string[]; onlyGender: string; words: string };

function useWish(wish: MentorWish) {
  const t = useT();
  return useServerForm<Values>({
    schema: v.object({
      languages: v.pipe(v.array(v.string()), v.minLength(1, t("walk.languageMissing"))),
      modes: v.array(v.string()),
      onlyGender: v.string(),
      words: v.string(),
    }),
    values: {
      languages: [...wish.languages],
      modes: [...wish.modes],
      onlyGender: wish.onlyGender?.code ?? "",
      words: wish.words ?? "",
    },
  });
}

/** What matters to whoever looks for somebody: said once, changed at any time, and no place in line is lost. */
export default function WishForm({ wish, onDone }: { wish: MentorWish; onDone?: () => void }) {
  const t = useT();
  const walk = useWalkWords();
  const set = useSetWish();
  const genders = useSuspenseQuery(mentorWords).data.experienceWords.filter((word) => word.kind === "GENDER");
  const [hours, setHours] = useState(() => plainHours(wish.freeHours));
  const form = useWish(wish);
  const tags = [...new Set([...walkLanguages, ...wish.languages])];
  async function save(values: Values) {
    const outcome = await set.run({
      input: {
        words: values.words.trim(),
        languages: values.languages,
        modes: values.modes as SupportMode[],
        onlyGender: values.onlyGender || null,
        freeHours: hours,
      },
    });
    if (!form.take(outcome)) return;
    toast(t("form.saved"));
    onDone?.();
  }
  return (
    <Form form={form} onSubmit={save}>
      <FormTicks
        name="languages"
        columns
        label={t("walk.wishLanguages")}
        options={tags.map((tag) => ({ id: tag, label: walk.language(tag) }))}
      />
      <FormTicks
        name="modes"
        label={t("walk.wishModes")}
        hint={t("walk.wishModesHint")}
        options={supportModes.map((mode) => ({ id: mode, label: walk.mode(mode) }))}
      />
      <FreeHours hours={hours} onChange={setHours} />
      <FormPick
        name="onlyGender"
        label={t("walk.wishGender")}
        hint={t("walk.wishGenderHint")}
        options={[
          { id: "", label: t("walk.wishGenderAny") },
          ...genders.map((word) => ({ id: word.code, label: word.label })),
        ]}
      />
      <FormText
        name="words"
        multiline
        label={`${t("walk.wishWords")} (${t("form.optional")})`}
        hint={t("walk.wishWordsHint")}
        maxLength={500}
      />
      <Button type="submit" className="sm:justify-self-start" pending={set.pending && t("form.saving")}>
        {t("form.save")}
      </Button>
    </Form>
  );
}
