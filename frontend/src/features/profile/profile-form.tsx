import { useSuspenseQuery } from "@tanstack/react-query";
import * as v from "valibot";
import { boot } from "@/api/boot";
import type { Locale, UpdateProfileInput } from "@/gql/graphql";
import { useT } from "@/i18n";
import { useZoneOptions } from "@/lib/use-zone-options";
import { Button } from "@/ui";
import { Form, FormNativeSelect, FormText, useServerForm } from "@/ui/form";
import { toast } from "@/ui/toaster";
import { profile } from "./queries";
import { useUpdateProfile } from "./use-update-profile";

type Values = { name: string; pronouns: string; locale: Locale; zone: string };

/** How one is called, in which language and zone. A change of language or zone loads the page anew. */
export function ProfileForm() {
  const t = useT();
  const { account } = useSuspenseQuery(profile).data.viewer;
  const update = useUpdateProfile();
  const form = useServerForm<Values>({
    schema: v.object({
      name: v.pipe(v.string(), v.trim(), v.nonEmpty(t("profile.nameMissing"))),
      pronouns: v.string(),
      locale: v.picklist(["EN", "ES"]),
      zone: v.string(),
    }),
    values: {
      name: account.member.name,
      pronouns: account.member.pronouns ?? "",
      locale: account.locale,
      zone: account.zone,
    },
  });
  const zoneOptions = useZoneOptions(account.zone);
  async function save(values: Values) {
    const input: UpdateProfileInput = { ...values, pronouns: values.pronouns.trim() };
    const outcome = await update.run({ input });
    if (!form.take(outcome)) return;
    const shown = boot().locale === "es" ? "ES" : "EN";
    if (values.locale !== shown || values.zone !== account.zone) location.reload();
    else toast(t("form.saved"));
  }
  return (
    <Form form={form} onSubmit={save}>
      <FormText
        name="name"
        label={t("profile.name")}
        hint={t("profile.nameHint")}
        autoComplete="nickname"
        maxLength={100}
      />
      <FormText
        name="pronouns"
        label={`${t("profile.pronouns")} (${t("form.optional")})`}
        hint={t("profile.pronounsHint")}
        maxLength={40}
        autoComplete="off"
      />
      <FormNativeSelect
        name="locale"
        label={t("profile.language")}
        hint={t("profile.languageHint")}
        options={[
          { id: "EN", label: "English" },
          { id: "ES", label: "Español" },
        ]}
      />
      <FormNativeSelect name="zone" label={t("profile.zone")} hint={t("profile.zoneHint")} options={zoneOptions} />
      <Button type="submit" size="large" className="sm:justify-self-start" pending={update.pending && t("form.saving")}>
        {t("form.save")}
      </Button>
    </Form>
  );
}
