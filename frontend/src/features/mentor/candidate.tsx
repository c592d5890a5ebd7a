import { Clock, HeartHandshake, Languages, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import type { FindMentorQuery, MatchReasonKind } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Avatar, Badge } from "@/ui";
import { useWalkWords } from "./words";

export type CandidateView = FindMentorQuery["mentorCandidates"][number];
const icons: Record<MatchReasonKind, LucideIcon> = { WE_SHARE: HeartHandshake, LANGUAGE: Languages, TIME: Clock };

/** Why two people may fit: in words, never a number. */
export function Reasons(props: { reasons: CandidateView["reasons"] }) {
  const t = useT();
  if (!props.reasons.length) return null;
  return (
    <ul aria-label={t("walk.reasons")} className="m-0 grid list-none gap-1.5 p-0 text-small">
      {props.reasons.map((reason) => {
        const Icon = icons[reason.kind];
        return (
          <li key={reason.text} className="flex items-start gap-2.5">
            <Icon size={18} strokeWidth={1.75} aria-hidden className="mt-0.5 flex-none text-iris" />
            <span className="min-w-0 break-words">{reason.text}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** A mentor as somebody who looks for one sees them. `children`: what one can do. */
export function Candidate(props: { candidate: CandidateView; children: ReactNode }) {
  const t = useT();
  const walk = useWalkWords();
  const { mentor, about, languages, modes, reasons, experiences } = props.candidate;
  return (
    <article
      aria-labelledby={`mentor-${mentor.id}`}
      className="grid content-between gap-4 rounded-card border border-line bg-surface p-5"
    >
      <div className="grid gap-3">
        <div className="flex items-center gap-4">
          <Avatar name={mentor.name} size="large" />
          <div className="grid min-w-0">
            <h3 id={`mentor-${mentor.id}`} className="text-h3 break-words">
              {mentor.name}
            </h3>
            {mentor.pronouns && <p className="text-small text-ink-2">{mentor.pronouns}</p>}
          </div>
        </div>
        {about && <p className="measure whitespace-pre-line break-words">{about}</p>}
        <Reasons reasons={reasons} />
        {experiences.length > 0 && (
          <div className="grid gap-1.5">
            <p className="text-small text-ink-2">{t("walk.shows")}</p>
            <p className="flex flex-wrap gap-1.5">
              {experiences.map((word) => (
                <Badge key={word.code} tone="iris">
                  {word.label}
                </Badge>
              ))}
            </p>
          </div>
        )}
        <p className="text-small text-ink-2">
          {t("walk.speaks", { languages: walk.languages(languages), modes: walk.modes(modes) })}
        </p>
      </div>
      {props.children}
    </article>
  );
}
