import { useNavigate } from "@tanstack/react-router";
import { useReducer, useState } from "react";
import { problemOf } from "@/api/problems";
import { useT } from "@/i18n";
import { newKey } from "@/lib/ids";
import { toast } from "@/ui/toaster";
import { useBook } from "./actions";
import { useAskForSession, useBookSomebody } from "./asking";
import type { Choice } from "./choice";
import { flow, type SlotView, startFlow } from "./flow";
import { useHold } from "./use-hold";

/** The picked time, kept while the form is open. */
function usePick(choice: Choice, clear: () => void) {
  const [state, step] = useReducer(flow, undefined, () => startFlow(newKey()));
  const hold = useHold();
  const { who, kind } = choice;
  const lost = (alternatives: readonly SlotView[]) => step({ type: "taken", alternatives, key: newKey() });

  async function pick(slot: SlotView) {
    clear();
    step({ type: "pick", slot, key: newKey() });
    // Asking keeps nothing: of two who ask for one time, whoever answers chooses.
    if (kind?.needsApproval) return;
    const counselorIds = who ? [who.id] : (slot.counselorIds ?? []);
    const { startsAt } = slot;
    const { taken } = await hold.keep({ counselorIds, startsAt, minutes: choice.minutes, typeId: kind?.id });
    if (taken) lost(taken);
  }
  function drop() {
    clear();
    hold.letGo();
    step({ type: "drop", key: newKey() });
  }
  return { state, hold, lost, pick, drop };
}

/** From the first pick of a time to the session: kept while the form is open, then booked, or asked for. */
export function useBooking(choice: Choice) {
  const t = useT();
  const navigate = useNavigate();
  const [notice, setNotice] = useState<string>();
  const [words, setWords] = useState("");
  const [book, somebody, ask] = [useBook(), useBookSomebody(), useAskForSession()];
  const { state, hold, lost, pick, drop } = usePick(choice, () => {
    setNotice(undefined);
    for (const deed of [book, somebody, ask]) deed.clear();
  });
  const { who, kind, place } = choice;
  const asks = Boolean(kind?.needsApproval);
  const length = kind ? { typeId: kind.id } : { minutes: choice.minutes };

  async function send(slot: SlotView) {
    const wanted = { clientMutationId: state.key, startsAt: slot.startsAt, place, ...length };
    const counselorId = who?.id ?? slot.counselorIds?.[0] ?? "";
    const outcome = await ask.run({ input: { ...wanted, counselorId, words: words.trim() || null } });
    if (!outcome.ok) return refused(outcome.problems);
    toast(who ? t("askTime.sent", { name: who.name }) : t("askTime.sentAnyone"));
    await navigate({ to: "/schedule/waiting", replace: true });
  }
  async function take(slot: SlotView) {
    const { taken, token: holdToken } = await hold.ready();
    // Somebody was faster, and that has been said meanwhile.
    if (taken) return;
    const wanted = { clientMutationId: state.key, startsAt: slot.startsAt, place, holdToken, ...length };
    const outcome = who
      ? await book.run({ input: { ...wanted, counselorId: who.id } })
      : await somebody.run({ input: { ...wanted, choice: "ANY" } });
    if (!outcome.ok) return refused(outcome.problems);
    const id = outcome.payload.session?.id;
    hold.used();
    if (id) await navigate({ to: "/schedule/$id/booked", params: { id }, replace: true });
  }
  async function confirm() {
    const { slot } = state;
    setNotice(undefined);
    if (slot) await (asks ? send(slot) : take(slot));
  }
  function refused(problems: typeof book.problems) {
    const taken = problemOf([...problems], "SlotTaken");
    if (taken) lost(taken.alternatives);
    else setNotice(problems[0]?.message);
  }

  return {
    state,
    asks,
    notice,
    words,
    setWords,
    pick,
    drop,
    confirm,
    lapsed: hold.lapsed && state.slot !== null,
    pending: book.pending || somebody.pending || ask.pending,
    error: book.error ?? somebody.error ?? ask.error,
  };
}
