import { useSuspenseQuery } from "@tanstack/react-query";
import type { LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useT } from "@/i18n";
import { Section, Skeleton, TextLink } from "@/ui";
import { mentoringAtHome } from "./queries-home";
import { MentoringTexts } from "./texts";
import { listClass, useMentoringWords } from "./words";

/** What mentoring asks of whoever steers it. Nothing when nothing does. */
export default function MentoringAtHome() {
  return (
    <Section loading={<Skeleton className="h-24 w-full rounded-card" />}>
      <MentoringTexts>
        <Lines />
      </MentoringTexts>
    </Section>
  );
}

function Lines() {
  const t = useT();
  const words = useMentoringWords();
  const { mentorshipBoard, mentorRequests, applied, stories } = useSuspenseQuery(mentoringAtHome).data;
  const pairs = mentorshipBoard.length;
  const waiting = mentorRequests.totalCount;
  const longest = mentorRequests.nodes[0]?.waitingSince;
  const lines = [
    pairs > 0 && { to: "/mentorship/support" as const, text: t("mentoring.home.support", { count: pairs }) },
    waiting > 0 && {
      to: "/mentorship" as const,
      text: t("mentoring.home.waiting", { count: waiting }),
      more: longest && t("mentoring.home.longest", { since: words.since(longest) }),
    },
    applied.nodes.length > 0 && {
      to: "/mentorship/mentors" as const,
      search: { state: "APPLIED" as const },
      text: t("mentoring.home.applied", { count: applied.nodes.length, more: applied.pageInfo.hasNextPage }),
    },
    stories.nodes.length > 0 && {
      to: "/mentorship/library" as const,
      search: { shelf: "REVIEW" as const },
      text: t("mentoring.home.stories", { count: stories.nodes.length, more: stories.pageInfo.hasNextPage }),
    },
  ].filter((line) => line !== false);
  if (lines.length === 0) return null;
  return (
    <section aria-labelledby="mentoring-home" className="grid gap-3">
      <h2 id="mentoring-home" className="text-h2">
        {t("staff.nav.mentoring")}
      </h2>
      <ul className={listClass}>
        {lines.map((line) => (
          <Line key={line.to} {...line} />
        ))}
      </ul>
    </section>
  );
}

function Line(props: { to: LinkProps["to"]; search?: LinkProps["search"]; text: string; more?: ReactNode }) {
  return (
    <li className="grid min-h-14 content-center px-4 py-2">
      <TextLink className="font-semibold" to={props.to} search={props.search}>
        {props.text}
      </TextLink>
      {props.more && <span className="text-small text-ink-2">{props.more}</span>}
    </li>
  );
}
