import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Problem } from "@/api/problems";
import { useT } from "@/i18n";
import { dateInZone, nowIso } from "@/lib/time";
import { toast } from "@/ui/toaster";
import { useBook } from "./actions";
import { useAskForSession, useBookSomebody } from "./asking";
import type { Choice } from "./choice";
import type { SlotView } from "./flow";
import { closeBy } from "./queries";
import { takenIn } from "./taken";
import { type Picked, usePick } from "./use-pick";

/** How a deed is told that it cannot be; the form stays as it is. */
type Refused = (problems: ReturnType<typeof useBook>["problems"], slot: SlotView) => Promise<void>;

/** What both deeds say about a time. */
const wish = ({ kind, minutes, place }: Choice, { state }: Picked, { startsAt }: SlotView) => ({
  clientMutationId: state.key,
  startsAt,
  place,
  ...(kind ? { typeId: kind.id } : { minutes }),
});

/** Books the time: with the person who was named, or with whoever is free of those who care. */
function useTake(choice: Choice, picked: Picked, refused: Refused) {
  const navigate = useNavigate();
  const [book, somebody] = [useBook(), useBookSomebody()];
  const { hold } = picked;
  async function run(slot: SlotView) {
    const { taken, token: holdToken } = await hold.ready();
    if (taken) return picked.lost(taken);
    const wanted = { ...wish(choice, picked, slot), holdToken };
    const outcome = choice.who
      ? await book.run({ input: { ...wanted, counselorId: choice.who.id } })
      : await somebody.run({ input: { ...wanted, choice: "ANY" } });
    if (!outcome.ok) return refused(outcome.problems, slot);
    // Whoever is booked of many may be another than the one whose time was kept: that one is let go with the page.
    if (choice.who) hold.used();
    const id = outcome.payload.session?.id;
    if (id) await navigate({ to: "/schedule/$id/booked", params: { id }, replace: true });
  }
  const clear = () => {
    book.clear();
    somebody.clear();
  };
  return { run, clear, pending: book.pending || somebody.pending, error: book.error ?? somebody.error };
}

/** Asks for the time, with a word if one likes: somebody says yes first. */
function useAsk(choice: Choice, picked: Picked, refused: Refused) {
  const t = useT();
  const navigate = useNavigate();
  const ask = useAskForSession();
  const [words, setWords] = useState("");
  const { who } = choice;
  async function run(slot: SlotView) {
    // Of many, the server chooses, so that it spreads.
    const counselorId = who?.id ?? null;
    const outcome = await ask.run({
      input: { ...wish(choice, picked, slot), counselorId, words: words.trim() || null },
    });
    if (!outcome.ok) return refused(outcome.problems, slot);
    toast(who ? t("askTime.sent", { name: who.name }) : t("askTime.sentAnyone"));
    await navigate({ to: "/schedule/waiting", replace: true });
  }
  return { run, clear: ask.clear, pending: ask.pending, error: ask.error, words, setWords };
}

/** From the first pick of a time to the session: kept while the form is open, then booked, or asked for. */
export function useBooking(choice: Choice) {
  const picked = usePick(choice);
  const [notice, setNotice] = useState<string>();
  const refused: Refused = async (problems, slot) => {
    const taken = takenIn(problems);
    const alternatives = taken?.alternatives ?? (await others(choice, problems, slot));
    if (alternatives) picked.lost(alternatives);
    else setNotice(problems[0]?.message);
  };
  const [take, ask] = [useTake(choice, picked, refused), useAsk(choice, picked, refused)];
  const asks = Boolean(choice.kind?.needsApproval);
  const deed = asks ? ask : take;
  function clear() {
    setNotice(undefined);
    take.clear();
    ask.clear();
  }
  function pick(slot: SlotView) {
    clear();
    void picked.pick(slot);
  }
  const { slot } = picked.state;
  return {
    state: picked.state,
    asks,
    notice,
    words: ask.words,
    setWords: ask.setWords,
    pick,
    drop: () => {
      clear();
      picked.drop();
    },
    confirm: () => {
      setNotice(undefined);
      if (slot) void deed.run(slot);
    },
    lapsed: picked.lapsed,
    pending: deed.pending,
    error: deed.error,
  };
}

/** Of many, nobody is free any more: the closest times of anybody, as for one person. Undefined: something else is wrong. */
async function others(choice: Choice, problems: readonly Problem[], slot: SlotView) {
  if (!problems.some((one) => one.code === "nobody_free")) return undefined;
  const of = { counselorId: null, minutes: choice.minutes, typeId: choice.kind?.id };
  return await closeBy(of, slot, dateInZone(nowIso(), slot.zone)).catch(() => undefined);
}
