import { EllipsisVertical, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useAction } from "@/api/action";
import type { EndReason, MentorshipState, PairNeedKind } from "@/gql/graphql";
import { useT } from "@/i18n";
import { DeedDialog } from "@/ui/deed";
import { NativeSelect, TextField } from "@/ui/fields";
import { Menu, TriggerButton } from "@/ui/overlay";
import { SteerEnd, SteerHandOver, SteerPause, SteerResume, stale } from "./deeds";
import { useMentoringWords } from "./words";

type Pair = {
  id: string;
  client: { id: string; name: string };
  mentor: { id: string; name: string };
  state: MentorshipState;
};

/** Why a pair may need somebody, in words and with a sign: never by color alone. */
export function NeedList(props: { needs: ReadonlyArray<{ kind: PairNeedKind; number?: number | null }> }) {
  const t = useT();
  const words = useMentoringWords();
  if (props.needs.length === 0) return null;
  return (
    <ul aria-label={t("mentoring.needs")} className="m-0 grid list-none gap-0.5 p-0">
      {props.needs.map((need) => (
        <li key={need.kind} className="flex items-start gap-1.5 text-small text-honey">
          <TriangleAlert size={14} aria-hidden className="mt-1 flex-none" />
          {words.need(need)}
        </li>
      ))}
    </ul>
  );
}

type Deed = "pause" | "resume" | "handOver" | "end";

/** What there is to do about a pair as it stands. */
function deedsOf(state: MentorshipState): Deed[] {
  if (state === "ACTIVE" || state === "STEPPING_BACK") return ["pause", "handOver", "end"];
  if (state === "PAUSED") return ["resume", "handOver", "end"];
  return state === "CLOSING" ? ["end"] : [];
}

/** What whoever steers can do about a pair. */
export function PairMenu({ pair }: { pair: Pair }) {
  const t = useT();
  const [deed, setDeed] = useState<Deed>();
  const deeds = deedsOf(pair.state);
  if (deeds.length === 0) return null;
  const label = t("mentoring.moreFor", { client: pair.client.name, mentor: pair.mentor.name });
  const close = () => setDeed(undefined);
  return (
    <>
      <Menu
        label={label}
        trigger={
          <TriggerButton label={label}>
            <EllipsisVertical size={18} aria-hidden />
          </TriggerButton>
        }
        entries={deeds.map((id) => ({
          id,
          label: t(`mentoring.deed.${id}`),
          danger: id === "end",
          onAction: () => setDeed(id),
        }))}
      />
      {deed === "pause" && <PauseDialog pair={pair} onClose={close} />}
      {deed === "resume" && <ResumeDialog pair={pair} onClose={close} />}
      {deed === "handOver" && <HandOverDialog pair={pair} onClose={close} />}
      {deed === "end" && <EndDialog pair={pair} onClose={close} />}
    </>
  );
}

function PauseDialog({ pair, onClose }: { pair: Pair; onClose: () => void }) {
  const t = useT();
  const pause = useAction(SteerPause, (data) => data.pauseMentorship, stale);
  return (
    <DeedDialog
      title={t("mentoring.pauseTitle", { client: pair.client.name, mentor: pair.mentor.name })}
      text={t("mentoring.pauseText")}
      confirm={t("mentoring.deed.pause")}
      done={t("mentoring.pausedNow")}
      run={() => pause.run({ input: { mentorshipId: pair.id } })}
      onClose={onClose}
    />
  );
}

function ResumeDialog({ pair, onClose }: { pair: Pair; onClose: () => void }) {
  const t = useT();
  const resume = useAction(SteerResume, (data) => data.resumeMentorship, stale);
  return (
    <DeedDialog
      title={t("mentoring.resumeTitle", { client: pair.client.name, mentor: pair.mentor.name })}
      text={t("mentoring.resumeText")}
      confirm={t("mentoring.deed.resume")}
      done={t("mentoring.resumedNow")}
      run={() => resume.run({ mentorshipId: pair.id })}
      onClose={onClose}
    />
  );
}

function HandOverDialog({ pair, onClose }: { pair: Pair; onClose: () => void }) {
  const t = useT();
  const handOver = useAction(SteerHandOver, (data) => data.handOverMentorship, stale);
  return (
    <DeedDialog
      title={t("mentoring.handOverTitle", { name: pair.client.name })}
      text={t("mentoring.handOverText", { name: pair.mentor.name })}
      confirm={t("mentoring.deed.handOver")}
      done={t("mentoring.handedOver")}
      run={() => handOver.run({ mentorshipId: pair.id })}
      onClose={onClose}
    />
  );
}

const reasons: readonly EndReason[] = [
  "CENTER",
  "GOALS_REACHED",
  "TIME_IS_UP",
  "NEEDS_CHANGED",
  "NO_FIT",
  "MOVED",
  "MENTOR_RESTS",
];

function EndDialog({ pair, onClose }: { pair: Pair; onClose: () => void }) {
  const t = useT();
  const end = useAction(SteerEnd, (data) => data.endMentorship, stale);
  const [reason, setReason] = useState<EndReason>("CENTER");
  const [words, setWords] = useState("");
  return (
    <DeedDialog
      danger
      title={t("mentoring.endTitle", { client: pair.client.name, mentor: pair.mentor.name })}
      text={t(pair.state === "CLOSING" ? "mentoring.endNowText" : "mentoring.endText")}
      confirm={t("mentoring.deed.end")}
      done={t("mentoring.ended")}
      run={() => end.run({ input: { mentorshipId: pair.id, reason, words } })}
      onClose={onClose}
    >
      {pair.state !== "CLOSING" && (
        <>
          <NativeSelect
            id="end-reason"
            label={t("mentoring.endReason")}
            value={reason}
            onChange={(next) => setReason(next as EndReason)}
            options={reasons.map((id) => ({ id, label: t(`mentoring.reason.${id}`) }))}
          />
          <TextField
            multiline
            label={`${t("mentoring.endWords")} (${t("form.optional")})`}
            hint={t("mentoring.endWordsHint")}
            value={words}
            onChange={setWords}
            maxLength={2000}
          />
        </>
      )}
    </DeedDialog>
  );
}
