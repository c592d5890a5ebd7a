import { useSuspenseQuery } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import { useState } from "react";
import { unmask } from "@/gql";
import type { SteerNeedPartsFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { EmptyState, PageHeader, Section, TextLink } from "@/ui";
import { MentoringTabs } from "./nav";
import { NeedList, type PairDeed, PairDialogs, PairMenu } from "./pair-deeds";
import { SteerNeedParts, supportBoard } from "./queries";
import { listClass, PairStateBadge } from "./words";

/** Pairs that may need somebody, and why. Nothing of what was said in them. */
export function SupportPage() {
  const t = useT();
  return (
    <>
      <PageHeader title={t("mentoring.support")} lead={t("mentoring.supportLead")}>
        {t("mentoring.support")}
      </PageHeader>
      <MentoringTabs />
      <Section>
        <Rows />
      </Section>
    </>
  );
}

function Rows() {
  const t = useT();
  const rows = useSuspenseQuery(supportBoard).data.mentorshipBoard.map((row) => unmask(SteerNeedParts, row));
  const [deed, setDeed] = useState<PairDeed>();
  return (
    <>
      {rows.length === 0 ? (
        <EmptyState icon={<CircleCheck size={20} />}>{t("mentoring.supportNone")}</EmptyState>
      ) : (
        <p className="text-ink-2">{t("mentoring.supportCount", { count: rows.length })}</p>
      )}
      {rows.length > 0 && (
        <ul aria-label={t("mentoring.support")} className={listClass}>
          {rows.map((row) => (
            <li key={row.mentorshipId}>
              <Row row={row} onDeed={setDeed} />
            </li>
          ))}
        </ul>
      )}
      <PairDialogs deed={deed} onClose={() => setDeed(undefined)} />
    </>
  );
}

function Row({ row, onDeed }: { row: SteerNeedPartsFragment; onDeed: (deed: PairDeed) => void }) {
  const t = useT();
  return (
    <div className="flex items-start gap-2 py-3 pr-2 pl-4">
      <div className="grid min-w-0 flex-1 gap-x-6 gap-y-1 md:grid-cols-2">
        <span className="grid content-start gap-1">
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <TextLink className="font-semibold break-words" to="/clients/$id" params={{ id: row.client.id }}>
              {row.client.name}
            </TextLink>
            <PairStateBadge state={row.state} />
          </span>
          <span className="text-small">
            {t("mentoring.with")}{" "}
            <TextLink className="break-words" to="/mentorship/mentors/$id" params={{ id: row.mentor.id }}>
              {row.mentor.name}
            </TextLink>
          </span>
        </span>
        <NeedList needs={row.needs} mentorId={row.mentor.id} />
      </div>
      <PairMenu pair={{ ...row, id: row.mentorshipId }} onDeed={onDeed} />
    </div>
  );
}
