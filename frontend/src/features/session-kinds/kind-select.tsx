import { useT } from "@/i18n";
import { NativeSelect } from "@/ui/fields";
import type { Kind } from "./use-kinds";

/** Which kind of session; without one, the length is chosen beside it. */
export function KindSelect(props: { kinds: readonly Kind[]; value: string; onChange: (id: string) => void }) {
  const t = useT();
  if (!props.kinds.length) return null;
  return (
    <NativeSelect
      id="kind"
      label={t("desk.kinds.which")}
      value={props.value}
      onChange={props.onChange}
      options={[
        { id: "", label: t("desk.kinds.noKind") },
        ...props.kinds.map((kind) => ({
          id: kind.id,
          label: `${kind.name}, ${t("session.minutes", { minutes: kind.minutes })}`,
        })),
      ]}
    />
  );
}
