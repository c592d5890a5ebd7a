import { EllipsisVertical } from "lucide-react";
import type { StaffFloorPartsFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { useNow } from "@/lib/use-now";
import { Button } from "@/ui";
import { Menu, type MenuEntry, TriggerButton } from "@/ui/overlay";
import { clockWords, type Room, turnLeft } from "./floor";

const free: readonly StaffFloorPartsFragment["format"][] = [
  "DISCUSSION",
  "TOPIC",
  "SPEAKER",
  "STEP_STUDY",
  "BOOK_STUDY",
  "QUESTION_AND_ANSWER",
  "MEDITATION",
];

/** What is going on in a round, as far as its parts show or decide it. */
function roundOf(floor: StaffFloorPartsFragment) {
  const speaker = floor.turnBeganAt ? floor.turns[floor.turn] : undefined;
  const waiting = floor.turns.slice(floor.turn + (speaker ? 1 : 0));
  return {
    speaker,
    waiting,
    over: !speaker && waiting.length === 0,
    /** Whoever speaks names the next one. */
    picks: floor.format === "PITCH" && Boolean(speaker) && waiting.length > 1,
  };
}

type Props = { room: Room; floor: StaffFloorPartsFragment };

/** The round: who has the turn, who is next, who passed. */
export function Round(props: Props) {
  const t = useT();
  const { room, floor } = props;
  if (free.includes(floor.format)) return null;
  const { waiting, picks } = roundOf(floor);
  return (
    <section aria-labelledby="round" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 id="round" className="text-h2">
        {t("staff.sheet.round")}
      </h2>
      <Turn floor={floor} />
      {floor.canSteer && <Steering {...props} />}
      {picks && <p className="font-semibold">{t("staff.sheet.whoNext")}</p>}
      <Waiting room={room} waiting={waiting} steers={floor.canSteer} picks={picks} />
      <Passed {...props} />
    </section>
  );
}

/** Who speaks, and how long still. */
function Turn({ floor }: { floor: StaffFloorPartsFragment }) {
  const t = useT();
  const { speaker, over } = roundOf(floor);
  const overWord = floor.turns.length ? "staff.sheet.roundOver" : "staff.sheet.roundEmpty";
  return (
    <p className="flex flex-wrap items-baseline justify-between gap-x-4 rounded-card bg-accent-soft px-4 py-3 text-accent-soft-ink">
      <span role="status" className="text-h2 break-words">
        {speaker ? t("staff.sheet.speaks", { name: speaker.alias }) : t(over ? overWord : "staff.sheet.roundReady")}
      </span>
      {speaker && <TurnTime floor={floor} />}
    </p>
  );
}

/** The deeds of whoever holds the room. */
function Steering({ room, floor }: Props) {
  const t = useT();
  const { speaker, waiting, over, picks } = roundOf(floor);
  return (
    <div className="grid grid-cols-2 gap-2 sm:flex">
      {!picks && !over && (
        <Button
          className="min-h-13"
          pending={room.pending && t("form.saving")}
          onPress={() => void room.move("NEXT_TURN")}
        >
          {t(!speaker ? "staff.sheet.firstTurn" : waiting.length ? "staff.sheet.nextTurn" : "staff.sheet.lastTurn")}
        </Button>
      )}
      {speaker && (
        <Button className="min-h-13" variant="secondary" onPress={() => void room.move("PASS_TURN")}>
          {t("staff.sheet.pass")}
        </Button>
      )}
      {over && floor.turns.length + floor.passed.length > 0 && (
        <Button className="min-h-13" variant="secondary" onPress={() => void room.move("NEW_ROUND")}>
          {t("staff.sheet.newRound")}
        </Button>
      )}
    </div>
  );
}

/** Who did not want to speak: they can come back in. */
function Passed({ room, floor }: Props) {
  const t = useT();
  if (floor.passed.length === 0) return null;
  return (
    <p className="flex flex-wrap items-center gap-2 text-ink-2">
      {t("staff.sheet.passed")}
      {floor.passed.map((person) =>
        floor.canSteer ? (
          <Button
            key={person.id}
            size="small"
            variant="soft"
            className="min-h-10"
            aria-label={t("staff.sheet.backIn", { name: person.alias })}
            onPress={() => void room.move("ADD_TURN", person.id)}
          >
            {person.alias}
          </Button>
        ) : (
          <span key={person.id}>{person.alias}</span>
        ),
      )}
    </p>
  );
}

function TurnTime({ floor }: { floor: StaffFloorPartsFragment }) {
  const t = useT();
  const left = turnLeft(floor, useNow(1000));
  if (left === null) return null;
  return (
    <span role="timer" className="tnum font-semibold">
      {t(left < 0 ? "staff.sheet.over" : "staff.sheet.left", { time: clockWords(left) })}
    </span>
  );
}

type Person = StaffFloorPartsFragment["turns"][number];

function Waiting(props: { room: Room; waiting: readonly Person[]; steers: boolean; picks: boolean }) {
  const t = useT();
  const { room, waiting, steers } = props;
  if (waiting.length === 0) return null;
  const entries = (person: Person): MenuEntry[] => [
    { id: "next", label: t("staff.sheet.goesNext"), onAction: () => void room.next(person.id) },
  ];
  return (
    <>
      <ol
        aria-label={t("staff.sheet.order")}
        className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
      >
        {waiting.map((person, at) => (
          <li key={person.id} className="flex min-h-14 items-center gap-3 py-1 pr-2 pl-4">
            <span className="tnum w-6 flex-none text-ink-2">{at + 1}</span>
            <span className="min-w-0 flex-1 font-semibold break-words">{person.alias}</span>
            {props.picks && steers && (
              <Button
                className="min-h-11"
                variant="secondary"
                aria-label={t("staff.sheet.pickNamed", { name: person.alias })}
                onPress={() => void room.move("NEXT_TURN", person.id)}
              >
                {t("staff.sheet.pick")}
              </Button>
            )}
            {!props.picks && steers && at > 0 && (
              <Menu
                label={t("staff.members.moreFor", { name: person.alias })}
                trigger={
                  <TriggerButton label={t("staff.members.moreFor", { name: person.alias })}>
                    <EllipsisVertical size={18} aria-hidden />
                  </TriggerButton>
                }
                entries={entries(person)}
              />
            )}
          </li>
        ))}
      </ol>
      {steers && waiting.length > 1 && (
        <Button className="justify-self-start" variant="quiet" onPress={() => void room.move("SHUFFLE")}>
          {t("staff.sheet.shuffle")}
        </Button>
      )}
    </>
  );
}
