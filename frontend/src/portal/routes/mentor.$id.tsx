import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, notFound, Outlet } from "@tanstack/react-router";
import { centerBoot } from "@/api/boot";
import { usePairChanges } from "@/features/pair/live";
import { lives, type PairView, walkPair } from "@/features/pair/queries";
import { useLocale, useT } from "@/i18n";
import { formatDay } from "@/lib/time";
import { Avatar, BackLink, PageHeader, TabLink, TabLinks } from "@/ui";

export const Route = createFileRoute("/mentor/$id")({
  loader: async ({ context, params }) => {
    const { mentorship } = await context.queryClient.ensureQueryData(walkPair(params.id));
    // Who also mentors does that where they work.
    if (mentorship?.side !== "CLIENT" || !mentorship.startedAt) throw notFound();
  },
  component: PairLayout,
});

function PairLayout() {
  const { id } = Route.useParams();
  usePairChanges();
  const { mentorship } = useSuspenseQuery(walkPair(id)).data;
  if (!mentorship) return null;
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5">
      <Head pair={mentorship} />
      <Outlet />
    </div>
  );
}

function Head({ pair }: { pair: PairView }) {
  const t = useT();
  const locale = useLocale();
  const { zone } = centerBoot().viewer;
  const { id, mentor, startedAt, state, closedAt } = pair;
  const since =
    startedAt && closedAt
      ? t("walk.fromTo", { from: formatDay(startedAt, zone, locale), until: formatDay(closedAt, zone, locale) })
      : startedAt && t("walk.since", { day: formatDay(startedAt, zone, locale) });
  const lead = state === "ACTIVE" || state === "CLOSED" ? since : t(`walk.state.${state}` as "walk.state.PAUSED");
  const params = { id };
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <p className="basis-full">
          <BackLink to="/people">{t("nav.people")}</BackLink>
        </p>
        <Avatar name={mentor.name} size="large" />
        <div className="min-w-0 flex-1">
          <PageHeader title={t("walk.title")} lead={[mentor.pronouns, lead].filter(Boolean).join(" · ")}>
            {mentor.name}
          </PageHeader>
        </div>
      </div>
      <TabLinks label={t("walk.parts")}>
        <TabLink to="/mentor/$id" params={params} activeOptions={{ exact: true }}>
          {t("walk.tab.together")}
        </TabLink>
        <TabLink to="/mentor/$id/messages" params={params}>
          {pair.unreadMessages > 0 ? t("walk.tab.messagesNew", { count: pair.unreadMessages }) : t("walk.tab.messages")}
        </TabLink>
        <TabLink to="/mentor/$id/goals" params={params}>
          {t("walk.tab.goals")}
        </TabLink>
        <TabLink to="/mentor/$id/check-in" params={params}>
          {t("walk.tab.checkIn")}
        </TabLink>
        {lives(pair) && state !== "CLOSING" && (
          <TabLink to="/mentor/$id/more" params={params}>
            {t("walk.tab.more")}
          </TabLink>
        )}
      </TabLinks>
    </>
  );
}
