import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMoveSeries } from "@/features/series/deeds";
import { seriesMovePreview } from "@/features/series/queries";
import type { SeriesMovePreviewQuery, SeriesScope } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { formatWhen } from "@/lib/time";
import { Button, Fault, Notice } from "@/ui";
import { toast } from "@/ui/toaster";
import type { SessionView } from "./session";

type Move = SeriesMovePreviewQuery["sessionSeriesMovePreview"][number];

/** Where each of the series would go. Those that cannot go there stay, knowingly; the others move, or none does. */
export function MovePreview(props: { session: SessionView; scope: SeriesScope; localStart: string; zone: string }) {
  const t = useT();
  const navigate = useNavigate();
  const move = useMoveSeries();
  const key = useAttemptKey();
  const { session, scope, localStart, zone } = props;
  const moves = useSuspenseQuery(seriesMovePreview(session.id, scope, localStart)).data.sessionSeriesMovePreview;
  const stay = moves.filter((one) => one.conflict).map((one) => one.session.id);
  const count = moves.length - stay.length;
  // The one that was looked at leads the others: it has to go.
  const stuck = stay.includes(session.id);
  async function run() {
    const wish = { sessionId: session.id, version: session.version, scope, localStart, stay };
    const outcome = await move.run({ input: { ...wish, clientMutationId: key(wish) } });
    if (!outcome.ok) return;
    toast(t("mySeries.moved", { count: outcome.payload.sessions.length }));
    await navigate({ to: "/schedule", replace: true });
  }
  return (
    <section
      aria-labelledby="moves"
      className="grid grid-cols-[minmax(0,1fr)] gap-3 rounded-card border border-line bg-surface p-5"
    >
      <h3 id="moves" className="text-h3">
        {t("mySeries.moves", { count: moves.length })}
      </h3>
      <Moves moves={moves} zone={zone} />
      <Fault of={move} title={t("move.failed")} />
      {stay.length > 0 && (
        <Notice tone="attention" live>
          {stuck ? t("mySeries.stuck") : t("mySeries.stay", { count: stay.length })}
        </Notice>
      )}
      {!stuck && (
        <Button
          size="large"
          className="sm:justify-self-start"
          pending={move.pending && t("move.moving")}
          onPress={() => void run()}
        >
          {stay.length ? t("mySeries.moveSome", { count, all: moves.length }) : t("mySeries.move", { count })}
        </Button>
      )}
    </section>
  );
}

/** From when to when, and why not. */
function Moves({ moves, zone }: { moves: readonly Move[]; zone: string }) {
  const t = useT();
  const locale = useLocale();
  return (
    <ul className="m-0 grid list-none gap-2 p-0 text-small">
      {moves.map(({ session, startsAt, conflict }) => (
        <li key={session.id} className="grid">
          <span>
            {conflict ? (
              t("mySeries.stays", { when: formatWhen(session.startsAt, zone, locale) })
            ) : (
              <>
                <s className="text-ink-2">{formatWhen(session.startsAt, zone, locale)}</s>{" "}
                <span className="font-semibold">{formatWhen(startsAt, zone, locale)}</span>
              </>
            )}
          </span>
          {conflict && (
            <span className="text-ink-2">
              {formatWhen(startsAt, zone, locale)}:{" "}
              {conflict.code === "slot_taken" ? t("mySeries.taken") : conflict.message}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
