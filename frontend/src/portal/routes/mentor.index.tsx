import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, redirect, useNavigate } from "@tanstack/react-router";
import { Footprints } from "lucide-react";
import { centerBoot } from "@/api/boot";
import { AskedList, MovedOnList } from "@/features/mentor/asked";
import { Offer } from "@/features/mentor/offer";
import { asked, asksMe, movedOn, parted, walks } from "@/features/mentor/pairs";
import { myWalk, type PairCard } from "@/features/mentor/queries";
import { useLocale, useT } from "@/i18n";
import { addDays, dateInZone, formatDay, nowIso } from "@/lib/time";
import { looking } from "@/portal/looking";
import { RowLink, RowList } from "@/portal/row-link";
import { BackLink, ButtonLink, EmptyState, PageHeader } from "@/ui";

export const Route = createFileRoute("/mentor/")({
  loader: async ({ context }) => {
    const { myMentorships } = await context.queryClient.ensureQueryData(myWalk);
    const pair = myMentorships.find(walks);
    if (pair) throw redirect({ to: "/mentor/$id", params: { id: pair.id }, replace: true });
  },
  component: MentorPage,
});

/** What was asked long ago is nobody's news. */
const recent = (pair: PairCard, zone: string) =>
  dateInZone(pair.updatedAt, zone) >= addDays(dateInZone(nowIso(), zone), -60);

function MentorPage() {
  const t = useT();
  const navigate = useNavigate();
  const { myMentorships, myMentorRequest } = useSuspenseQuery({ ...myWalk, refetchInterval: 60_000 }).data;
  const { zone } = centerBoot().viewer;
  const offers = myMentorships.filter(asksMe);
  const questions = myMentorships.filter(asked);
  const before = myMentorships.filter(parted);
  const together = myMentorships.filter(walks);
  const waiting = myMentorRequest?.state === "WAITING";
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("walk.title")}
        lead={t("walk.lead")}
        back={<BackLink to="/people">{t("nav.people")}</BackLink>}
      >
        {t("walk.title")}
      </PageHeader>
      {together.length > 0 && <Pairs id="together" title={t("walk.together")} pairs={together} />}
      {offers.map((pair) => (
        <Offer
          key={pair.id}
          pair={pair}
          onTogether={(id) => void navigate({ to: "/mentor/$id", params: { id }, replace: true })}
        />
      ))}
      {questions.length > 0 && <AskedList pairs={questions} />}
      {!together.length && !offers.length && !questions.length && (
        <EmptyState
          icon={<Footprints size={22} />}
          action={
            <ButtonLink to="/mentor/find" state={looking}>
              {t("walk.find")}
            </ButtonLink>
          }
        >
          {t(waiting ? "walk.noneWaiting" : "walk.none")}
        </EmptyState>
      )}
      {!together.length && (offers.length > 0 || questions.length > 0) && (
        <ButtonLink to="/mentor/find" state={looking} variant="soft" className="justify-self-start">
          {t("walk.findMore")}
        </ButtonLink>
      )}
      <MovedOnList pairs={myMentorships.filter((pair) => movedOn(pair) && recent(pair, zone))} />
      {before.length > 0 && <Pairs id="before" title={t("walk.before")} pairs={before} />}
      <RowList label={t("walk.more")}>
        <RowLink to="/settings/sharing" title={t("walk.sharing")} text={t("walk.sharingText")} />
        <RowLink to="/mentor/become" title={t("walk.become")} text={t("walk.becomeText")} />
      </RowList>
    </div>
  );
}

function Pairs(props: { id: string; title: string; pairs: readonly PairCard[] }) {
  const t = useT();
  const locale = useLocale();
  const { zone } = centerBoot().viewer;
  const since = ({ startedAt, closedAt }: PairCard) =>
    startedAt && closedAt
      ? t("walk.fromTo", { from: formatDay(startedAt, zone, locale), until: formatDay(closedAt, zone, locale) })
      : startedAt
        ? t("walk.since", { day: formatDay(startedAt, zone, locale) })
        : undefined;
  return (
    <section aria-labelledby={props.id} className="grid gap-3">
      <h2 id={props.id} className="text-h2">
        {props.title}
      </h2>
      <RowList label={props.title}>
        {props.pairs.map((pair) => (
          <RowLink
            key={pair.id}
            to="/mentor/$id"
            params={{ id: pair.id }}
            title={pair.mentor.name}
            text={pair.state === "CLOSING" ? t("walk.state.CLOSING") : since(pair)}
          />
        ))}
      </RowList>
    </section>
  );
}
