import type { Drift } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button, Notice } from "@/ui";

/** "Is this your role?" Said kindly, after the words went their way: nothing is held back, and nothing is kept. */
export function DriftHints(props: { hints: readonly Drift[]; onClose: () => void }) {
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
      <p>{t("mentoring.mine.driftText")}</p>
    </Notice>
  );
}
