import { useSuspenseQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight, Pause, Play } from "lucide-react";
import { unmask } from "@/gql";
import type { MeetingLineFragment, StaffFloorPartsFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { useNow } from "@/lib/use-now";
import { Button, EmptyState, Section } from "@/ui";
import { DoorCode, MeetingDeeds } from "./deeds-bar";
import { clockWords, type Room, stepLeft, useFloor } from "./floor";
import { RunSheetParts, sheetOf } from "./queries-group";
import { Round } from "./round";

/** What a meeting is run from: made for a phone in one hand. */
export function Sheet(props: { meeting: MeetingLineFragment; holds: boolean }) {
  const { meeting, holds } = props;
  const live = meeting.state === "LIVE";
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-5">
      {holds && <MeetingDeeds meeting={meeting} />}
      {holds && (live || meeting.state === "OPEN") && <DoorCode meetingId={meeting.id} />}
      {holds && live && (
        <Section>
          <LiveFloor meetingId={meeting.id} />
        </Section>
      )}
      {!(holds && live) && <Plan groupId={meeting.group.id} />}
    </div>
  );
}

function LiveFloor(props: { meetingId: string }) {
  const t = useT();
  const room = useFloor(props.meetingId);
  if (!room.floor) return <EmptyState>{t("staff.sheet.notLive")}</EmptyState>;
  return (
    <>
      <Step room={room} floor={room.floor} />
      <Round room={room} floor={room.floor} />
      <Steps steps={room.floor.steps} at={room.floor.step} />
    </>
  );
}

function Step(props: { room: Room; floor: StaffFloorPartsFragment }) {
  const t = useT();
  const { room, floor } = props;
  const step = floor.steps[floor.step];
  if (!step) return null;
  const last = floor.step >= floor.steps.length - 1;
  return (
    <section aria-labelledby="step" className="grid gap-3 rounded-card border border-line bg-surface p-5">
      <p className="text-small text-ink-2">
        {t("staff.sheet.stepOf", { number: floor.step + 1, count: floor.steps.length })}
      </p>
      <h2 id="step" className="text-[1.75rem]/[2.125rem] font-[650] break-words" aria-live="polite">
        {step.title}
      </h2>
      <StepTime floor={floor} />
      {step.text && <p className="measure text-[1.0625rem]/[1.625rem] whitespace-pre-line">{step.text}</p>}
      {floor.canSteer && (
        <div className="grid grid-cols-2 gap-2">
          <Button
            className="min-h-13"
            variant="secondary"
            isDisabled={floor.step === 0}
            icon={<ChevronLeft size={20} aria-hidden />}
            onPress={() => void room.move("PREVIOUS_STEP")}
          >
            {t("staff.sheet.previous")}
          </Button>
          <Button className="min-h-13" isDisabled={last} onPress={() => void room.move("NEXT_STEP")}>
            <span className="inline-flex items-center gap-2">
              {t("staff.sheet.next")}
              <ChevronRight size={20} aria-hidden />
            </span>
          </Button>
          <Button
            className="col-span-2 min-h-12"
            variant="quiet"
            icon={floor.paused ? <Play size={18} aria-hidden /> : <Pause size={18} aria-hidden />}
            onPress={() => void room.move(floor.paused ? "RESUME" : "PAUSE")}
          >
            {t(floor.paused ? "staff.sheet.resume" : "staff.sheet.pause")}
          </Button>
        </div>
      )}
    </section>
  );
}

function StepTime({ floor }: { floor: StaffFloorPartsFragment }) {
  const t = useT();
  const left = stepLeft(floor, useNow(1000));
  return (
    <p role="timer" className={cx("tnum text-display", left < 0 && "text-honey")}>
      {t(left < 0 ? "staff.sheet.over" : "staff.sheet.left", { time: clockWords(left) })}
      {floor.paused && <span className="text-body"> {t("staff.sheet.isPaused")}</span>}
    </p>
  );
}

function Plan(props: { groupId: string }) {
  const t = useT();
  const found = useSuspenseQuery(sheetOf(props.groupId)).data.runSheet;
  if (!found) return <p className="measure text-ink-2">{t("staff.sheet.notYours")}</p>;
  const { steps } = unmask(RunSheetParts, found);
  return (
    <section aria-labelledby="plan" className="grid gap-3">
      <h2 id="plan" className="text-h2">
        {t("staff.sheet.plan")}
      </h2>
      <Steps steps={steps} />
    </section>
  );
}

function Steps(props: { steps: StaffFloorPartsFragment["steps"]; at?: number }) {
  const t = useT();
  return (
    <ol
      aria-label={t("staff.sheet.steps")}
      className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
    >
      {props.steps.map((step, at) => (
        <li
          key={`${step.key}-${step.title}`}
          aria-current={at === props.at ? "step" : undefined}
          className={cx(
            "flex min-h-12 items-center justify-between gap-4 px-4 py-2",
            at === props.at && "bg-accent-soft text-accent-soft-ink",
            props.at !== undefined && at < props.at && "text-ink-2",
          )}
        >
          <span className="min-w-0 break-words">{step.title}</span>
          <span className="tnum flex-none text-small">{t("session.minutes", { minutes: step.minutes })}</span>
        </li>
      ))}
    </ol>
  );
}
