import { type FormEvent, useEffect, useEffectEvent, useState } from "react";
import { useBook } from "@/features/booking/actions";
import type { SlotView } from "@/features/booking/flow";
import { takenIn } from "@/features/booking/taken";
import { useHold } from "@/features/booking/use-hold";
import { endingFault, endingOf, endsOf, planOf, type Repeat } from "@/features/series/plan";
import type { SessionSeriesPlanInput } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { formatWhen, instantOf } from "@/lib/time";
import { toast } from "@/ui/toaster";
import { useWhat, type What } from "./use-what";

export type QuickBookProps = {
  /** With whom: the first one, or another of these. */
  people: ReadonlyArray<{ id: string; name: string; zone: string }>;
  /** The zone that the calendar shows. */
  zone: string;
  date: string;
  time: string;
  onDone: () => void;
};

/** How often it shall be. */
function useRepeat(date: string) {
  const t = useT();
  const [repeat, setRepeat] = useState<Repeat>("NONE");
  const [ending, setEnding] = useState(endingOf);
  const [shown, setShown] = useState(false);
  const fault = endingFault(ending, date);
  return {
    repeat,
    setRepeat,
    ending,
    setEnding,
    fault,
    message: shown && fault ? t(`desk.repeat.${fault}Fault`) : undefined,
    show: () => setShown(true),
  };
}

/** A moment after the last change: whoever types a time passes through others. */
const settled = 300;

type Wish = { counselorId: string; date: string; time: string; zone: string };

/**
 * The time in the form is kept while it is open, of a series the first: nobody else books it meanwhile. `taken`: somebody has it
 * already. `startsAt`: the moment it is.
 */
function useKept(wish: Wish, what: What) {
  const [taken, setTaken] = useState<readonly SlotView[]>();
  const hold = useHold(setTaken);
  const [startsAt, setStartsAt] = useState<string>();
  const { counselorId, date, time, zone } = wish;
  const { typeId } = what.input;
  const minutes = what.kind?.minutes ?? Number(what.minutes);
  const keep = useEffectEvent(async () => {
    setTaken(undefined);
    const startsAt = await instantOf(`${date}T${time}`, zone);
    setStartsAt(startsAt);
    const kept = await hold.keep({ counselorIds: [counselorId], startsAt, minutes, typeId: typeId ?? undefined });
    if (kept.taken) setTaken(kept.taken);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another time, person or length is another wish.
  useEffect(() => {
    const later = setTimeout(() => void keep(), settled);
    return () => clearTimeout(later);
  }, [counselorId, date, time, minutes, typeId]);
  return { hold, taken, setTaken, startsAt };
}

/**
 * How often, as the page that shows all of it begins with it, beside ids and a moment; what else was chosen it knows as what was
 * kept last.
 */
const rowOf = ({ repeat, ending }: ReturnType<typeof useRepeat>) =>
  repeat === "NONE" ? {} : { repeat, ends: endsOf(ending) };

/** What is filled in, and the deed itself. */
export function useQuickBook(props: QuickBookProps) {
  const t = useT();
  const locale = useLocale();
  const book = useBook();
  const keyOf = useAttemptKey();
  const what = useWhat();
  const [start, setStart] = useState({ date: props.date, time: props.time });
  const [client, setClient] = useState<string | null>(null);
  const [missing, setMissing] = useState<string>();
  const [counselorId, setCounselorId] = useState(props.people[0]?.id ?? "");
  const often = useRepeat(start.date);
  const [plan, setPlan] = useState<SessionSeriesPlanInput>();
  const { hold, taken, setTaken, ...kept } = useKept({ counselorId, ...start, zone: props.zone }, what);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!client) return setMissing(t("staff.book.clientMissing"));
    const startsAt = await instantOf(`${start.date}T${start.time}`, props.zone);
    const who = { counselorId, clientId: client, ...what.input };
    what.keep();
    if (often.repeat !== "NONE") {
      if (often.fault) return often.show();
      return setPlan(planOf({ ...who, firstAt: startsAt }, often.repeat, often.ending));
    }
    const { token: holdToken } = await hold.ready();
    const clientMutationId = keyOf({ ...who, startsAt });
    const outcome = await book.run({ input: { ...who, startsAt, holdToken, clientMutationId } });
    if (!outcome.ok) return;
    hold.used();
    toast(t("staff.book.done", { when: formatWhen(startsAt, props.zone, locale) }));
    props.onDone();
  }
  function choose(id: string | null) {
    setClient(id);
    setMissing(undefined);
  }
  return {
    what,
    book,
    /** Times close by, where the one in the form is somebody else's. */
    taken: takenIn(book.problems)?.alternatives ?? taken,
    clearTaken: () => {
      book.clear();
      setTaken(undefined);
    },
    start,
    setStart,
    client,
    choose,
    missing,
    counselorId,
    setCounselorId,
    often,
    plan,
    hold,
    all: { who: counselorId, client: client ?? undefined, at: kept.startsAt, ...rowOf(often) },
    dropPlan: () => setPlan(undefined),
    submit,
  };
}
