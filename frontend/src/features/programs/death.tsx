import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { useT } from "@/i18n";
import { todayIn } from "@/lib/days";
import { Button, Notice } from "@/ui";
import { DeedDialog } from "@/ui/deed";
import { afterDeath, StaffRecordDeath, stale } from "./deeds";
import { PastDay } from "./way-dialogs";

type Who = { clientId: string; name: string };

/** Of somebody whom no program would have to discharge: a discharge asks for more, and ends everything as well. */
export function RecordDeath(props: Who) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  return (
    <div>
      <Button variant="quiet" onPress={() => setAsking(true)}>
        {t("programs.deathDeed")}
      </Button>
      {asking && <DeathDialog {...props} onClose={() => setAsking(false)} />}
    </div>
  );
}

function DeathDialog({ clientId, name, onClose }: Who & { onClose: () => void }) {
  const t = useT();
  const queryClient = useQueryClient();
  const record = useAction(StaffRecordDeath, (data) => data.recordDeath, stale);
  const today = todayIn(centerBoot().center.zone);
  const [on, setOn] = useState(today);
  return (
    <DeedDialog
      title={t("programs.deathOf", { name })}
      confirm={t("programs.deathNow")}
      done={t("programs.dischargedDeath", { name })}
      run={async () => {
        const outcome = await record.run({ input: { clientId, on: on === today ? null : on || null } });
        if (outcome.ok) void queryClient.invalidateQueries({ predicate: afterDeath });
        return outcome;
      }}
      onClose={onClose}
    >
      <Notice title={t("programs.deathTitle")}>{t("programs.deathText", { name })}</Notice>
      <PastDay label={t("programs.deathOn")} value={on} onChange={setOn} />
    </DeedDialog>
  );
}
