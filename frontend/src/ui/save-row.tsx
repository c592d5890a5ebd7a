import { useT } from "@/i18n";
import { Button } from "./button";

/** The end of a form within a page: to save it, or to leave it as it was. */
export function SaveRow(props: { pending: boolean; onCancel: () => void }) {
  const t = useT();
  return (
    <div className="flex flex-wrap gap-2">
      <Button type="submit" pending={props.pending && t("form.saving")}>
        {t("form.save")}
      </Button>
      <Button variant="quiet" onPress={props.onCancel}>
        {t("form.cancel")}
      </Button>
    </div>
  );
}
