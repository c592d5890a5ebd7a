import { useState } from "react";
import { useMove } from "@/features/booking/actions";
import type { SessionView } from "@/features/booking/session";
import { besidesTaken, takenIn } from "@/features/booking/taken";
import { MoveStep } from "@/features/series/move-step";
import { ScopeField } from "@/features/series/scope";
import type { SeriesScope } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { formatWhen } from "@/lib/time";
import { Button, ErrorNotice, Notice } from "@/ui";
import { Dialog } from "@/ui/overlay";
import { toast } from "@/ui/toaster";
import { CloseTimes } from "./close-times";

export type Drop = { session: SessionView; startsAt: string };
type Props = { drop: Drop; zone: string; onClose: () => void };

/** A dropped session is moved only after a yes: the client gets a mail about it. One of a series may take others along. */
export function DropDialog(props: Props) {
  const t = useT();
  const locale = useLocale();
  const { session } = props.drop;
  const [startsAt, setStartsAt] = useState(props.drop.startsAt);
  const [scope, setScope] = useState<SeriesScope>("ONE");
  return (
    <Dialog
      isOpen
      onOpenChange={(open) => !open && props.onClose()}
      title={t("staff.drop.title", { name: session.client.name })}
    >
      <p className="text-ink-2">
        {t("staff.drop.text", {
          before: formatWhen(session.startsAt, props.zone, locale),
          after: formatWhen(startsAt, props.zone, locale),
          name: session.client.name,
        })}
      </p>
      {session.seriesId && <ScopeField scope={scope} onScope={setScope} />}
      {scope === "ONE" ? (
        <MoveOne {...props} startsAt={startsAt} onStartsAt={setStartsAt} />
      ) : (
        <MoveStep
          key={scope}
          session={session}
          scope={scope}
          startsAt={startsAt}
          zone={props.zone}
          onDone={props.onClose}
          other={<Keep onClose={props.onClose} />}
        />
      )}
    </Dialog>
  );
}

/** This one alone. When somebody was faster, another time is a press away. */
function MoveOne(props: Props & { startsAt: string; onStartsAt: (startsAt: string) => void }) {
  const t = useT();
  const locale = useLocale();
  const move = useMove();
  const keyOf = useAttemptKey();
  const { startsAt } = props;
  const { id: sessionId, version } = props.drop.session;
  const when = formatWhen(startsAt, props.zone, locale);
  const taken = takenIn(move.problems);
  const [other] = besidesTaken(move.problems);

  async function confirm() {
    const wanted = { sessionId, version, startsAt };
    const outcome = await move.run({ input: { ...wanted, clientMutationId: keyOf(wanted) } });
    if (!outcome.ok) return;
    toast(t("move.done", { when }));
    props.onClose();
  }
  return (
    <>
      {move.error && <ErrorNotice error={move.error} title={t("move.failed")} />}
      {other && (
        <Notice tone="attention" live>
          {other.message}
        </Notice>
      )}
      {taken && (
        <CloseTimes
          text={t(taken.alternatives.length ? "book.taken" : "staff.book.takenNone", { time: when })}
          slots={taken.alternatives}
          words={(slot) => formatWhen(slot.startsAt, props.zone, locale)}
          onPick={(slot) => {
            move.clear();
            props.onStartsAt(slot.startsAt);
          }}
        />
      )}
      <div className="flex flex-wrap gap-2">
        <Button pending={move.pending && t("move.moving")} onPress={() => void confirm()}>
          {t("move.confirm", { when })}
        </Button>
        <Keep onClose={props.onClose} />
      </div>
    </>
  );
}

function Keep(props: { onClose: () => void }) {
  const t = useT();
  return (
    <Button variant="secondary" onPress={props.onClose}>
      {t("staff.drop.keep")}
    </Button>
  );
}
