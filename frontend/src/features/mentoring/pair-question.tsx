import { type ReactNode, useState } from "react";
import type { Outcome } from "@/api/action";
import type { Problem } from "@/api/problems";
import type { EndReason, MentorshipState } from "@/gql/graphql";
import { useT } from "@/i18n";
import { DeedDialog, isOvertaken, MovedOn } from "@/ui/deed";
import { NativeSelect, TextField } from "@/ui/fields";

type Done = Outcome<{ problems: readonly Problem[] }>;

/**
 * A question about a pair, of which both of the two and the center can be the first to answer it. When it stands elsewhere by
 * now, it says how, and what can be done from there; what was written stays.
 */
export function PairQuestion<D extends string>(props: {
  /** How the pair stands now, and how it stood when it was looked at. */
  now: MentorshipState;
  seen: MentorshipState;
  names: string;
  choices: ReadonlyArray<{ id: D; label: string }>;
  onChoose: (deed: D) => void;
  /** Looks again how it stands. */
  refresh: () => Promise<unknown>;
  title: string;
  text: string;
  confirm: string;
  done: string;
  danger?: boolean;
  children?: ReactNode;
  run: () => Promise<Done>;
  onClose: () => void;
}) {
  const t = useT();
  const { now, seen, refresh, run, names, choices, onChoose, ...question } = props;
  const moved = now !== seen;
  return (
    <DeedDialog
      {...question}
      run={async () => {
        const outcome = await run();
        if (!outcome.ok && outcome.problems.some(isOvertaken)) await refresh();
        return outcome;
      }}
      moved={
        moved && (
          <MovedOn
            title={t("mentoring.movedOn", { names, state: t(`mentoring.pairState.${now}`) })}
            text={t(choices.length > 0 ? "mentoring.movedOnText" : "mentoring.movedOnOver")}
            choices={choices}
            onChoose={onChoose}
          />
        )
      }
    />
  );
}

/** Why it ends, and words for whoever stays behind. */
export function useGoodbyeWords(first: EndReason) {
  const [reason, setReason] = useState(first);
  const [words, setWords] = useState("");
  return { reason, setReason, words, setWords };
}

export function GoodbyeFields(props: {
  goodbye: ReturnType<typeof useGoodbyeWords>;
  reasons: readonly EndReason[];
  label: string;
  hint: string;
}) {
  const t = useT();
  const { reason, setReason, words, setWords } = props.goodbye;
  return (
    <>
      <NativeSelect
        id="end-reason"
        label={t("mentoring.endReason")}
        value={reason}
        onChange={(next) => setReason(props.reasons.find((one) => one === next) ?? reason)}
        options={props.reasons.map((id) => ({ id, label: t(`mentoring.reason.${id}`) }))}
      />
      <TextField
        multiline
        label={`${props.label} (${t("form.optional")})`}
        hint={props.hint}
        value={words}
        onChange={setWords}
        maxLength={2000}
      />
    </>
  );
}
