import { useT } from "@/i18n";
import { TabLink, TabLinks } from "@/ui";

/** The parts of the work with payers. */
export function ServiceTabs() {
  const t = useT();
  return (
    <TabLinks label={t("lines.parts")}>
      <TabLink to="/admin/services" activeOptions={{ exact: true, includeSearch: false }}>
        {t("lines.tab.lines")}
      </TabLink>
      <TabLink to="/admin/services/payers">{t("lines.tab.payers")}</TabLink>
      <TabLink to="/admin/services/sent">{t("lines.tab.sent")}</TabLink>
    </TabLinks>
  );
}
