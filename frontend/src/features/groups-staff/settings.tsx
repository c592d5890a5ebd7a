import { useSuspenseQuery } from "@tanstack/react-query";
import { useWatch } from "react-hook-form";
import * as v from "valibot";
import { useAction } from "@/api/action";
import { unmask } from "@/gql";
import type { GroupListingInput, GroupWholeFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button, Notice } from "@/ui";
import { Form, FormText, useServerForm } from "@/ui/form";
import { FormSwitch } from "@/ui/form-switch";
import { toast } from "@/ui/toaster";
import { StaffUpdateGroup, stale } from "./deeds-group";
import { type Details, detailsInput, detailsOf, useDetailsRules } from "./details";
import { DetailsFields, FormPart } from "./details-fields";
import { chatDays, GroupLine } from "./queries-group";

type Listing = {
  publicSlug: string;
  publicAddress: string;
  publicUrl: string;
  publicNotes: string;
  publicConferenceUrl: string;
  publicConferencePhone: string;
};
// Named as the server's problems name them: each is told beside its field.
type Values = Details & Listing & { public: boolean };

const listingOf = (settings: GroupWholeFragment["settings"]): Listing & { public: boolean } => ({
  public: settings?.public ?? false,
  publicSlug: settings?.publicSlug ?? "",
  publicAddress: settings?.publicAddress ?? "",
  publicUrl: settings?.publicUrl ?? "",
  publicNotes: settings?.publicNotes ?? "",
  publicConferenceUrl: settings?.publicConferenceUrl ?? "",
  publicConferencePhone: settings?.publicConferencePhone ?? "",
});

const listingInput = (values: Values): GroupListingInput => ({
  public: values.public,
  slug: values.publicSlug || null,
  address: values.publicAddress || null,
  url: values.publicUrl || null,
  notes: values.publicNotes || null,
  conferenceUrl: values.publicConferenceUrl || null,
  conferencePhone: values.publicConferencePhone || null,
});

const text = v.pipe(v.string(), v.trim());

/** All that a group is, saved as a whole; and what of it stands in the public feed. */
export default function SettingsTab(props: { group: GroupWholeFragment }) {
  const t = useT();
  const { id, version } = unmask(GroupLine, props.group);
  const { settings } = props.group;
  const { chatDaysAtMost } = useSuspenseQuery(chatDays).data.viewer.center;
  const update = useAction(StaffUpdateGroup, (data) => data.updateGroup, stale);
  const form = useServerForm<Values>({
    schema: v.object({
      ...useDetailsRules(chatDaysAtMost),
      public: v.boolean(),
      publicSlug: text,
      publicAddress: text,
      publicUrl: text,
      publicNotes: text,
      publicConferenceUrl: text,
      publicConferencePhone: text,
    }),
    values: { ...detailsOf(props.group), ...listingOf(settings) },
  });
  async function save(values: Values) {
    const outcome = await update.run({
      input: { groupId: id, version, details: detailsInput(values), listing: listingInput(values) },
    });
    if (form.take(outcome)) toast(t("form.saved"));
  }
  return (
    <div className="max-w-3xl">
      <Form form={form} onSubmit={save}>
        <DetailsFields mostChatDays={chatDaysAtMost} />
        <FormPart id="part-public" title={t("staff.groups.partPublic")} text={t("staff.groups.partPublicText")}>
          {settings?.public && (
            <Notice tone={settings.feedProblem ? "attention" : "good"}>
              {settings.feedProblem
                ? t("staff.groups.leftOut", { why: settings.feedProblem.message })
                : t("staff.groups.inFeed")}
            </Notice>
          )}
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
  const online = useWatch({ name: "mode" }) !== "IN_PERSON";
  return (
    <>
      <FormSwitch name="public" label={t("staff.groups.public")} hint={t("staff.groups.publicHint")} />
      {shown && (
        <>
          <FormText name="publicSlug" label={t("staff.groups.slug")} hint={t("staff.groups.slugHint")} maxLength={64} />
          <FormText
            name="publicAddress"
            label={t("staff.groups.publicAddress")}
            hint={t("staff.groups.publicAddressHint")}
            maxLength={255}
          />
          {online && (
            <>
              <FormText
                name="publicConferenceUrl"
                type="url"
                label={t("staff.groups.publicLink")}
                hint={t("staff.groups.publicLinkHint")}
                maxLength={500}
              />
              <FormText name="publicConferencePhone" type="tel" label={t("staff.groups.publicPhone")} maxLength={40} />
            </>
          )}
          <FormText name="publicUrl" type="url" label={t("staff.groups.publicUrl")} maxLength={500} />
          <FormText name="publicNotes" multiline label={t("staff.groups.publicNotes")} maxLength={500} />
        </>
      )}
    </>
  );
}
