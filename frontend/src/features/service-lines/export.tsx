import { Download } from "lucide-react";
import { useState } from "react";
import { centerBoot } from "@/api/boot";
import { useStepUp } from "@/app/step-up";
import type { PayerPartsFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { formatDateRange } from "@/lib/time";
import { ButtonAnchor, Notice } from "@/ui";
import { DeedDialog } from "@/ui/deed";
import { NativeSelect } from "@/ui/fields";
import { useExportLines } from "./deeds";

type Made = { id: string; lines: number; units: number };

export const sheetOf = (exportId: string) => `${centerBoot().base}/app/service-exports/${exportId}/lines.csv`;

/** Takes all ready lines of one payer out. Nothing that waits for something goes along. */
export function ExportDialog(props: {
  days: { from: string; until: string };
  payers: readonly PayerPartsFragment[];
  payer?: string;
  onMade: (made: Made) => void;
  onClose: () => void;
}) {
  const t = useT();
  const locale = useLocale();
  const { days, payers } = props;
  const exporting = useExportLines();
  const keyOf = useAttemptKey();
  const { guarded, dialog } = useStepUp();
  const [payerId, setPayerId] = useState(props.payer ?? payers[0]?.id ?? "");
  async function run() {
    const wanted = { payerId, ...days };
    const outcome = await guarded(() => exporting.run({ input: { ...wanted, clientMutationId: keyOf(wanted) } }));
    if (outcome.ok && outcome.payload.serviceExport) props.onMade(outcome.payload.serviceExport);
    return outcome;
  }
  return (
    <>
      <DeedDialog
        title={t("lines.export.title")}
        text={t("lines.export.text", { days: formatDateRange(days.from, days.until, locale) })}
        confirm={t("lines.export.confirm")}
        done={t("lines.export.done")}
        run={run}
        onClose={props.onClose}
      >
        <NativeSelect
          id="export-payer"
          label={t("lines.payer")}
          value={payerId}
          options={payers.map((one) => ({ id: one.id, label: one.name }))}
          onChange={setPayerId}
        />
      </DeedDialog>
      {dialog}
    </>
  );
}

/** What was just taken out, as a sheet. */
export function Sheet({ made }: { made: Made }) {
  const t = useT();
  return (
    <Notice
      tone="good"
      live
      title={t("lines.export.made", { lines: made.lines, units: made.units })}
      actions={
        <ButtonAnchor size="small" href={sheetOf(made.id)} download icon={<Download size={18} aria-hidden />}>
          {t("lines.export.download")}
        </ButtonAnchor>
      }
    >
      {t("lines.export.again")}
    </Notice>
  );
}
