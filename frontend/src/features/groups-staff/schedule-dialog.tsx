import * as v from "valibot";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import type { SeriesPartsFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button } from "@/ui";
import { Form, useServerForm } from "@/ui/form";
import { FormRadios } from "@/ui/form-radios";
import { SidePanel } from "@/ui/overlay";
import { toast } from "@/ui/toaster";
import { StaffSetGroupSchedule, stale } from "./deeds-group";
import { type Schedule, scheduleInput, scheduleOf, useScheduleRules } from "./schedule";
import { ScheduleFields } from "./schedule-fields";

type Values = Schedule & { keep: string };

/** Another rhythm: for everything to come, or from a day on. What was changed by hand stays as people were told. */
export default function ScheduleDialog(props: {
  groupId: string;
  version: number;
  series?: SeriesPartsFragment;
  onClose: () => void;
}) {
  const t = useT();
  const { center, today } = centerBoot();
  const set = useAction(StaffSetGroupSchedule, (data) => data.setGroupSchedule, stale);
  const form = useServerForm<Values>({
    schema: v.object({ ...useScheduleRules(), keep: v.string() }),
    values: { ...scheduleOf(props.series, today, center.zone), keep: "all" },
  });
  async function save(values: Values) {
    const plan = scheduleInput(values);
    const from = values.keep === "following" ? { from: `${values.date}T00:00` } : {};
    const input = { groupId: props.groupId, version: props.version, ...plan, ...from };
    if (!form.take(await set.run({ input }))) return;
    toast(t("staff.groups.timesSaved"));
    props.onClose();
  }
  return (
    <SidePanel isOpen title={t("staff.groups.partWhen")} onOpenChange={(open) => !open && props.onClose()}>
      <Form form={form} onSubmit={save}>
        <ScheduleFields zone={form.form.getValues("zone")} />
        {props.series && (
          <FormRadios
            name="keep"
            label={t("staff.groups.keep")}
            hint={t("staff.groups.keepHint")}
            options={(["all", "following"] as const).map((id) => ({ id, label: t(`staff.groups.keep.${id}`) }))}
          />
        )}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" pending={set.pending && t("form.saving")}>
            {t("form.save")}
          </Button>
          <Button variant="secondary" onPress={props.onClose}>
            {t("form.cancel")}
          </Button>
        </div>
      </Form>
    </SidePanel>
  );
}
