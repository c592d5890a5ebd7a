import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { CalendarRange, ListOrdered, PhoneCall, Signpost, SquareUserRound, UserRoundPlus, Users } from "lucide-react";
import { memo, useState } from "react";
import { centerBoot } from "@/api/boot";
import { unmask } from "@/gql";
import type { LineEntryFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatAgo, formatWhen } from "@/lib/time";
import { Badge, Button, EmptyState, ErrorNotice, SkeletonList, TextLink } from "@/ui";
import { RowMenu } from "@/ui/row-menu";
import { type Deed, DeedDialogs } from "./dialogs";
import { mayLog } from "./may";
import { LineEntry, lineOf } from "./queries";
import { StepButton } from "./step-button";
import { LastContact, NobodyYet, OverdueBadge } from "./words";

const step = 50;
/** More than the server tells at once. */
const most = 500;

/** Who waits, in the order in which they are asked; who was offered a place stands first. */
export function Line(props: { programId: string }) {
  const t = useT();
  const [first, setFirst] = useState(step);
  const [deed, setDeed] = useState<Deed>();
  const list = useQuery({ ...lineOf(props.programId, first), placeholderData: keepPreviousData });
  if (list.isLoadingError) return <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <SkeletonList label={t("state.loading")} rows={4} rowClass="h-16 w-full" />;
  const entries = (list.data?.programLine ?? []).map((one) => unmask(LineEntry, one));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {entries.length === 0 ? (
        <EmptyState icon={<Users size={20} />}>{t("programs.lineEmpty")}</EmptyState>
      ) : (
        <ol
          aria-label={t("programs.part.WAITLISTED")}
          className="m-0 list-none divide-y divide-line overflow-clip rounded-card border border-line bg-surface p-0"
        >
          {entries.map((entry) => (
            <LineRow key={entry.id} entry={entry} onDeed={setDeed} />
          ))}
        </ol>
      )}
      {entries.length >= first && first < most && (
        <Button
          variant="secondary"
          className="justify-self-start"
          pending={list.isPlaceholderData && t("state.loading")}
          onPress={() => setFirst(Math.min(first + step, most))}
        >
          {t("documents.more")}
        </Button>
      )}
      <DeedDialogs deed={deed} onClose={() => setDeed(undefined)} />
    </div>
  );
}

const icon = { size: 18, strokeWidth: 1.75, "aria-hidden": true } as const;

/** All that can be done from a row, in its menu. */
function useLineDeeds(entry: LineEntryFragment, onDeed: (deed: Deed) => void) {
  const t = useT();
  const { name } = entry.client;
  const moves = entry.nextStates.length > 0;
  return () => [
    ...(mayLog()
      ? [
          {
            id: "contact",
            label: t("programs.deed.contact"),
            icon: <PhoneCall {...icon} />,
            onAction: () => onDeed({ kind: "contact", clientId: entry.client.id, name }),
          },
        ]
      : []),
    ...(moves
      ? [
          {
            id: "move",
            label: t("programs.deed.move"),
            icon: <Signpost {...icon} />,
            onAction: () => onDeed({ kind: "move", wayId: entry.id, name }),
          },
          {
            id: "peer",
            label: t("programs.deed.peer"),
            icon: <UserRoundPlus {...icon} />,
            onAction: () => onDeed({ kind: "peer", wayId: entry.id, name }),
          },
          ...(entry.cohort
            ? [
                {
                  id: "cohort",
                  label: t("programs.deed.cohort"),
                  icon: <CalendarRange {...icon} />,
                  onAction: () => onDeed({ kind: "cohort", wayId: entry.id, name }),
                },
              ]
            : []),
          {
            id: "priority",
            label: t("programs.deed.priority"),
            icon: <ListOrdered {...icon} />,
            onAction: () => onDeed({ kind: "priority", wayId: entry.id, name }),
          },
        ]
      : []),
    {
      id: "open",
      label: t("programs.deed.open"),
      icon: <SquareUserRound {...icon} />,
      href: `${centerBoot().base}/app/clients/${entry.client.id}/program`,
    },
  ];
}

