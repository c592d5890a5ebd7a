import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Check, Circle, CircleDot } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { listen } from "@/api/live";
import { graphql, unmask } from "@/gql";
import type { FloorPartsFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { useNow } from "@/lib/use-now";
import { Badge, Card } from "@/ui";

const FloorParts = graphql(`
  fragment FloorParts on Floor {
    meetingId
    steps {
      key
      title
      minutes
      text
    }
    step
    stepBeganAt
    paused
    spentSeconds
    turns {
      id
      alias
      me
    }
    turn
    turnBeganAt
    turnSeconds
    passed {
      id
    }
  }
`);
const RoomFloor = graphql(`
  query RoomFloor($meetingId: ID!) {
    floor(meetingId: $meetingId) {
      ...FloorParts
    }
  }
`);
const FloorChanges = graphql(`
  subscription FloorChanges($meetingId: ID!) {
    floorChanges(meetingId: $meetingId) {
      ...FloorParts
    }
  }
`);
type Floor = FloorPartsFragment;

const floorOf = (meetingId: string) => gql(keys.meeting(meetingId), RoomFloor, { meetingId });

/**
 * The room while a meeting runs, to be read along: step, time, whose turn it is. `without`: instead of it, while the
 * meeting does not run. Needs `GroupTexts` around it.
 */
export function Room({ meetingId, without }: { meetingId: string; without: ReactNode }) {
  const queryClient = useQueryClient();
  const { data } = useSuspenseQuery({ ...floorOf(meetingId), refetchInterval: 60_000 });
  useEffect(() => {
    const { queryKey } = floorOf(meetingId);
    const again = () => void queryClient.invalidateQueries({ queryKey: keys.meeting(meetingId) });
    return listen(
      FloorChanges,
      { meetingId },
      ({ floorChanges }) => {
        const before = queryClient.getQueryData(queryKey)?.floor;
        queryClient.setQueryData(queryKey, { floor: floorChanges });
        // It began, or it is over: the page around it says so, too.
        if (!floorChanges || !before) again();
      },
      again,
      again,
    );
  }, [queryClient, meetingId]);
  const floor = data.floor && unmask(FloorParts, data.floor);
  if (!floor) return without;
  return (
    <>
      <Now floor={floor} />
      {floor.turns.length > 0 && <Round floor={floor} />}
      <Steps floor={floor} />
    </>
  );
}

function minutesLeft(floor: Floor, now: number): number {
  const running = floor.paused ? 0 : Math.max(0, now - Date.parse(floor.stepBeganAt)) / 1000;
  const planned = (floor.steps[floor.step]?.minutes ?? 0) * 60;
  return Math.ceil((planned - floor.spentSeconds - running) / 60);
}

function Now({ floor }: { floor: Floor }) {
  const t = useT();
  const left = minutesLeft(floor, useNow(10_000));
  const step = floor.steps[floor.step];
  const speaker = floor.turnBeganAt ? floor.turns[floor.turn] : undefined;
  return (
    <Card labelledBy="now">
      <p className="text-small font-semibold text-accent">
        {t("room.step", { step: floor.step + 1, steps: floor.steps.length })}
      </p>
      <h2 id="now" className="mt-0.5 text-h2 break-words">
        {step?.title}
      </h2>
      <p className="mt-0.5 text-small text-ink-2">
        {floor.paused ? t("room.paused") : left > 0 ? t("room.left", { minutes: left }) : t("room.over")}
      </p>
      {step?.text && <p className="mt-3 measure break-words whitespace-pre-line">{step.text}</p>}
      <div aria-live="polite">
        {speaker && (
          <p className="mt-4 rounded-control bg-iris-soft px-4 py-3 font-semibold text-iris-soft-ink">
            {speaker.me ? t("room.yourTurn") : t("room.turn", { alias: speaker.alias })}
          </p>
        )}
      </div>
    </Card>
  );
}

function Round({ floor }: { floor: Floor }) {
  const t = useT();
  const passed = new Set(floor.passed.map((one) => one.id));
  return (
    <Card labelledBy="round">
      <h2 id="round" className="text-h2">
        {t("room.round")}
      </h2>
      {floor.turnSeconds && (
        <p className="text-small text-ink-2">
          {t("room.turnLength", { minutes: Math.max(1, Math.round(floor.turnSeconds / 60)) })}
        </p>
      )}
      <ol className="m-0 mt-2 grid list-none p-0">
        {floor.turns.map((person, index) => {
          const now = index === floor.turn && Boolean(floor.turnBeganAt);
          const done = index < floor.turn;
          return (
            <li
              key={person.id}
              aria-current={now ? "true" : undefined}
              className={cx("flex min-h-11 items-center gap-3", done && "text-ink-2", now && "font-semibold")}
            >
              {done ? (
                <Check size={18} aria-hidden />
              ) : now ? (
                <CircleDot size={18} aria-hidden />
              ) : (
                <Circle size={18} aria-hidden />
              )}
              <span className="min-w-0 flex-1 break-words">
                {person.me ? t("room.you", { alias: person.alias }) : person.alias}
              </span>
              {passed.has(person.id) && <Badge>{t("room.passed")}</Badge>}
            </li>
          );
        })}
      </ol>
    </Card>
  );
}

function Steps({ floor }: { floor: Floor }) {
  const t = useT();
  return (
    <Card labelledBy="steps">
      <h2 id="steps" className="text-h2">
        {t("room.steps")}
      </h2>
      <ol className="m-0 mt-2 grid list-none p-0">
        {floor.steps.map((step, index) => (
          <li
            // Steps may repeat: their place is what tells them apart.
            key={`${step.key}-${index.toString()}`}
            aria-current={index === floor.step ? "step" : undefined}
            className={cx(
              "flex min-h-11 items-center justify-between gap-3",
              index === floor.step ? "font-semibold" : "text-ink-2",
            )}
          >
            <span className="min-w-0 break-words">{step.title}</span>
            <span className="flex-none text-small">{t("book.minutes", { minutes: step.minutes })}</span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
