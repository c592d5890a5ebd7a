import { useNavigate } from "@tanstack/react-router";
import { useT } from "@/i18n";
import { PageHeader, Section } from "@/ui";
import ConflictList, { Enter } from "./conflict-list";
import { MemberField } from "./member-field";
import { MentoringTabs } from "./nav";

/** Who must never be brought together. Neither of the two learns of it. */
export function ConflictsPage(props: { member?: string }) {
  const t = useT();
  const navigate = useNavigate();
  const { member } = props;
  return (
    <>
      <PageHeader title={t("mentoring.apart")} lead={t("mentoring.apartLead")}>
        {t("mentoring.apart")}
      </PageHeader>
      <MentoringTabs />
      <div className="max-w-md">
        <MemberField
          label={t("mentoring.whoseList")}
          value={member ?? null}
          onChange={(id) =>
            void navigate({ to: "/mentorship/conflicts", search: { member: id ?? undefined }, resetScroll: false })
          }
        />
      </div>
      {member ? (
        <Section key={member}>
          <ConflictList memberId={member} />
        </Section>
      ) : (
        <Enter />
      )}
    </>
  );
}
