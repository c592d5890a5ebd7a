import { useState } from "react";
import { useT } from "@/i18n";
import { Button } from "@/ui";
import { DeedDialog } from "@/ui/deed";
import { TextField } from "@/ui/fields";
import { LONGEST_RULE, useSetContactRule } from "./action";
import { ReachWords } from "./words";

type Props = { clientId: string; name: string; rule: string | null | undefined; sets: boolean };

/** How this client wants to be reached; whoever cares for them writes it down as they hear it. */
export function ContactRule(props: Props) {
  const t = useT();
  const [writing, setWriting] = useState(false);
  if (!props.rule && !props.sets) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <ReachWords rule={props.rule} />
      {props.sets && (
        <Button size="small" variant={props.rule ? "quiet" : "secondary"} onPress={() => setWriting(true)}>
          {t(props.rule ? "staff.reach.change" : "staff.reach.add")}
        </Button>
      )}
      {writing && <RuleDialog {...props} onClose={() => setWriting(false)} />}
    </div>
  );
}

function RuleDialog(props: Props & { onClose: () => void }) {
  const t = useT();
  const set = useSetContactRule();
  const [rule, setRule] = useState(props.rule ?? "");
  return (
    <DeedDialog
      title={t("staff.reach.of", { name: props.name })}
      text={t("staff.reach.ofText", { name: props.name })}
      confirm={t("form.save")}
      done={t("form.saved")}
      run={() => set.run({ input: { clientId: props.clientId, rule: rule.trim() } })}
      onClose={props.onClose}
    >
      <TextField
        multiline
        rows={3}
        label={t("reach.label")}
        hint={t("reach.hint")}
        value={rule}
        onChange={setRule}
        maxLength={LONGEST_RULE}
        autoComplete="off"
      />
    </DeedDialog>
  );
}
