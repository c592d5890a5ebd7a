import { lazy } from "react";
import type { Drift } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button, Notice } from "@/ui";

// Those who mentor need it, and of them those whose words raise something.
export const DriftAtNote = lazy(() => import("./drift-at-note"));

/** "Is this your role?" Said kindly, while one writes: nothing is held back, nothing is kept, and nobody else is told. */
export function DriftHints(props: { hints: readonly Drift[]; sent?: boolean; onClose: () => void }) {
  const t = useT();
  if (props.hints.length === 0) return null;
  return (
    <Notice
      live
      title={t("mentoring.mine.driftTitle")}
      actions={
        <Button size="small" variant="secondary" onPress={props.onClose}>
          {t("mentoring.mine.driftClose")}
        </Button>
      }
    >
      {props.hints.map((hint) => (
        <p key={hint}>{t(`mentoring.mine.drift.${hint}`)}</p>
      ))}
      <p>{t(props.sent ? "mentoring.mine.driftText" : "mentoring.mine.driftBefore")}</p>
    </Notice>
  );
}
