import { Sunrise } from "lucide-react";
import { useT } from "@/i18n";
import { RowLink, RowList } from "@/portal/row-link";

/** The way to somebody who has time sooner. */
export function SoonerRow() {
  const t = useT();
  return (
    <RowList label={t("bookMore.sooner")}>
      <RowLink to="/sooner" Icon={Sunrise} title={t("bookMore.sooner")} text={t("bookMore.soonerText")} />
    </RowList>
  );
}
