import { useMemo } from "react";
import { useLocale } from "@/i18n";
import { zoneName, zones } from "./time";

/** All time zones as choices, with their names in the reader's language; `own` is among them whatever the browser knows. */
export function useZoneOptions(own: string): Array<{ id: string; label: string }> {
  const locale = useLocale();
  return useMemo(
    () => zones(own).map((zone) => ({ id: zone, label: `${zone.replaceAll("_", " ")} (${zoneName(zone, locale)})` })),
    [own, locale],
  );
}
