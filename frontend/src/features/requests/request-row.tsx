import { lazy, useRef, useState } from "react";
import { centerBoot } from "@/api/boot";
import type { SessionRequestsQuery } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { dateInZone, formatAgo, formatWhen } from "@/lib/time";
import { Button, ErrorNotice, Notice, Section, TextLink } from "@/ui";
import { TextField } from "@/ui/fields";
import { toast } from "@/ui/toaster";
import { useAnswerRequest } from "./deeds";

const OfferOther = lazy(() => import("./offer-other"));

type Asked = SessionRequestsQuery["sessionRequests"]["nodes"][number];

/** A time that a client asks for: yes, or no with words if there are any. */
export function RequestRow({ asked }: { asked: Asked }) {
  const t = useT();
  const locale = useLocale();
  const { viewer } = centerBoot();
  const answer = useAnswerRequest();
  const [words, setWords] = useState("");
  const [open, setOpen] = useState(false);
  const [offering, setOffering] = useState(false);
  const toggle = useRef<HTMLButtonElement>(null);
  const when = formatWhen(asked.startsAt, viewer.zone, locale);
  const { name } = asked.client;

  async function say(approve: boolean) {
    const outcome = await answer.run({ input: { sessionRequestId: asked.id, approve, words: words.trim() || null } });
    if (!outcome.ok) {
      // Somebody has that time meanwhile: what else is free stands there at once.
      if (!asked.insteadOf && outcome.problems.some((one) => one.__typename === "SlotTaken")) setOffering(true);
      return;
    }
    const yes = asked.insteadOf ? "desk.requests.moved" : "desk.requests.accepted";
    toast(t(approve ? yes : "desk.requests.declined", { name, when }));
  }
  return (
    <li className="grid gap-2.5 px-4 py-3">
      <Wish asked={asked} when={when} />
      {answer.error && <ErrorNotice error={answer.error} title={t("form.notSaved")} />}
      {answer.problems.map((problem) => (
        <Notice key={problem.code} tone="attention" live>
          <p>{problem.message}</p>
          {problem.__typename === "SlotTaken" && <ToDay asked={asked} />}
        </Notice>
      ))}
      {open && (
        <TextField
          autoFocus
          multiline
          rows={2}
          maxLength={500}
          label={`${t("desk.requests.words", { name })} (${t("form.optional")})`}
          value={words}
          onChange={setWords}
        />
      )}
      <div className="flex flex-wrap gap-2">
        <YesOrNo name={name} when={when} pending={answer.pending} onSay={(approve) => void say(approve)} />
        <Button
          ref={toggle}
          size="small"
          variant="quiet"
          aria-expanded={open}
          aria-label={t(open ? "desk.requests.withoutWordsTo" : "desk.requests.addWordsTo", { name })}
          onPress={() => setOpen(!open)}
        >
          {t(open ? "desk.requests.withoutWords" : "desk.requests.addWords")}
        </Button>
        {/* Whoever has a session already would have two. */}
        {!asked.insteadOf && (
          <Button
            size="small"
            variant="quiet"
            aria-expanded={offering}
            aria-label={t("desk.requests.otherFor", { name })}
            onPress={() => setOffering(!offering)}
          >
            {t("desk.requests.other")}
          </Button>
        )}
      </div>
      {offering && (
        <Section>
          <OfferOther asked={asked} words={words} />
        </Section>
      )}
    </li>
  );
}

/** Who asks, for what, and in which words. */
function Wish({ asked, when }: { asked: Asked; when: string }) {
  const t = useT();
  const locale = useLocale();
  const { client, counselor } = asked;
  return (
    <div className="grid gap-0.5">
      <p className="font-semibold break-words">
        {client.name}
        {client.pronouns && <span className="font-normal text-small text-ink-2"> {client.pronouns}</span>}
      </p>
      <p className="tnum first-letter:uppercase">{when}</p>
      <p className="text-small text-ink-2">
        {[
          asked.type?.name,
          t("session.minutes", { minutes: asked.minutes }),
          t(asked.place === "ONLINE" ? "session.online" : "session.inPerson"),
          counselor.id !== centerBoot().viewer.id && t("desk.requests.withWhom", { name: counselor.name }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {asked.insteadOf && (
        <p className="text-small">
          {t("desk.requests.instead", {
            when: formatWhen(asked.insteadOf.startsAt, centerBoot().viewer.zone, locale),
          })}
        </p>
      )}
      {asked.words && <p className="mt-1 break-words border-line border-l-2 pl-3">{asked.words}</p>}
      <p className="text-small text-ink-2">{t("desk.requests.asked", { ago: formatAgo(asked.createdAt, locale) })}</p>
    </div>
  );
}

/** To the day that is full there. */
function ToDay({ asked }: { asked: Asked }) {
  const t = useT();
  const date = dateInZone(asked.startsAt, centerBoot().viewer.zone);
  return (
    <TextLink className="text-current" to="/calendar" search={{ view: "day", date, who: asked.counselor.id }}>
      {t("desk.requests.seeDay")}
    </TextLink>
  );
}

function YesOrNo(props: { name: string; when: string; pending: boolean; onSay: (approve: boolean) => void }) {
  const t = useT();
  const { name, when } = props;
  const pending = props.pending && t("form.saving");
  return (
    <>
      <Button
        size="small"
        aria-label={t("desk.requests.acceptOf", { name, when })}
        pending={pending}
        onPress={() => props.onSay(true)}
      >
        {t("desk.requests.accept")}
      </Button>
      <Button
        size="small"
        variant="secondary"
        aria-label={t("desk.requests.declineOf", { name, when })}
        pending={pending}
        onPress={() => props.onSay(false)}
      >
        {t("desk.requests.decline")}
      </Button>
    </>
  );
}
