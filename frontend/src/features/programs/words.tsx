import { BellOff, CircleSlash, Clock3, MessageCircleQuestion } from "lucide-react";
import type { ReactNode } from "react";
import { centerBoot } from "@/api/boot";
import type { EnrollmentState, ProgramState } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatDaysAgo, todayIn } from "@/lib/days";
import { formatDate } from "@/lib/time";
import { Badge } from "@/ui";

const programTones = { DRAFT: "attention", OPEN: "good", CLOSED: "neutral" } as const;

export function ProgramStateBadge(props: { state: ProgramState }) {
  const t = useT();
  return <Badge tone={programTones[props.state]}>{t(`programs.programState.${props.state}`)}</Badge>;
}

const wayTones = {
  INQUIRY: "info",
  WAITLISTED: "info",
  OFFERED: "attention",
  INTAKE: "iris",
  ACTIVE: "good",
  ON_HOLD: "neutral",
  DISCHARGED: "neutral",
  AFTERCARE: "good",
  CLOSED: "neutral",
} as const;

export function WayBadge(props: { state: EnrollmentState }) {
  const t = useT();
  return <Badge tone={wayTones[props.state]}>{t(`programs.state.${props.state}`)}</Badge>;
}

/** Nobody has heard of them for longer than the program lets pass: a word and a sign, never only a color. */
export function QuietBadge() {
  const t = useT();
  return (
    <Badge tone="attention" icon={<BellOff size={14} aria-hidden />}>
      {t("programs.quiet")}
    </Badge>
  );
}

export function TalkBadge() {
  const t = useT();
  return (
    <Badge tone="attention" icon={<MessageCircleQuestion size={14} aria-hidden />}>
      {t("programs.worthATalk")}
    </Badge>
  );
}

export function OverdueBadge(props: { children: ReactNode }) {
  return (
    <Badge tone="attention" icon={<Clock3 size={14} aria-hidden />}>
      {props.children}
    </Badge>
  );
}

export function NobodyYet(props: { children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1.5 text-ink-2">
      <CircleSlash size={14} aria-hidden />
      {props.children}
    </span>
  );
}

/** Days at the center, as people say them: "yesterday", "12 days ago". */
export function useDaysAgo(): (date: string) => string {
  const locale = useLocale();
  const today = todayIn(centerBoot().center.zone);
  return (date) => formatDaysAgo(date, today, locale);
}

/** A day with its year when it is not this one: "Thu, Nov 26". */
export function useDay(): (date: string) => string {
  const locale = useLocale();
  const year = todayIn(centerBoot().center.zone).slice(0, 4);
  return (date) => (date.startsWith(year) ? formatDate(date, locale) : formatDate(date, locale, "full"));
}

/** When a human being here last had to do with them. */
export function LastContact(props: { on: string | null | undefined; quiet: boolean }) {
  const t = useT();
  const ago = useDaysAgo();
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      <span className="first-letter:uppercase">{props.on ? ago(props.on) : t("programs.noContact")}</span>
      {props.quiet && <QuietBadge />}
    </span>
  );
}

/** "21 of 24 places taken", or how many are in where there is no limit. */
export function usePlaces(): (program: { taken?: number | null; capacity?: number | null }) => string {
  const t = useT();
  return ({ taken, capacity }) =>
    capacity ? t("programs.places", { taken: taken ?? 0, capacity }) : t("programs.placesOpen", { taken: taken ?? 0 });
}
