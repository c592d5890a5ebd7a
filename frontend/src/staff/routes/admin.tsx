import { createFileRoute, Outlet } from "@tanstack/react-router";
import { may } from "@/api/boot";
import { useT } from "@/i18n";
import { PageHeader, TabLink, TabLinks } from "@/ui";

export const Route = createFileRoute("/admin")({ component: Admin });

function Admin() {
  const t = useT();
  const manages = may("MANAGE_CENTER");
  return (
    <>
      <PageHeader title={t(manages ? "staff.nav.setup" : "staff.admin.audit")}>
        {t(manages ? "staff.nav.setup" : "staff.admin.audit")}
      </PageHeader>
      {manages && (
        <TabLinks label={t("staff.nav.setup")}>
          <TabLink to="/admin/setup">{t("staff.admin.checklist")}</TabLink>
          <TabLink to="/admin/center">{t("staff.admin.center")}</TabLink>
          <TabLink to="/admin/programs">{t("staff.admin.programs")}</TabLink>
          <TabLink to="/admin/session-types">{t("staff.admin.sessionTypes")}</TabLink>
          {may("BILL_SERVICES") && <TabLink to="/admin/services">{t("staff.admin.services")}</TabLink>}
          <TabLink to="/admin/listings">{t("staff.admin.listings")}</TabLink>
          {may("VIEW_AUDIT") && <TabLink to="/admin/audit">{t("staff.admin.audit")}</TabLink>}
          {may("MANAGE_API_TOKENS") && <TabLink to="/admin/tokens">{t("staff.admin.tokens")}</TabLink>}
        </TabLinks>
      )}
      <Outlet />
    </>
  );
}
