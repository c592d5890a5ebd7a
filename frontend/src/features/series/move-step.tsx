import { useQuery } from "@tanstack/react-query";
import type { SeriesScope } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { formatWhen } from "@/lib/time";
import { Button, ErrorNotice, Notice, SkeletonList } from "@/ui";
import { toast } from "@/ui/toaster";
import { useMoveSeries } from "./deeds";
import { seriesMovePreview } from "./queries";

/** Where each session of a series would go; all of them move, or none. */
export function MoveStep(props: {
  sessionId: string;
  version: number;
  scope: SeriesScope;
  localStart: string;
  zone: string;
  onDone: () => void;
}) {
  const t = useT();
  const locale = useLocale();
  const { sessionId, version, scope, localStart, zone } = props;
  const query = useQuery({ ...seriesMovePreview(sessionId, scope, localStart), staleTime: 0 });
  const move = useMoveSeries();
  const keyOf = useAttemptKey();
  const planned = query.data?.sessionSeriesMovePreview ?? [];
  const inTheWay = planned.filter((one) => one.conflict).length;
  async function confirm() {
    const wanted = { sessionId, version, scope, localStart };
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
      {planned.length > 0 && (
        <ul
          aria-label={t("desk.series.moves")}
          className="m-0 max-h-80 list-none divide-y divide-line overflow-y-auto rounded-control border border-line p-0"
        >
          {planned.map((one) => (
            <li key={one.session.id} className="grid gap-0.5 px-3 py-2">
              <span className="tnum text-small text-ink-2 line-through">
                {formatWhen(one.session.startsAt, zone, locale)}
              </span>
              <span className="tnum font-semibold">{formatWhen(one.startsAt, zone, locale)}</span>
              {one.conflict && <span className="text-small text-honey-soft-ink">{one.conflict.message}</span>}
            </li>
          ))}
        </ul>
      )}
      {inTheWay > 0 && <p className="text-small text-ink-2">{t("desk.series.inTheWay", { count: inTheWay })}</p>}
      <Button
        isDisabled={planned.length === 0 || inTheWay > 0}
        pending={move.pending && t("move.moving")}
        onPress={() => void confirm()}
      >
        {t("desk.series.move", { count: planned.length })}
      </Button>
    </div>
  );
}
