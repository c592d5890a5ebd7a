import { useWatch } from "react-hook-form";
import * as v from "valibot";
import { useAction } from "@/api/action";
import { unmask } from "@/gql";
import type { GroupWholeFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button } from "@/ui";
import { Form, FormText, useServerForm } from "@/ui/form";
import { FormSwitch } from "@/ui/form-switch";
import { toast } from "@/ui/toaster";
import { StaffUpdateGroup, stale } from "./deeds-group";
import { type Details, detailsInput, detailsOf, useDetailsRules } from "./details";
import { DetailsFields, FormPart } from "./details-fields";
import { GroupLine } from "./queries";

type Values = Details & { public: boolean; slug: string; address: string; url: string; notes: string };

/** All that a group is, saved as a whole; and what of it stands in the public feed. */
export default function SettingsTab(props: { group: GroupWholeFragment }) {
  const t = useT();
  const { id, version } = unmask(GroupLine, props.group);
  const { settings } = props.group;
  const update = useAction(StaffUpdateGroup, (data) => data.updateGroup, stale);
  const form = useServerForm<Values>({
    schema: v.object({
      ...useDetailsRules(),
      public: v.boolean(),
      slug: v.string(),
      address: v.string(),
      url: v.string(),
      notes: v.string(),
    }),
    values: {
      ...detailsOf(props.group),
      public: settings?.public ?? false,
      slug: settings?.publicSlug ?? "",
      address: settings?.publicAddress ?? "",
      url: settings?.publicUrl ?? "",
      notes: settings?.publicNotes ?? "",
    },
  });
  async function save(values: Values) {
    const { slug, address, url, notes } = values;
    const listing = {
      public: values.public,
      slug: slug || null,
      address: address || null,
      url: url || null,
      notes: notes || null,
    };
    const outcome = await update.run({ input: { groupId: id, version, details: detailsInput(values), listing } });
    if (form.take(outcome)) toast(t("form.saved"));
  }
  return (
    <div className="max-w-3xl">
      <Form form={form} onSubmit={save}>
        <DetailsFields />
        <FormPart id="part-public" title={t("staff.groups.partPublic")} text={t("staff.groups.partPublicText")}>
          <PublicFields />
        </FormPart>
        <Button type="submit" className="justify-self-start" pending={update.pending && t("form.saving")}>
          {t("form.save")}
        </Button>
      </Form>
    </div>
  );
}

function PublicFields() {
  const t = useT();
  const shown = useWatch({ name: "public" }) as boolean;
  return (
    <>
      <FormSwitch name="public" label={t("staff.groups.public")} hint={t("staff.groups.publicHint")} />
      {shown && (
        <>
          <FormText name="slug" label={t("staff.groups.slug")} hint={t("staff.groups.slugHint")} maxLength={64} />
          <FormText name="address" label={t("staff.groups.publicAddress")} maxLength={300} />
          <FormText name="url" type="url" label={t("staff.groups.publicUrl")} maxLength={500} />
          <FormText name="notes" multiline label={t("staff.groups.publicNotes")} />
        </>
      )}
    </>
  );
}
