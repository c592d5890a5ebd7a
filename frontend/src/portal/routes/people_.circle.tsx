import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, Link } from "@tanstack/react-router";
import { Users } from "lucide-react";
import { centerBoot } from "@/api/boot";
import { Growth } from "@/features/circle/growth";
import { circle } from "@/features/circle/queries";
import { GroupTexts, groupTexts } from "@/features/groups/texts";
import { useGroupWords } from "@/features/groups/words";
import type { CircleQuery } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatDay } from "@/lib/time";
import { Avatar, BackLink, ButtonLink, EmptyState, PageHeader } from "@/ui";

type Circle = CircleQuery["circle"];
type Tie = { since: string; until?: string | null };

export const Route = createFileRoute("/people_/circle")({
  loader: async ({ context }) => {
    await Promise.all([groupTexts(), context.queryClient.ensureQueryData(circle)]);
  },
  component: CirclePage,
});

function CirclePage() {
  return (
    <GroupTexts>
      <Inside />
    </GroupTexts>
  );
}

const still = (tie: Tie) => !tie.until;
const over = (tie: Tie) => Boolean(tie.until);

/** From when until when a tie holds, by month: days matter to nobody years later. */
function useSpan() {
  const t = useT();
  const locale = useLocale();
  const { zone } = centerBoot().viewer;
  const month = (at: string) => formatDay(at, zone, locale, "month");
  return ({ since, until }: Tie) =>
    until ? t("circle.span", { from: month(since), until: month(until) }) : t("circle.since", { month: month(since) });
}

function Inside() {
  const t = useT();
  const { since, counselors, groups } = useSuspenseQuery(circle).data.circle;
  const before = counselors.some(over) || groups.some(over);
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("circle.title")}
        lead={t("circle.lead")}
        back={<BackLink to="/people">{t("nav.people")}</BackLink>}
      >
        {t("circle.title")}
      </PageHeader>
      {since.length === 0 && (
        <EmptyState icon={<Users size={22} />} action={<ButtonLink to="/groups">{t("people.browse")}</ButtonLink>}>
          {t("circle.none")}
        </EmptyState>
      )}
      <Growth points={since} />
      <Ties
        id="ties-now"
        title={t("circle.today")}
        counselors={counselors.filter(still)}
        groups={groups.filter(still)}
      />
      {before && (
        <Ties
          id="ties-before"
          title={t("circle.before")}
          counselors={counselors.filter(over)}
          groups={groups.filter(over)}
        />
      )}
    </div>
  );
}

function Ties(props: { id: string; title: string; counselors: Circle["counselors"]; groups: Circle["groups"] }) {
  const t = useT();
  const span = useSpan();
  if (!props.counselors.length && !props.groups.length) return null;
  return (
    <section aria-labelledby={props.id} className="grid gap-3">
      <h2 id={props.id} className="text-h2">
        {props.title}
      </h2>
      <ul
        aria-labelledby={props.id}
        className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
      >
        {props.counselors.map((tie) => (
          <li key={`${tie.member.id}${tie.since}`} className="flex items-center gap-3.5 px-5 py-4">
            <Avatar name={tie.member.name} size="medium" />
            <span className="grid min-w-0">
              <span className="font-semibold break-words">{tie.member.name}</span>
              <span className="text-small text-ink-2">
                {t(tie.member.roles.includes("COUNSELOR") ? "people.counselor" : "role.PEER_MENTOR")} · {span(tie)}
              </span>
            </span>
          </li>
        ))}
        {props.groups.map((tie) => (
          <GroupTie key={`${tie.groupId}${tie.since}`} tie={tie} />
        ))}
      </ul>
    </section>
  );
}

/** A group of the circle: of those in it, only how many, as a range, and who holds the room. */
function GroupTie({ tie }: { tie: Circle["groups"][number] }) {
  const t = useT();
  const words = useGroupWords();
  const span = useSpan()(tie);
  const holders = tie.facilitators.map((one) => one.alias).join(", ");
  return (
    <li className="flex items-center gap-3.5 px-5 py-4">
      <span
        aria-hidden
        className="grid size-11 flex-none place-items-center rounded-control bg-iris-soft text-iris-soft-ink"
      >
        <Users size={20} strokeWidth={1.75} />
      </span>
      <span className="grid min-w-0">
        {still(tie) ? (
          <Link
            to="/groups/$id"
            params={{ id: tie.groupId }}
            className="-my-2 inline-flex min-h-11 items-center font-semibold break-words text-accent underline decoration-1 underline-offset-3"
          >
            {tie.name}
          </Link>
        ) : (
          <span className="font-semibold break-words">{tie.name}</span>
        )}
        <span className="text-small break-words text-ink-2">
          {[still(tie) && words.size(tie.size), holders && t("meet.with", { alias: holders }), span]
            .filter(Boolean)
            .join(" · ")}
        </span>
        {tie.alias && (
          <span className="text-small break-words text-ink-2">
            {t(still(tie) ? "groups.knownAs" : "circle.knewAs", { alias: tie.alias })}
          </span>
        )}
      </span>
    </li>
  );
}
