import { lazy, Suspense, useRef, useState } from "react";
import { centerBoot, may } from "@/api/boot";
import type { WaitPartsFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatAgo, formatDate, formatWhen } from "@/lib/time";
import { Badge, Button, ErrorNotice, Notice, Skeleton, TextLink } from "@/ui";
import { toast } from "@/ui/toaster";
import { useAcceptFor, useDeclineFor, useLeaveFor } from "./deeds";

// Times are looked for only once somebody wants to offer one.
const OfferTime = lazy(() => import("./offer-time").then((module) => ({ default: module.OfferTime })));

type Wait = WaitPartsFragment;

/** "Counseling session · Online" */
function useWhat(): (wait: Wait) => string {
  const t = useT();
  return ({ type, minutes, place }) =>
    `${type?.name ?? t("session.minutes", { minutes })} · ${t(place === "ONLINE" ? "session.online" : "session.inPerson")}`;
}

/** What somebody waits for, since when, and what was offered. */
function Facts(props: { wait: Wait; named: boolean }) {
  const t = useT();
  const locale = useLocale();
  const { zone } = centerBoot().viewer;
  const { wait, named } = props;
  const { client, offer, lastOffer, restsUntil } = wait;
  const what = useWhat()(wait);
  const over = wait.state === "BOOKED" || wait.state === "LEFT";
  const facts = [
    named && what,
    wait.counselor ? t("desk.requests.withWhom", { name: wait.counselor.name }) : t("desk.waits.anybody"),
    t("desk.waits.since", { ago: formatAgo(wait.waitingSince, locale) }),
    wait.until && t("desk.waits.until", { day: formatDate(wait.until, locale) }),
  ];
  return (
    <div className="grid gap-0.5">
      <p className="flex flex-wrap items-center gap-2 font-semibold">
        {!named && what}
        {named &&
          (may("VIEW_CLIENTS") ? (
            <TextLink to="/clients/$id" params={{ id: client.id }}>
              {client.name}
            </TextLink>
          ) : (
            client.name
          ))}
        {over && <Badge>{t(`desk.waits.state.${wait.state}`)}</Badge>}
      </p>
      <p className="text-small text-ink-2">{facts.filter(Boolean).join(" · ")}</p>
      {offer && (
        <p className="tnum">
          {t("desk.waits.offered", { when: formatWhen(offer.startsAt, zone, locale), name: offer.counselor.name })}{" "}
          {offer.expiresAt && t("desk.waits.kept", { when: formatWhen(offer.expiresAt, zone, locale) })}
        </p>
      )}
      {!offer && !over && lastOffer && (
        <p className="tnum text-small text-ink-2">
          {t("desk.waits.last", {
            when: formatWhen(lastOffer.startsAt, zone, locale),
            ago: formatAgo(lastOffer.at, locale),
          })}{" "}
          {restsUntil && Date.parse(restsUntil) > Date.parse(lastOffer.at) && t("desk.waits.rests")}
        </p>
      )}
    </div>
  );
}

/** Answers an offer for the client, after a call. */
function AnswerOffer(props: { wait: Wait; who: string }) {
  const t = useT();
  const accept = useAcceptFor();
  const decline = useDeclineFor();
  const { id } = props.wait;
  return (
    <>
      <Trouble deeds={[accept, decline]} />
      <Button
        size="small"
        aria-label={t("desk.waits.takeOf", { name: props.who })}
        pending={accept.pending && t("book.booking")}
        onPress={() => void accept.run({ id }).then((outcome) => outcome.ok && toast(t("desk.waits.taken")))}
      >
        {t("desk.waits.take")}
      </Button>
      <Button
        size="small"
        variant="secondary"
        aria-label={t("desk.waits.passOf", { name: props.who })}
        pending={decline.pending && t("form.saving")}
        onPress={() => void decline.run({ id }).then((outcome) => outcome.ok && toast(t("desk.waits.passed")))}
      >
        {t("desk.waits.pass")}
      </Button>
    </>
  );
}

type Deed = { error?: unknown; problems: ReadonlyArray<{ code: string; message: string }> };

function Trouble(props: { deeds: readonly Deed[] }) {
  const t = useT();
  const error = props.deeds.find((one) => one.error)?.error;
  const problems = props.deeds.flatMap((one) => [...one.problems]);
  if (!error && !problems.length) return null;
  return (
    <div className="grid basis-full gap-2">
      {Boolean(error) && <ErrorNotice error={error} title={t("form.notSaved")} />}
      {problems.map((problem) => (
        <Notice key={problem.code} tone="attention" live>
          {problem.message}
        </Notice>
      ))}
    </div>
  );
}

/** One who waits; `named` where others wait beside them. */
export function WaitRow({ wait, named = false }: { wait: Wait; named?: boolean }) {
  const t = useT();
  const leave = useLeaveFor();
  const [offering, setOffering] = useState(false);
  const toggle = useRef<HTMLButtonElement>(null);
  const what = useWhat()(wait);
  const { name } = wait.client;
  const over = wait.state === "BOOKED" || wait.state === "LEFT";
  return (
    <li className={named ? "grid gap-2 px-4 py-3" : "grid gap-2 py-3"}>
      <Facts wait={wait} named={named} />
      {!over && (
        <div className="flex flex-wrap gap-2">
          {wait.offer ? (
            <AnswerOffer wait={wait} who={name} />
          ) : (
            <Button
              ref={toggle}
              size="small"
              variant="secondary"
              aria-expanded={offering}
              aria-label={t("desk.waits.offerOf", { name, what })}
              onPress={() => setOffering(!offering)}
            >
              {t("desk.waits.offer")}
            </Button>
          )}
          <Trouble deeds={[leave]} />
          <Button
            size="small"
            variant="quiet"
            aria-label={named ? t("desk.waits.leaveFor", { name, what }) : t("desk.waits.leaveOf", { what })}
            pending={leave.pending && t("form.saving")}
            onPress={() => void leave.run({ id: wait.id }).then((outcome) => outcome.ok && toast(t("desk.waits.left")))}
          >
            {t("desk.waits.leave")}
          </Button>
        </div>
      )}
      {offering && !wait.offer && (
        <Suspense fallback={<Skeleton className="h-48 w-full rounded-card" />}>
          <OfferTime
            wait={wait}
            onDone={() => {
              setOffering(false);
              toggle.current?.focus();
            }}
          />
        </Suspense>
      )}
    </li>
  );
}
