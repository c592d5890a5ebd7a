import { useT } from "@/i18n";
import { TextField } from "@/ui/fields";

type Props = { value: string; onChange: (value: string) => void };

/** For how many days somebody keeps away. */
export function PauseDays(props: Props) {
  const t = useT();
  return (
    <TextField
      label={t("staff.inbox.days")}
      inputMode="numeric"
      value={props.value}
      onChange={(text) => props.onChange(text.replace(/\D/g, "").slice(0, 2))}
    />
  );
}

/** What somebody who is taken out is told. */
export function RemovalReason(props: Props) {
  const t = useT();
  return (
    <TextField
      multiline
      label={t("staff.cancel.reason")}
      hint={t("staff.people.removeHint")}
      value={props.value}
      onChange={props.onChange}
      maxLength={500}
    />
  );
}
