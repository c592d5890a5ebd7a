import { useState } from "react";
import { LengthAndPlace } from "@/features/booking/length-and-place";
import type { SessionPlace } from "@/gql/graphql";
import { useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { Button, Fault } from "@/ui";
import { TextField } from "@/ui/fields";
import { useAskSooner } from "./actions";

/** Asks all of them at once: how long, where, and a word if one likes. */
export function AskSoonerForm(props: { people: readonly string[]; onChange: () => void; onAsked: () => void }) {
  const t = useT();
  const ask = useAskSooner();
  const key = useAttemptKey();
  const [minutes, setMinutes] = useState("30");
  const [place, setPlace] = useState<SessionPlace>("ONLINE");
  const [words, setWords] = useState("");
  async function send() {
    const wish = { minutes: Number(minutes), place, words: words.trim() || null };
    const outcome = await ask.run({ input: { ...wish, clientMutationId: key(wish) } });
    if (outcome.ok) props.onAsked();
  }
  return (
    <form
      noValidate
      className="grid grid-cols-[minmax(0,1fr)] gap-5 rounded-card border border-line bg-surface p-5"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className="grid justify-items-start gap-1">
        <p className="font-semibold">{t("mySooner.asks")}</p>
        <p className="break-words text-ink-2">{props.people.join(", ")}</p>
        <Button variant="quiet" size="small" className="-ml-4" onPress={props.onChange}>
          {t("mySooner.circleChange")}
        </Button>
      </div>
      <div className="flex flex-wrap gap-x-8 gap-y-4">
        <LengthAndPlace
          orientation="horizontal"
          minutes={minutes}
          place={place}
          onMinutes={setMinutes}
          onPlace={setPlace}
        />
      </div>
      <TextField
        multiline
        rows={2}
        label={`${t("mySooner.words")} (${t("form.optional")})`}
        hint={t("mySooner.wordsHint")}
        maxLength={500}
        value={words}
        onChange={setWords}
      />
      <Fault of={ask} />
      <Button type="submit" size="large" className="sm:justify-self-start" pending={ask.pending && t("askTime.asking")}>
        {t("mySooner.ask", { count: props.people.length })}
      </Button>
    </form>
  );
}
