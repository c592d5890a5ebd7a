import { Check } from "lucide-react";
import { useState } from "react";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { unmask } from "@/gql";
import type { MentorState, SteerMentorWholeFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { Button, Card, Notice } from "@/ui";
import { DeedDialog } from "@/ui/deed";
import { SteerSetMentorState, stale } from "./deeds-mentors";
import { SteerMentorLine } from "./queries";
import { useDay } from "./words";

const way: readonly MentorState[] = ["APPLIED", "TRAINING", "SHADOWING", "APPROVED"];
/** Where it may go from here, the usual step first. The server decides. */
const next: Record<MentorState, readonly MentorState[]> = {
  APPLIED: ["TRAINING", "ENDED"],
  TRAINING: ["SHADOWING", "ENDED"],
  SHADOWING: ["APPROVED", "TRAINING", "ENDED"],
  APPROVED: ["PAUSED", "ENDED"],
  PAUSED: ["APPROVED", "ENDED"],
  ENDED: [],
};

/** How far somebody has come on the way to mentoring, and the next step. */
export function MentorSteps({ whole }: { whole: SteerMentorWholeFragment }) {
  const t = useT();
  const day = useDay();
  const mentor = unmask(SteerMentorLine, whole);
  const [to, setTo] = useState<MentorState>();
  const here = way.indexOf(mentor.state === "PAUSED" ? "APPROVED" : mentor.state);
  const own = mentor.id === centerBoot().viewer.id;
  const rests = ({ pausedByCenter, pausedUntil }: typeof mentor) => {
    if (pausedByCenter) return t("mentoring.pausedByCenter");
    return pausedUntil ? t("mentoring.restsUntil", { day: day(pausedUntil) }) : t("mentoring.restsOpen");
  };
  return (
    <Card labelledBy="way" className="grid content-start gap-4">
      <h2 id="way" className="text-h2">
        {t("mentoring.wayTitle")}
      </h2>
      <Way here={here} />
      <p className="text-small text-ink-2">
        {[
          t("mentoring.appliedOn", { day: day(mentor.appliedAt) }),
          whole.approvedAt && t("mentoring.approvedOn", { day: day(whole.approvedAt) }),
          mentor.state === "PAUSED" && rests(mentor),
          mentor.state === "ENDED" && t("mentoring.endedText"),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {mentor.state === "SHADOWING" && !whole.backgroundCheckedOn && (
        <Notice tone="attention">{t("mentoring.checkMissing")}</Notice>
      )}
      {own ? (
        <p className="text-small text-ink-2">{t("mentoring.ownCase")}</p>
      ) : (
        <div className="flex flex-wrap gap-2">
          {next[mentor.state].map((state, index) => (
            <Button
              key={state}
              variant={state === "ENDED" ? "quiet" : index === 0 && state !== "PAUSED" ? undefined : "secondary"}
              onPress={() => setTo(state)}
            >
              {t(`mentoring.to.${toKey(mentor.state, state)}`)}
            </Button>
          ))}
        </div>
      )}
      {to && <StepDialog whole={whole} to={to} onClose={() => setTo(undefined)} />}
    </Card>
  );
}

function Way({ here }: { here: number }) {
  const t = useT();
  return (
    <ol className="m-0 grid list-none gap-2 p-0">
      {way.map((state, index) => (
        <li
          key={state}
          aria-current={index === here ? "step" : undefined}
          className={cx("flex items-center gap-3", index > here && "text-ink-2")}
        >
          <span
            aria-hidden
            className={cx(
              "grid size-7 flex-none place-items-center rounded-full border-[1.5px] text-small font-semibold",
              index < here && "border-transparent bg-accent-soft text-accent-soft-ink",
              index === here && "border-accent text-accent",
              index > here && "border-control",
            )}
          >
            {index < here ? <Check size={16} /> : index + 1}
          </span>
          <span className={cx(index === here && "font-semibold")}>
            {t(`mentoring.step.${state as "APPLIED" | "TRAINING" | "SHADOWING" | "APPROVED"}`)}
            {index < here && <span className="sr-only"> ({t("mentoring.stepDone")})</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}

type ToKey = "TRAINING" | "TRAINING_AGAIN" | "SHADOWING" | "APPROVED" | "APPROVED_AGAIN" | "PAUSED" | "ENDED";
function toKey(from: MentorState, to: MentorState): ToKey {
  if (to === "TRAINING" && from === "SHADOWING") return "TRAINING_AGAIN";
  if (to === "APPROVED" && from === "PAUSED") return "APPROVED_AGAIN";
  return to === "APPLIED" ? "TRAINING" : to;
}

function StepDialog(props: { whole: SteerMentorWholeFragment; to: MentorState; onClose: () => void }) {
  const t = useT();
  const set = useAction(SteerSetMentorState, (data) => data.setMentorState, stale);
  const mentor = unmask(SteerMentorLine, props.whole);
  const key = toKey(mentor.state, props.to);
  return (
    <DeedDialog
      danger={props.to === "ENDED"}
      title={t(`mentoring.to.${key}`)}
      text={t(`mentoring.toText.${key}`, { name: mentor.member.name })}
      confirm={t(`mentoring.to.${key}`)}
      done={t("form.saved")}
      run={() => set.run({ input: { mentorId: mentor.id, version: props.whole.version, state: props.to } })}
      onClose={props.onClose}
    />
  );
}