const LineRow = memo(function LineRow(props: { entry: LineEntryFragment; onDeed: (deed: Deed) => void }) {
  const t = useT();
  const { entry, onDeed } = props;
  const { name } = entry.client;
  const deeds = useLineDeeds(entry, onDeed);
  return (
    <li className="flex min-h-16 items-center gap-x-4 px-4 py-2">
      <Place entry={entry} />
      <div className="grid min-w-0 flex-1 items-center gap-x-6 gap-y-1 lg:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)_minmax(0,1fr)_9.5rem]">
        <Who entry={entry} />
        <span className="grid gap-0.5">
          <span className="text-small text-ink-2">{t("programs.lastContact")}</span>
          <LastContact on={entry.lastContact} quiet={entry.quiet} />
        </span>
        <span className="grid gap-0.5">
          <Since entry={entry} />
          <span className="text-small">
            {entry.peer ? (
              t("programs.peerIs", { name: entry.peer.name })
            ) : (
              <NobodyYet>{t("programs.peerMissing")}</NobodyYet>
            )}
          </span>
        </span>
        <span className="max-lg:py-1 lg:text-right">
          <NextStep entry={entry} onDeed={onDeed} />
        </span>
      </div>
      <RowMenu label={t("staff.members.moreFor", { name })} entries={deeds} />
    </li>
  );
});

/** Who waits, to their page; and why they come before others. */
function Who({ entry }: { entry: LineEntryFragment }) {
  const t = useT();
  return (
    <span className="grid min-w-0 justify-items-start gap-0.5">
      <span className="inline-flex flex-wrap items-baseline gap-x-2">
        <TextLink
          className="font-semibold break-words"
          preload={false}
          to="/clients/$id/$tab"
          params={{ id: entry.client.id, tab: "program" }}
        >
          {entry.client.name}
        </TextLink>
        {entry.client.pronouns && <span className="text-small text-ink-2">{entry.client.pronouns}</span>}
      </span>
      {entry.priority && entry.priority !== "NONE" && (
        <Badge tone="iris">{t(`programs.priority.${entry.priority}`)}</Badge>
      )}
      {entry.cohortOver && <OverdueBadge>{t("programs.cohortOver")}</OverdueBadge>}
    </span>
  );
}

/** What is to be done first: a cohort that started without them; a place that is kept; somebody who keeps contact; contact itself. */
function NextStep({ entry, onDeed }: { entry: LineEntryFragment; onDeed: (deed: Deed) => void }) {
  const t = useT();
  const { name } = entry.client;
  const moves = entry.nextStates.length > 0;
  if (moves && entry.cohortOver) {
    return (
      <Button
        size="small"
        variant="secondary"
        aria-label={`${t("programs.deed.cohort")}: ${name}`}
        onPress={() => onDeed({ kind: "cohort", wayId: entry.id, name })}
      >
        {t("programs.deed.cohort")}
      </Button>
    );
  }
  if (moves && entry.state === "OFFERED") return <StepButton small way={entry} name={name} onDeed={onDeed} />;
  const alone = moves && !entry.peer;
  if (!alone && !mayLog()) return null;
  const label = t(alone ? "programs.deed.peer" : "programs.deed.contact");
  return (
    <Button
      size="small"
      variant="secondary"
      aria-label={`${label}: ${name}`}
      onPress={() =>
        onDeed(alone ? { kind: "peer", wayId: entry.id, name } : { kind: "contact", clientId: entry.client.id, name })
      }
    >
      {label}
    </Button>
  );
}

/** The number in line; a word where a place is kept. */
function Place({ entry }: { entry: LineEntryFragment }) {
  const t = useT();
  if (entry.state === "OFFERED") {
    return (
      <span className="w-20 flex-none">
        <Badge tone="attention">{t("programs.state.OFFERED")}</Badge>
      </span>
    );
  }
  const place = entry.placeInLine ?? 0;
  return (
    <span className="tnum w-20 flex-none text-h2">
      <span aria-hidden>{place}</span>
      <span className="sr-only">{t("programs.placeInLine", { place })}</span>
    </span>
  );
}

/** Until when a place is kept, or how long somebody has waited. */
function Since({ entry }: { entry: LineEntryFragment }) {
  const t = useT();
  const locale = useLocale();
  if (entry.state === "OFFERED" && entry.offeredUntil) {
    const when = formatWhen(entry.offeredUntil, centerBoot().center.zone, locale);
    return <span className="text-small font-semibold">{t("programs.keptUntil", { when })}</span>;
  }
  return (
    <span className="text-small text-ink-2">
      {[
        entry.waitingSince && t("programs.waits", { ago: formatAgo(entry.waitingSince, locale) }),
        entry.cohort && t("programs.forCohort", { cohort: entry.cohort.name }),
      ]
        .filter(Boolean)
        .join(" · ")}
    </span>
  );
}
