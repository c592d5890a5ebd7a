import { useSuspenseQuery } from "@tanstack/react-query";
import { centerBoot } from "@/api/boot";
import type { GroupTurnsQuery } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatDay } from "@/lib/time";
import { Badge } from "@/ui";
import { type Column, Table } from "@/ui/table";
import { turnsOf } from "./queries-group";

type Share = NonNullable<GroupTurnsQuery["groupTurns"]>["shares"][number];

/** Who held how often, who holds what comes, and whose turn is next: how fair it is, in words. */
export function Turns(props: { groupId: string; zone?: string }) {
  const t = useT();
  const turns = useSuspenseQuery(turnsOf(props.groupId)).data.groupTurns;
  const columns = useColumns(props.zone ?? centerBoot().center.zone);
  if (!turns?.shares.length) return null;
  const shared = turns.shares.filter((one) => one.part === "FACILITATOR");
  const [next, after] = shared;
  return (
    <section aria-labelledby="turns" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 id="turns" className="text-h2">
        {t("staff.turns.title")}
      </h2>
      <p className="measure">
        {[
          evenness(turns.difference, t),
          next &&
            t(after ? "staff.turns.nextAfter" : "staff.turns.next", {
              name: next.person.alias,
              after: after?.person.alias,
            }),
        ]
          .filter(Boolean)
          .join(" ")}
      </p>
      <Table label={t("staff.turns.title")} columns={columns} rows={turns.shares} rowKey={(share) => share.person.id} />
    </section>
  );
}

function evenness(difference: number | null | undefined, t: ReturnType<typeof useT>) {
  if (difference === null || difference === undefined) return undefined;
  return difference <= 1 ? t("staff.turns.even") : t("staff.turns.uneven", { count: difference });
}

function useColumns(zone: string): Column<Share>[] {
  const t = useT();
  const locale = useLocale();
  const day = (at: string) => formatDay(at, zone, locale);
  return [
    {
      id: "who",
      header: t("staff.turns.who"),
      isRowHeader: true,
      cell: ({ person, part }) => (
        <span className="grid min-w-0">
          <span className="flex flex-wrap items-center gap-2 font-semibold break-words">
            {person.alias}
            {person.me && <Badge tone="info">{t("staff.turns.me")}</Badge>}
          </span>
          <span className="text-small text-ink-2">{t(`staff.holders.part.${part}`)}</span>
        </span>
      ),
    },
    {
      id: "held",
      header: t("staff.turns.held"),
      cell: ({ held, lastAt }) =>
        lastAt ? t("staff.turns.heldWords", { count: held, day: day(lastAt) }) : t("staff.turns.heldNone"),
    },
    {
      id: "ahead",
      header: t("staff.turns.ahead"),
      cell: ({ ahead, nextAt }) =>
        nextAt ? t("staff.turns.aheadWords", { count: ahead, day: day(nextAt) }) : t("staff.turns.aheadNone"),
    },
  ];
}
