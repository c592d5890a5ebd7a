import type { HourPartsFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button } from "@/ui";
import type { ButtonVariant } from "@/ui/button";
import type { Move } from "./moves";

/** What comes next by itself is the strong button; what rarely happens stands last and quiet. */
const looks: Record<Move, ButtonVariant> = {
  arrive: "soft",
  begin: "primary",
  end: "primary",
  undoArrival: "quiet",
  undoBegin: "quiet",
  missedClient: "secondary",
  missedPeer: "secondary",
  record: "quiet",
};
const order: readonly Move[] = [
  "begin",
  "end",
  "arrive",
  "undoArrival",
  "undoBegin",
  "missedClient",
  "missedPeer",
  "record",
];

/** The moves that are possible now; no others. */
export function Steps(props: {
  session: HourPartsFragment;
  moves: readonly Move[];
  pending: boolean;
  onStep: (move: Move) => void;
}) {
  const t = useT();
  const { session, moves } = props;
  const missed = session.state === "NO_SHOW_CLIENT" || session.state === "NO_SHOW_PEER";
  const name = session.client.name;
  const label = (move: Move) => {
    if (move === "arrive") return t(missed ? "care.step.cameAfterAll" : "care.step.arrive");
    if (move === "record") return t(session.state === "COMPLETED" ? "care.step.putRight" : "care.step.record");
    return t(`care.step.${move}`, { name });
  };
  if (!moves.length)
    return session.state === "BOOKED" ? <p className="text-small text-ink-2">{t("care.hour.early")}</p> : null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {order
        .filter((move) => moves.includes(move))
        .map((move) => (
          <Button
            key={move}
            variant={missed && move === "begin" ? "soft" : looks[move]}
            pending={props.pending && label(move)}
            onPress={() => props.onStep(move)}
          >
            {label(move)}
          </Button>
        ))}
    </div>
  );
}
