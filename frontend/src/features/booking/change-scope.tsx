import type { SeriesScope } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Segmented } from "@/ui/fields";

const scopes: readonly SeriesScope[] = ["ONE", "FOLLOWING", "ALL"];

/** How much of a series a change is about. */
export function ScopeField(props: {
  value: SeriesScope;
  onChange: (scope: SeriesScope) => void;
  /** Which can be chosen; left out: all. */
  of?: readonly SeriesScope[];
}) {
  const t = useT();
  return (
    <Segmented
      label={t("mySeries.scope")}
      hint={t("mySeries.scopeHint")}
      value={props.value}
      onChange={(value) => props.onChange(value as SeriesScope)}
      options={(props.of ?? scopes).map((id) => ({ id, label: t(`mySeries.scope.${id}`) }))}
    />
  );
}
