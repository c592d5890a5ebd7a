import { useSuspenseQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { centerBoot } from "@/api/boot";
import { unmask } from "@/gql";
import type { WayWholeFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatWhen } from "@/lib/time";
import { TextLink } from "@/ui";
import { sorted } from "./client-way";
import { type Deed, DeedDialogs } from "./dialogs";
import { isIn } from "./kinds";
import { clientWays, WayNow, WayWhole } from "./queries-way";
import { StepButton } from "./step-button";
import { OverdueBadge, TalkBadge, useDay, useDaysAgo } from "./words";

function usePresent(clientId: string): WayWholeFragment | undefined {
  const { client } = useSuspenseQuery(clientWays(clientId)).data;
  return sorted(client?.enrollments.map((one) => unmask(WayWhole, one)) ?? [])[0];
}

type Step = [id: string, words: ReactNode];

/** What waits to be done or to be known, in words. */
function useSteps() {
  const t = useT();
  const day = useDay();
  const locale = useLocale();
  return (way: WayWholeFragment): Step[] => {
    const now = unmask(WayNow, way);
    const open = way.intakeItems.filter((item) => item.required && !item.doneOn);
    const overdue = open.filter((item) => item.overdue).length;
    const talks = isIn(now.state) ? way.readiness.filter((one) => one.worthATalk).length : 0;
    const steps: Array<Step | false> = [
      way.discharge?.state === "WAITING" && ["review", t("programs.reviewTitle")],
      now.state === "OFFERED" &&
        Boolean(now.offeredUntil) && [
          "offer",
          t("programs.keptUntil", { when: formatWhen(now.offeredUntil ?? "", centerBoot().center.zone, locale) }),
        ],
      now.state === "WAITLISTED" &&
        Boolean(now.placeInLine) && ["line", t("programs.placeInLine", { place: now.placeInLine ?? 0 })],
      isIn(now.state) &&
        open.length > 0 && [
          "packet",
          <span key="packet" className="inline-flex flex-wrap items-center gap-2">
            {t("programs.openItems", { count: open.length })}
            {overdue > 0 && <OverdueBadge>{t("programs.overdue", { count: overdue })}</OverdueBadge>}
          </span>,
        ],
      talks > 0 && [
        "talk",
        <span key="talk" className="inline-flex flex-wrap items-center gap-2">
          {t("programs.readinessDiffers")} <TalkBadge />
        </span>,
      ],
      now.state === "ON_HOLD" &&
        Boolean(now.since) && ["hold", t("programs.onHoldSince", { day: day(now.since ?? "") })],
    ];
    return steps.filter((step) => step !== false);
  };
}

/** What of somebody's way wants to be done next. */
export function NextSteps(props: { clientId: string }) {
  const t = useT();
  const stepsOf = useSteps();
  const way = usePresent(props.clientId);
  const [deed, setDeed] = useState<Deed>();
  if (!way) return null;
  const now = unmask(WayNow, way);
  const steps = stepsOf(way);
  return (
    <div className="grid gap-2">
      {steps.length > 0 && (
        <ul className="m-0 grid list-none gap-1.5 p-0">
          {steps.map(([id, words]) => (
            <li key={id} className="font-medium">
              {words}
            </li>
          ))}
        </ul>
      )}
      {now.nextStates.length > 0 && (
        <div className="empty:hidden">
          <StepButton way={now} name={now.client.name} onDeed={setDeed} />
        </div>
      )}
      <DeedDialogs deed={deed} onClose={() => setDeed(undefined)} />
      <TextLink
        className="inline-flex items-center gap-1 justify-self-start"
        to="/clients/$id/$tab"
        params={{ id: props.clientId, tab: "program" }}
      >
        {t("programs.toWay")}
        <ChevronRight size={16} aria-hidden />
      </TextLink>
    </div>
  );
}

const most = 5;

/** Who was there lately, as it was written down. */
export function RecentContacts(props: { clientId: string }) {
  const t = useT();
  const ago = useDaysAgo();
  const way = usePresent(props.clientId);
  if (!way || way.contacts.length === 0) return null;
  return (
    <ul aria-label={t("programs.contacts")} className="m-0 grid list-none gap-1.5 p-0">
      {way.contacts.slice(0, most).map((one) => (
        <li key={`${one.recordedAt}-${one.kind}`} className="flex flex-wrap gap-x-2">
          <span className="font-medium">{t(`programs.contact.${one.kind}`)}</span>
          <span className="text-ink-2">{[ago(one.on), one.by?.name].filter(Boolean).join(" · ")}</span>
        </li>
      ))}
    </ul>
  );
}
