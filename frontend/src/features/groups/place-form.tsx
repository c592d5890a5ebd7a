import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import * as v from "valibot";
import type { WhenQuiet } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button, Fault } from "@/ui";
import { Form, FormText, useServerForm } from "@/ui/form";
import { toast } from "@/ui/toaster";
import { type PlaceView, takesPart } from "./parts";
import { useLeaveGroup, useUpdateMembership } from "./place-actions";
import { FormPick, FormTick } from "./tick";
import { quietChoices, useGroupWords } from "./words";

type Values = { alias: string; pronouns: string; reminders: boolean; whenQuiet: WhenQuiet };

/** How one is known in a group, and what it does about one's silence. */
export function PlaceForm({ place }: { place: PlaceView }) {
  const t = useT();
  const words = useGroupWords();
  const update = useUpdateMembership();
  const form = useServerForm<Values>({
    schema: v.object({
      alias: v.pipe(v.string(), v.trim(), v.minLength(2, t("groups.aliasMissing"))),
      pronouns: v.string(),
      reminders: v.boolean(),
      whenQuiet: v.picklist(["NOTHING", "WAVE", "CALL"]),
    }),
    values: {
      alias: place.alias ?? "",
      pronouns: place.pronouns ?? "",
      reminders: place.reminders,
      whenQuiet: place.whenQuiet,
    },
  });
  async function save(values: Values) {
    const input = { ...values, membershipId: place.id, pronouns: values.pronouns.trim() };
    if (form.take(await update.run({ input }))) toast(t("form.saved"));
  }
  return (
    <Form form={form} onSubmit={save}>
      <FormText name="alias" label={t("groups.alias")} hint={t("groups.aliasWhy")} autoComplete="off" maxLength={40} />
      <FormText
        name="pronouns"
        label={`${t("profile.pronouns")} (${t("form.optional")})`}
        hint={t("profile.pronounsHint")}
        autoComplete="off"
        maxLength={40}
      />
      {takesPart(place) && (
        <>
          <FormPick
            name="whenQuiet"
            label={t("groups.quiet")}
            hint={t("groups.quietHint")}
            options={quietChoices.map((one) => ({ id: one, label: words.quiet(one) }))}
          />
          <FormTick name="reminders" label={t("groups.reminders")} hint={t("groups.remindersHint")} />
        </>
      )}
      <Button type="submit" size="large" className="sm:justify-self-start" pending={update.pending && t("form.saving")}>
        {t("form.save")}
      </Button>
    </Form>
  );
}

/** Going: asked once more, because a full group's place is the next person's at once. Nobody asks why. */
export function Leave({ place }: { place: PlaceView }) {
  const t = useT();
  const navigate = useNavigate();
  const leave = useLeaveGroup();
  /** `null`: not yet. Whoever stays is back at the button they came from. */
  const [asked, setAsked] = useState<boolean | null>(null);
  async function go() {
    if (!(await leave.run({ membershipId: place.id })).ok) return;
    toast(t("groups.left"));
    await navigate({ to: "/groups", replace: true });
  }
  if (!asked) {
    return (
      <Button
        autoFocus={asked === false}
        variant="secondary"
        className="justify-self-start"
        onPress={() => setAsked(true)}
      >
        {t("groups.leave")}
      </Button>
    );
  }
  return (
    <fieldset aria-label={t("groups.leave")} className="m-0 grid gap-3 border-0 p-0">
      <p className="measure text-ink-2" role="status">
        {t("groups.leaveText")}
      </p>
      <div className="grid gap-2 sm:flex">
        <Button variant="danger" pending={leave.pending && t("groups.leaving")} onPress={() => void go()}>
          {t("groups.leaveNow")}
        </Button>
        <Button autoFocus variant="secondary" onPress={() => setAsked(false)}>
          {t("groups.stay")}
        </Button>
      </div>
      <Fault of={leave} />
    </fieldset>
  );
}
