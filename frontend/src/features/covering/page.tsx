import { useSuspenseQuery } from "@tanstack/react-query";
import { CalendarCheck, UsersRound } from "lucide-react";
import { centerBoot, may } from "@/api/boot";
import { SessionParts, zoneToShow } from "@/features/booking/session";
import { unmask } from "@/gql";
import type { CoveringOfQuery, CoverState } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatWhen } from "@/lib/time";
import { BackLink, Badge, EmptyState, Facts, Notice, PageHeader, TextLink } from "@/ui";
import { AnswerFor } from "./answer-for";
import { covering } from "./queries";

export type Answer = NonNullable<CoveringOfQuery["covering"]>["answers"][number];

/** Who has not answered comes first. */
const order: readonly CoverState[] = ["OPEN", "LATER", "BACKUP", "CANCELLED", "SETTLED"];

const startOf = (answer: Answer) => (answer.session ? unmask(SessionParts, answer.session).startsAt : "");
const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/** One person's sessions stand together, the next one first: they are one call. */
function inOrder(answers: readonly Answer[]): Answer[] {
  const byStart = [...answers].sort((a, b) => compare(startOf(a), startOf(b)));
  const people = [...new Set(byStart.map((one) => one.client.id))];
  const place = (one: Answer) => order.indexOf(one.state) * people.length + people.indexOf(one.client.id);
  return byStart.sort((a, b) => place(a) - place(b));
}

/** Somebody is away: who was to meet them, and what each of these people chose. */
export function CoveringPage(props: { id: string }) {
  const t = useT();
  const locale = useLocale();
  const { viewer } = centerBoot();
  const found = useSuspenseQuery(covering(props.id)).data.covering;
  if (!found) return <Notice tone="attention">{t("desk.cover.gone")}</Notice>;
  const { answers, backup, counselor } = found;
  const own = counselor.id === viewer.id;
  const open = answers.filter((one) => one.state === "OPEN").length;
  const sorted = inOrder(answers);
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("desk.cover.title")}
        back={
          <BackLink to="/availability" search={own ? {} : { who: counselor.id }}>
            {t("staff.nav.hours")}
          </BackLink>
        }
        lead={answers.length ? t("desk.cover.count", { open, all: answers.length }) : undefined}
      >
        {own ? t("desk.cover.mine") : t("desk.cover.of", { name: counselor.name })}
      </PageHeader>
      <Facts
        items={[
          {
            term: t("desk.cover.period"),
            value: found.paused
              ? t("desk.cover.since", { when: formatWhen(found.startsAt, viewer.zone, locale) })
              : `${formatWhen(found.startsAt, viewer.zone, locale)} – ${formatWhen(found.endsAt, viewer.zone, locale)}`,
          },
          { term: t("desk.cover.backup"), value: backup?.name ?? t("desk.cover.nobody") },
        ]}
      />
      {found.paused && <Paused who={counselor.id} />}
      {sorted.length ? (
        <ul
          aria-label={t("desk.cover.people")}
          className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
        >
          {sorted.map((answer, index) => (
            <AnswerRow key={answer.id} answer={answer} goesOn={sorted[index - 1]?.client.id === answer.client.id} />
          ))}
        </ul>
      ) : (
        <EmptyState icon={<CalendarCheck size={20} />}>{t("desk.cover.none")}</EmptyState>
      )}
    </div>
  );
}

/** Nobody knows until when: who looks after the sessions meanwhile finds the calendar here, because the list of people ends with
 * those who are there. */
function Paused(props: { who: string }) {
  const t = useT();
  return (
    <Notice>
      {t("desk.cover.pausedText")}{" "}
      <TextLink to="/calendar" search={{ who: props.who }}>
        {t("desk.cover.calendar")}
      </TextLink>
    </Notice>
  );
}

function AnswerRow({ answer, goesOn }: { answer: Answer; goesOn: boolean }) {
  const t = useT();
  const locale = useLocale();
  const { client, state, backup } = answer;
  const session = answer.session && unmask(SessionParts, answer.session);
  return (
    <li className="grid gap-3 px-4 py-3">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <span className="grid min-w-0">
          {may("VIEW_CLIENTS") ? (
            <TextLink to="/clients/$id" params={{ id: client.id }}>
              {client.name}
            </TextLink>
          ) : (
            <span className="font-semibold">{client.name}</span>
          )}
          {session && (
            <span className="tnum text-small text-ink-2">
              {formatWhen(session.startsAt, zoneToShow(session.place, session.zone), locale)} ·{" "}
              {t(session.place === "ONLINE" ? "session.online" : "session.inPerson")}
            </span>
          )}
        </span>
        <Badge
          tone={state === "OPEN" ? "attention" : "neutral"}
          icon={state === "OPEN" ? undefined : <UsersRound size={14} aria-hidden />}
        >
          {t(`desk.cover.state.${state}`, { name: backup?.name ?? "" })}
        </Badge>
      </div>
      {state === "OPEN" && session && may("MANAGE_CENTER") && (
        <AnswerFor answer={answer} session={session} goesOn={goesOn} />
      )}
    </li>
  );
}
