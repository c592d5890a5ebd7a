import { useState } from "react";
import { useAction } from "@/api/action";
import type { WayNowFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { DeedDialog } from "@/ui/deed";
import { NativeSelect } from "@/ui/fields";
import { useCohortDays } from "./cohorts";
import { StaffSetCohort, stale } from "./deeds";

/** Another cohort, or none: the place, or the place in line, stays. */
export function CohortForm({ way, onClose }: { way: WayNowFragment; onClose: (done?: boolean) => void }) {
  const t = useT();
  const days = useCohortDays();
  const set = useAction(StaffSetCohort, (data) => data.setEnrollmentCohort, stale);
  const [chosen, setChosen] = useState(way.cohortOver ? "" : (way.cohort?.id ?? ""));
  const now = way.cohort ? t("programs.cohortNow", { cohort: way.cohort.name }) : t("programs.cohortNone");
  return (
    <DeedDialog
      title={t("programs.cohortChange", { name: way.client.name })}
      text={`${now} ${t("programs.cohortKeep")}`}
      confirm={t("form.save")}
      done={t("form.saved")}
      run={() => set.run({ input: { enrollmentId: way.id, version: way.version, cohortId: chosen || null } })}
      onClose={onClose}
    >
      <NativeSelect
        id="cohort"
        label={t("programs.cohort")}
        value={chosen}
        onChange={setChosen}
        options={[
          { id: "", label: t("programs.noCohort") },
          ...way.program.cohorts.map((one) => ({ id: one.id, label: `${one.name} (${days(one)})` })),
        ]}
      />
    </DeedDialog>
  );
}
