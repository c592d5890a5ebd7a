import { useNavigate } from "@tanstack/react-router";
import * as v from "valibot";
import { useT } from "@/i18n";
import { Button, Card } from "@/ui";
import { Form, FormText, useServerForm } from "@/ui/form";
import { toast } from "@/ui/toaster";
import { AgreementLines } from "./agreement";
import type { GroupPageView } from "./group";
import { useJoinGroup } from "./place-actions";
import { FormTick } from "./tick";

type Values = { alias: string; pronouns: string; words: string; agreementVersion: boolean; showAlias: boolean };

/** Into a group: a name of one's own choice, the agreement, and the consent to be seen under that name. */
export function JoinForm({ group }: { group: GroupPageView }) {
  const t = useT();
  const navigate = useNavigate();
  const join = useJoinGroup();
  const { agreement } = group;
  const asks = group.access === "CLOSED" && !group.myMembership;
  const yes = (words: string) =>
    v.pipe(
      v.boolean(),
      v.check((ticked) => ticked, words),
    );
  const form = useServerForm<Values>({
    schema: v.object({
      alias: v.pipe(v.string(), v.trim(), v.minLength(2, t("groups.aliasMissing"))),
      pronouns: v.string(),
      words: v.string(),
      agreementVersion: agreement ? yes(t("groups.agreeMissing")) : v.boolean(),
      showAlias: yes(t("groups.showMissing")),
    }),
    values: { alias: "", pronouns: "", words: "", agreementVersion: false, showAlias: false },
  });

  async function send(values: Values) {
    const outcome = await join.run({
      input: {
        groupId: group.id,
        alias: values.alias.trim(),
        pronouns: values.pronouns.trim() || null,
        words: values.words.trim() || null,
        agreementVersion: agreement?.version ?? null,
        showAlias: values.showAlias,
      },
    });
    if (!form.take(outcome)) return;
    const state = outcome.ok && outcome.payload.group?.myMembership?.state;
    // Asking and waiting are told on the group's page, where they can be taken back.
    if (state === "ACTIVE") toast(t("groups.joined", { alias: values.alias.trim() }));
    await navigate({ to: "/groups/$id", params: { id: group.id }, replace: true });
  }

  return (
    <Form form={form} onSubmit={send}>
      <FormText name="alias" label={t("groups.alias")} hint={t("groups.aliasWhy")} autoComplete="off" maxLength={40} />
      <FormText
        name="pronouns"
        label={`${t("profile.pronouns")} (${t("form.optional")})`}
        hint={t("profile.pronounsHint")}
        autoComplete="off"
        maxLength={40}
      />
      {asks && (
        <FormText
          name="words"
          multiline
          label={`${t("groups.words")} (${t("form.optional")})`}
          hint={t("groups.wordsHint")}
          maxLength={500}
        />
      )}
      {agreement && (
        <Card labelledBy="agreement">
          <h2 id="agreement" className="mb-3 text-h2">
            {t("groups.agreement")}
          </h2>
          <AgreementLines lines={agreement.lines} />
          <div className="mt-3 border-line border-t pt-2">
            <FormTick name="agreementVersion" label={t("groups.agreeTick")} />
          </div>
        </Card>
      )}
      <FormTick name="showAlias" label={t("groups.showTick")} hint={t("groups.showHint")} />
      <Button
        type="submit"
        size="large"
        className="sm:justify-self-start"
        pending={join.pending && t("groups.joining")}
      >
        {t(asks ? "groups.ask" : group.full ? "groups.waitForPlace" : "groups.join")}
      </Button>
    </Form>
  );
}
