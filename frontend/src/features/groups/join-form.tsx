import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import * as v from "valibot";
import { useT } from "@/i18n";
import { Button, Card } from "@/ui";
import { Form, FormText, useServerForm } from "@/ui/form";
import { toast } from "@/ui/toaster";
import { AgreementLines } from "./agreement";
import type { GroupPageView } from "./group";
import { mustAsk, type PlaceView } from "./parts";
import { useJoinGroup } from "./place-actions";
import { oneGroup } from "./queries";
import { FormTick } from "./tick";

type Values = { alias: string; pronouns: string; words: string; agreementVersion: boolean; showAlias: boolean };

function useJoinForm(agreement: GroupPageView["agreement"], place: PlaceView | null) {
  const t = useT();
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
    values: {
      // Whoever comes back can be who they were.
      alias: place?.alias ?? "",
      pronouns: place?.pronouns ?? "",
      words: "",
      agreementVersion: false,
      showAlias: false,
    },
  });

  const { setValue } = form.form;
  const version = useRef(agreement?.version);
  useEffect(() => {
    // Another one was adopted meanwhile: what was ticked was the one before.
    if (version.current !== agreement?.version) setValue("agreementVersion", false);
    version.current = agreement?.version;
  }, [agreement?.version, setValue]);
  return form;
}

/** Joins, asks or waits, and goes on to the group's page. */
function useJoining(group: GroupPageView, form: ReturnType<typeof useJoinForm>) {
  const t = useT();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const join = useJoinGroup();

  async function send(values: Values) {
    const outcome = await join.run({
      input: {
        groupId: group.id,
        alias: values.alias.trim(),
        pronouns: values.pronouns.trim() || null,
        words: values.words.trim() || null,
        agreementVersion: group.agreement?.version ?? null,
        showAlias: values.showAlias,
      },
    });
    if (!form.take(outcome)) return;
    const state = outcome.ok && outcome.payload.group?.myMembership?.state;
    // Asking and waiting are told on the group's page, where they can be taken back.
    if (state === "ACTIVE") toast(t("groups.joined", { alias: values.alias.trim() }));
    // The page that follows knows of it already.
    await queryClient.fetchQuery({ ...oneGroup(group.id), staleTime: 0 }).catch(() => {});
    await navigate({ to: "/groups/$id", params: { id: group.id }, replace: true });
  }
  return { send, pending: join.pending };
}

/** Into a group: a name of one's own choice, the agreement, and the consent to be seen under that name. */
export function JoinForm({ group, place }: { group: GroupPageView; place: PlaceView | null }) {
  const t = useT();
  const { agreement } = group;
  const form = useJoinForm(agreement, place);
  const joining = useJoining(group, form);
  const asks = mustAsk(group.access, place);
  return (
    <Form form={form} onSubmit={joining.send}>
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
        pending={joining.pending && t("groups.joining")}
      >
        {t(asks ? "groups.ask" : group.full ? "groups.waitForPlace" : "groups.join")}
      </Button>
    </Form>
  );
}
