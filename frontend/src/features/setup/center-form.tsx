import { useSuspenseQuery } from "@tanstack/react-query";
import * as v from "valibot";
import { useAction } from "@/api/action";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import { useT } from "@/i18n";
import { useZoneOptions } from "@/lib/use-zone-options";
import { Button, Card } from "@/ui";
import { Form, FormNativeSelect, FormText, useServerForm } from "@/ui/form";
import { toast } from "@/ui/toaster";
import { centerDetails } from "./queries";

const UpdateCenter = graphql(`
  mutation UpdateCenter($input: UpdateCenterInput!) {
    updateCenter(input: $input) {
      center {
        id
        version
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

export const useUpdateCenter = () =>
  useAction(UpdateCenter, (data) => data.updateCenter, { invalidates: [keys.setup, keys.viewer] });
const useCenter = () => useSuspenseQuery(centerDetails).data.viewer.center;

type Details = { name: string; zone: string; phone: string; address: string; changeCutoffMinutes: string };

/** How long before a session clients may still change it. */
function useCutoffs(own: number): Array<{ id: string; label: string }> {
  const t = useT();
  const minutes = [...new Set([0, 120, 240, 720, 1440, 2880, own])].sort((a, b) => a - b);
  return minutes.map((one) => ({
    id: String(one),
    label: one === 0 ? t("staff.center.cutoffNone") : t("staff.center.cutoffHours", { count: Math.round(one / 60) }),
  }));
}

function useDetailsForm(center: ReturnType<typeof useCenter>) {
  const t = useT();
  return useServerForm<Details>({
    schema: v.object({
      name: v.pipe(v.string(), v.trim(), v.minLength(2, t("staff.center.nameMissing"))),
      zone: v.string(),
      phone: v.string(),
      address: v.string(),
      changeCutoffMinutes: v.string(),
    }),
    values: {
      name: center.name,
      zone: center.zone,
      phone: center.phone ?? "",
      address: center.address ?? "",
      changeCutoffMinutes: String(center.changeCutoffMinutes),
    },
  });
}

export function CenterForm() {
  const t = useT();
  const center = useCenter();
  const update = useUpdateCenter();
  const form = useDetailsForm(center);
  const zoneOptions = useZoneOptions(center.zone);
  const cutoffs = useCutoffs(center.changeCutoffMinutes);
  async function save({ changeCutoffMinutes, ...values }: Details) {
    const input = { version: center.version, ...values, changeCutoffMinutes: Number(changeCutoffMinutes) };
    if (form.take(await update.run({ input }))) toast(t("form.saved"));
  }
  return (
    <Card labelledBy="details" className="grid gap-4">
      <h2 id="details" className="text-h2">
        {t("staff.step.CENTER_DETAILS")}
      </h2>
      <Form form={form} onSubmit={save}>
        <FormText name="name" label={t("staff.center.name")} maxLength={120} autoComplete="organization" />
        <FormNativeSelect
          name="zone"
          label={t("profile.zone")}
          hint={t("staff.center.zoneHint")}
          options={zoneOptions}
        />
        <FormText
          name="phone"
          type="tel"
          label={t("staff.center.phone")}
          hint={t("staff.center.phoneHint")}
          maxLength={40}
          autoComplete="tel"
        />
        <FormText
          name="address"
          multiline
          rows={2}
          label={t("staff.center.address")}
          hint={t("staff.center.addressHint")}
          maxLength={300}
        />
        <FormNativeSelect
          name="changeCutoffMinutes"
          label={t("staff.center.cutoff")}
          hint={t("staff.center.cutoffHint")}
          options={cutoffs}
        />
        <Button type="submit" className="justify-self-start" pending={update.pending && t("form.saving")}>
          {t("form.save")}
        </Button>
      </Form>
    </Card>
  );
}

type Help = { helpLinePhone: string; helpLineHours: string };

/** The center's own number, shown after 911 and 988, which are always there. */
export function HelpForm() {
  const t = useT();
  const center = useCenter();
  const update = useUpdateCenter();
  const form = useServerForm<Help>({
    schema: v.object({ helpLinePhone: v.string(), helpLineHours: v.string() }),
    values: { helpLinePhone: center.helpLine?.phone ?? "", helpLineHours: center.helpLine?.hours ?? "" },
  });
  async function save(values: Help) {
    if (form.take(await update.run({ input: { version: center.version, ...values } }))) toast(t("form.saved"));
  }
  return (
    <Card labelledBy="help" className="grid gap-4">
      <div className="grid gap-1">
        <h2 id="help" className="text-h2">
          {t("staff.step.HELP_NUMBERS")}
        </h2>
        <p className="measure text-small text-ink-2">{t("staff.center.helpText")}</p>
      </div>
      <Form form={form} onSubmit={save}>
        <FormText
          name="helpLinePhone"
          type="tel"
          label={t("staff.center.helpPhone")}
          hint={t("staff.center.helpPhoneHint")}
          maxLength={40}
        />
        <FormText
          name="helpLineHours"
          label={t("staff.center.helpHours")}
          hint={t("staff.center.helpHoursHint")}
          maxLength={120}
        />
        <Button type="submit" className="justify-self-start" pending={update.pending && t("form.saving")}>
          {t("form.save")}
        </Button>
      </Form>
    </Card>
  );
}
