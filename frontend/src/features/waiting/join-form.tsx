import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { sortProblems } from "@/api/problems";
import { bookPage } from "@/features/booking/book-queries";
import { anyone, type Choice, chosen } from "@/features/booking/choice";
import { KindAndPlace } from "@/features/booking/kind-field";
import type { BookSearch } from "@/features/booking/search";
import { useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { Button, EmptyState, Fault } from "@/ui";
import { RadioGroup, TextField } from "@/ui/fields";
import { toast } from "@/ui/toaster";
import { useJoinWait } from "./actions";

/** For whom, for what, and until when a free time would still help. */
export function JoinWaitForm(props: { search: BookSearch; onSearch: (search: BookSearch) => void }) {
  const t = useT();
  const { viewer, sessions, sessionTypes } = useSuspenseQuery(bookPage()).data;
  const { counselors, today } = viewer;
  const choice = chosen({ counselors, past: sessions.nodes, kinds: sessionTypes }, props.search);
  const { join, until, setUntil, send } = useJoining(choice);
  if (counselors.length === 0) return <EmptyState>{t("book.noCounselor")}</EmptyState>;
  const { byField, rest } = sortProblems(join.problems, ["until"]);
  return (
    <form
      noValidate
      className="grid grid-cols-[minmax(0,1fr)] gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Fault of={{ error: join.error, problems: rest }} title={t("myWait.failed")} />
      {counselors.length > 1 && (
        <RadioGroup
          label={t("session.who")}
          value={choice.who?.id ?? anyone}
          onChange={(value) => props.onSearch({ with: value })}
          options={[
            { id: anyone, label: t("bookMore.anyone"), detail: t("myWait.anyoneText") },
            ...counselors.map(({ id, name }) => ({ id, label: name })),
          ]}
        />
      )}
      <KindAndPlace kinds={sessionTypes} choice={choice} onChange={props.onSearch} />
      {choice.kind?.needsApproval && <p className="text-ink-2">{t("myWait.byHand")}</p>}
      <TextField
        type="date"
        className="sm:max-w-64"
        label={`${t("myWait.untilLabel")} (${t("form.optional")})`}
        hint={t("myWait.untilHint")}
        min={today}
        error={byField.until}
        value={until}
        onChange={setUntil}
      />
      <Button type="submit" size="large" className="sm:justify-self-start" pending={join.pending && t("form.saving")}>
        {t("myWait.join")}
      </Button>
    </form>
  );
}

/** Taking a place in line for what was chosen. */
function useJoining({ who, kind, minutes, place }: Choice) {
  const t = useT();
  const navigate = useNavigate();
  const join = useJoinWait();
  const key = useAttemptKey();
  const [until, setUntil] = useState("");
  async function send() {
    const length = kind ? { typeId: kind.id } : { minutes };
    const wish = { counselorId: who?.id ?? null, place, until: until || null, ...length };
    const outcome = await join.run({ input: { ...wish, clientMutationId: key(wish) } });
    if (!outcome.ok) return;
    toast(t("myWait.joined"));
    await navigate({ to: "/schedule/waiting", replace: true });
  }
  return { join, until, setUntil, send };
}
