import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { SessionView } from "@/features/booking/session";
import type { SeriesMovePreviewQuery, SeriesScope } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { formatWhen } from "@/lib/time";
import { Button, ErrorNotice, Notice, SkeletonList } from "@/ui";
import { toast } from "@/ui/toaster";
import { useMoveSeries } from "./deeds";
import { localStartOf } from "./plan";
import { seriesMovePreview } from "./queries";

/** Where each session of a series would go. Those whose new time is not free stay, knowingly; the others move, or none does. */
export function MoveStep(props: {
  session: SessionView;
  scope: SeriesScope;
  /** Where the one that was taken would begin: the others keep their distance to it. */
  startsAt: string;
  zone: string;
  onDone: () => void;
  /** Stands beside the deed. */
  other?: ReactNode;
}) {
  const t = useT();
  const { scope, zone } = props;
  const { id: sessionId, version } = props.session;
  const localStart = localStartOf(props.startsAt, props.session.zone);
  const query = useQuery({ ...seriesMovePreview(sessionId, scope, localStart), staleTime: 0 });
  const move = useMoveSeries();
  const keyOf = useAttemptKey();
  const planned = query.data?.sessionSeriesMovePreview ?? [];
  const stay = planned.filter((one) => one.conflict).map((one) => one.session.id);
  // The one that was taken leads the others: it has to go.
  const stuck = stay.includes(sessionId);
  const [all, count] = [planned.length, planned.length - stay.length];
  async function confirm() {
    const wanted = { sessionId, version, scope, localStart, stay };
    const outcome = await move.run({ input: { ...wanted, clientMutationId: keyOf(wanted) } });
    if (!outcome.ok) return;
    toast(t("desk.series.moved", { count: outcome.payload.sessions.length }));
    props.onDone();
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {query.isError && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <SkeletonList rows={3} label={t("state.loading")} />}
      {move.error && <ErrorNotice error={move.error} title={t("move.failed")} />}
      {move.problems.map((problem) => (
        <Notice key={problem.message} tone="attention" live>
          {problem.message}
        </Notice>
      ))}
      <Moves planned={planned} zone={zone} taken={sessionId} />
      {stay.length > 0 && (
        <p role="status" className="text-small text-ink-2">
          {stuck ? t("desk.series.inTheWay") : t("desk.series.stay", { count: stay.length })}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          isDisabled={count === 0 || stuck}
          pending={move.pending && t("move.moving")}
          onPress={() => void confirm()}
        >
          {stay.length ? t("desk.series.moveSome", { count, all }) : t("desk.series.move", { count })}
        </Button>
        {props.other}
      </div>
    </div>
  );
}

type Move = SeriesMovePreviewQuery["sessionSeriesMovePreview"][number];

function Moves(props: { planned: readonly Move[]; zone: string; taken: string }) {
  const t = useT();
  if (!props.planned.length) return null;
  return (
    <ul
      aria-label={t("desk.series.moves")}
      className="m-0 max-h-80 list-none divide-y divide-line overflow-y-auto rounded-control border border-line p-0"
    >
      {props.planned.map((one) => (
        <li key={one.session.id} className="grid gap-0.5 px-3 py-2">
          <MoveLine one={one} zone={props.zone} stuck={one.session.id === props.taken} />
        </li>
      ))}
    </ul>
  );
}

/** From when to when; or that it stays, and why. */
function MoveLine({ one, zone, stuck }: { one: Move; zone: string; stuck: boolean }) {
  const t = useT();
  const locale = useLocale();
  const before = formatWhen(one.session.startsAt, zone, locale);
  const after = formatWhen(one.startsAt, zone, locale);
  if (!one.conflict) {
    return (
      <>
        <span className="tnum text-small text-ink-2 line-through">{before}</span>
        <span className="tnum font-semibold">{after}</span>
      </>
    );
  }
  return (
    <>
      <span className="tnum">
        {before}
        {!stuck && ` · ${t("desk.series.stays")}`}
      </span>
      <span className="text-small text-honey-soft-ink">
        {after}: {one.conflict.message}
      </span>
    </>
  );
}
