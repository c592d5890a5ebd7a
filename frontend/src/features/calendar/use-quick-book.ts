import { type FormEvent, useState } from "react";
import { useBook } from "@/features/booking/actions";
import { type Ending, endingFault, localStartOf, planOf, type Repeat } from "@/features/series/plan";
import type { SessionSeriesPlanInput } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { formatWhen, instantOf } from "@/lib/time";
import { toast } from "@/ui/toaster";
import { useWhat } from "./use-what";

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
  const [ending, setEnding] = useState<Ending>({ by: "count", count: "12", until: "" });
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

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!client) return setMissing(t("staff.book.clientMissing"));
    const startsAt = await instantOf(`${start.date}T${start.time}`, props.zone);
    const who = { counselorId, clientId: client, ...what.input };
    what.keep();
    if (often.repeat !== "NONE") {
      if (often.fault) return often.show();
      const theirs = props.people.find((one) => one.id === counselorId)?.zone ?? props.zone;
      return setPlan(planOf({ ...who, first: localStartOf(startsAt, theirs) }, often.repeat, often.ending));
    }
    const outcome = await book.run({ input: { ...who, startsAt, clientMutationId: keyOf({ ...who, startsAt }) } });
    if (!outcome.ok) return;
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
    start,
    setStart,
    client,
    choose,
    missing,
    counselorId,
    setCounselorId,
    often,
    plan,
    dropPlan: () => setPlan(undefined),
    submit,
  };
}
