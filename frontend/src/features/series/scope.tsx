import type { SeriesScope } from "@/gql/graphql";
import { useT } from "@/i18n";
import { RadioGroup } from "@/ui/fields";

/** How much of a series a change is about. */
export function ScopeField(props: { scope: SeriesScope; onScope: (scope: SeriesScope) => void }) {
  const t = useT();
  return (
    <RadioGroup
      label={t("desk.scope.label")}
      value={props.scope}
      onChange={(value) => props.onScope(value as SeriesScope)}
      options={[
        { id: "ONE", label: t("desk.scope.one") },
        { id: "FOLLOWING", label: t("desk.scope.following") },
        { id: "ALL", label: t("desk.scope.all") },
      ]}
    />
  );
}
