import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { SeriesScope } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { formatWhen } from "@/lib/time";
import { Button, ErrorNotice, Notice } from "@/ui";
import { toast } from "@/ui/toaster";
import { useMoveSeries } from "./series-actions";
import { movePreview } from "./series-queries";
import type { SessionView } from "./session";

/** Where each of the series would go. All of them move, or none. */
export function MovePreview(props: { session: SessionView; scope: SeriesScope; localStart: string; zone: string }) {
  const t = useT();
  const locale = useLocale();
  const navigate = useNavigate();
  const move = useMoveSeries();
  const key = useAttemptKey();
  const { session, scope, localStart, zone } = props;
  const moves = useSuspenseQuery(movePreview(session.id, scope, localStart)).data.sessionSeriesMovePreview;
  const blocked = moves.filter((one) => one.conflict);
  async function run() {
    const wish = { sessionId: session.id, version: session.version, scope, localStart };
    const outcome = await move.run({ input: { ...wish, clientMutationId: key(wish) } });
    if (!outcome.ok) return;
    toast(t("mySeries.moved", { count: moves.length }));
    await navigate({ to: "/schedule", replace: true });
  }
  const problem = move.problems[0];
  return (
    <section
      aria-labelledby="moves"
      className="grid grid-cols-[minmax(0,1fr)] gap-3 rounded-card border border-line bg-surface p-5"
    >
      <h3 id="moves" className="text-h3">
        {t("mySeries.moves", { count: moves.length })}
      </h3>
      <ul className="m-0 grid list-none gap-2 p-0 text-small">
        {moves.map((one) => (
          <li key={one.session.id} className="grid">
            <span>
              <s className="text-ink-2">{formatWhen(one.session.startsAt, zone, locale)}</s>{" "}
              <span className="font-semibold">{formatWhen(one.startsAt, zone, locale)}</span>
            </span>
            {one.conflict && (
              <span className="text-ink-2">
                {one.conflict.code === "slot_taken" ? t("mySeries.taken") : one.conflict.message}
              </span>
            )}
          </li>
        ))}
      </ul>
      {move.error && <ErrorNotice error={move.error} title={t("move.failed")} onRetry={() => void run()} />}
      {problem && (
        <Notice tone="attention" live>
          {problem.message}
        </Notice>
      )}
      {blocked.length > 0 ? (
        <Notice tone="attention" live>
          {t("mySeries.blocked", { count: blocked.length })}
        </Notice>
      ) : (
        <Button
          size="large"
          className="sm:justify-self-start"
          pending={move.pending && t("move.moving")}
          onPress={() => void run()}
        >
          {t("mySeries.move", { count: moves.length })}
        </Button>
      )}
    </section>
  );
}
