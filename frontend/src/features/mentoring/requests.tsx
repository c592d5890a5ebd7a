import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { HandHeart } from "lucide-react";
import { useState } from "react";
import { useAction } from "@/api/action";
import { FindField, useFind } from "@/features/caseload/find";
import { unmask } from "@/gql";
import type { SteerRequestPartsFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { Badge, Button, ButtonLink, EmptyState, TextLink } from "@/ui";
import { useSay } from "@/ui/deed";
import { Switch } from "@/ui/fields";
import { SteerHighNeed, stale } from "./deeds";
import { askedClients, requests, SteerRequestParts } from "./queries";
import { useMentoringWords } from "./words";

const page = 20;

/** Whether a name is what is looked for; accents and case do not matter. */
export function fits(name: string, find: string): boolean {
  const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
  return plain(name).includes(plain(find));
}

/** Everybody who waits for somebody to walk with, the longest first. */
export function Requests(props: { chosen?: string }) {
  const t = useT();
  const all = useSuspenseQuery(requests).data.mentorRequests.map((one) => unmask(SteerRequestParts, one));
  // Comes after the list: who was asked already is good to know, and nothing to wait for.
  const asked = useQuery(askedClients).data;
  const { text, setText, find } = useFind();
  const [most, setMost] = useState(page);
  const found = find ? all.filter((one) => fits(one.client.name, find)) : all;
  if (all.length === 0) {
    return <EmptyState icon={<HandHeart size={20} />}>{t("mentoring.noRequests")}</EmptyState>;
  }
  return (
    <>
      <p className="text-small text-ink-2">
        {t("mentoring.waitingCount", { count: all.length })} {t("mentoring.needsMuchHint")}
      </p>
      {all.length > 8 && <FindField label={t("mentoring.findClient")} value={text} onChange={setText} />}
      {found.length === 0 && (
        <EmptyState
          action={
            <Button variant="secondary" onPress={() => setText("")}>
              {t("staff.clearSearch")}
            </Button>
          }
        >
          {t("mentoring.noneFound")}
        </EmptyState>
      )}
      <ul aria-label={t("mentoring.requests")} className="m-0 grid list-none gap-3 p-0">
        {found.slice(0, most).map((request) => (
          <li key={request.client.id}>
            <RequestCard
              request={request}
              chosen={request.client.id === props.chosen}
              asked={asked?.includes(request.client.id) ?? false}
            />
          </li>
        ))}
      </ul>
      {found.length > most && (
        <Button variant="secondary" className="justify-self-start" onPress={() => setMost(most + page)}>
          {t("documents.more")}
        </Button>
      )}
    </>
  );
}

function RequestCard(props: { request: SteerRequestPartsFragment; chosen: boolean; asked: boolean }) {
  const t = useT();
  const words = useMentoringWords();
  const { request } = props;
  const { client } = request;
  return (
    <article
      aria-label={client.name}
      className={cx(
        "grid grid-cols-[minmax(0,1fr)] gap-2 rounded-card border bg-surface p-4",
        props.chosen ? "border-accent" : "border-line",
      )}
    >
      <p className="flex flex-wrap items-center gap-x-2">
        <TextLink className="font-semibold break-words" to="/clients/$id" params={{ id: client.id }}>
          {client.name}
        </TextLink>
        {client.pronouns && <span className="text-small text-ink-2">{client.pronouns}</span>}
        {props.asked && <Badge tone="info">{t("mentoring.pairState.OFFERED")}</Badge>}
        {request.highNeed && <Badge tone="attention">{t("mentoring.highNeed")}</Badge>}
      </p>
      {request.waitingSince && (
        <p className="text-small">{t("mentoring.waits", { since: words.since(request.waitingSince) })}</p>
      )}
      {request.words && <q className="measure text-small break-words">{request.words}</q>}
      <Wishes request={request} />
      <HighNeed request={request} />
      <ButtonLink
        size="small"
        variant={props.chosen ? "soft" : "secondary"}
        className="justify-self-start"
        to="/mentorship"
        search={{ client: client.id, view: "suggested" }}
        resetScroll={false}
        aria-label={t("mentoring.suggestFor", { name: client.name })}
      >
        {t("mentoring.suggest")}
      </ButtonLink>
    </article>
  );
}

/** What a client hopes for, in one line each. */
function Wishes({ request }: { request: SteerRequestPartsFragment }) {
  const t = useT();
  const words = useMentoringWords();
  const hours = words.hours(request.freeHours);
  return (
    <ul className="m-0 grid list-none gap-0.5 p-0 text-small text-ink-2">
      <li>
        {words.languages(request.languages)} · {words.modes(request.modes)}
      </li>
      {request.onlyGender && <li>{t("mentoring.onlyGender", { word: request.onlyGender.label })}</li>}
      <li>{hours.length ? hours.join(", ") : t("mentoring.noHours")}</li>
    </ul>
  );
}

function HighNeed({ request }: { request: SteerRequestPartsFragment }) {
  const t = useT();
  const say = useSay();
  const set = useAction(SteerHighNeed, (data) => data.setHighNeed, stale);
  return (
    <Switch
      label={t("mentoring.needsMuch")}
      aria-label={t("mentoring.needsMuchNamed", { name: request.client.name })}
      isSelected={Boolean(request.highNeed)}
      isDisabled={set.pending}
      onChange={(highNeed) =>
        void set.run({ input: { clientId: request.client.id, highNeed } }).then((done) => say(done))
      }
    />
  );
}
