import { centerBoot } from "@/api/boot";
import { useT } from "@/i18n";
import { TabLink, TabLinks } from "@/ui";
import { mentors, steers } from "./words";

/** Who writes for the library, besides those who steer or mentor. */
export const writes = () => centerBoot().viewer.roles.some((role) => role !== "CLIENT" && role !== "AUDITOR");

/** The parts of mentoring for whoever brings people together. */
export function MentoringTabs() {
  const t = useT();
  if (!steers()) return null;
  return (
    <TabLinks label={t("mentoring.parts")}>
      <TabLink to="/mentorship" activeOptions={{ exact: true, includeSearch: false }}>
        {t("mentoring.board")}
      </TabLink>
      <TabLink to="/mentorship/support">{t("mentoring.support")}</TabLink>
      <TabLink to="/mentorship/program">{t("mentoring.program")}</TabLink>
      <TabLink to="/mentorship/mentors">{t("mentoring.mentors")}</TabLink>
      <TabLink to="/mentorship/credentials">{t("mentoring.credentials")}</TabLink>
      <TabLink to="/mentorship/conflicts">{t("mentoring.apart")}</TabLink>
      <TabLink to="/mentorship/library">{t("mentoring.library")}</TabLink>
    </TabLinks>
  );
}

/** The parts of a mentor's own space. */
export function MentorTabs() {
  const t = useT();
  if (!mentors()) return null;
  return (
    <TabLinks label={t("mentoring.mine.parts")}>
      <TabLink to="/mentorship/mine" activeOptions={{ exact: true }}>
        {t("mentoring.mine.people")}
      </TabLink>
      <TabLink to="/mentorship/mine/profile">{t("mentoring.mine.profile")}</TabLink>
      <TabLink to="/mentorship/library">{t("mentoring.library")}</TabLink>
    </TabLinks>
  );
}
