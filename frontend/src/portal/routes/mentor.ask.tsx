import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, Navigate, redirect, useNavigate } from "@tanstack/react-router";
import { AskForm } from "@/features/mentor/ask-form";
import { mostAsked, readOrder, writeOrder } from "@/features/mentor/order";
import { walks } from "@/features/mentor/pairs";
import { findMentor, myWalk } from "@/features/mentor/queries";
import { useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { BackLink, ButtonLink, PageHeader } from "@/ui";
import { toast } from "@/ui/toaster";

export const Route = createFileRoute("/mentor/ask")({
  validateSearch: (search: Record<string, unknown>): { with?: string } => ({
    with: writeOrder(readOrder(search.with)),
  }),
  loader: async ({ context }) => {
    const [walk] = await Promise.all([
      context.queryClient.ensureQueryData(myWalk),
      context.queryClient.ensureQueryData(findMentor),
    ]);
    if (walk.myMentorships.some(walks)) throw redirect({ to: "/mentor", replace: true });
  },
  component: AskPage,
});

function AskPage() {
  const t = useT();
  const navigate = useNavigate({ from: "/mentor/ask" });
  const queryClient = useQueryClient();
  const order = readOrder(Route.useSearch().with);
  const { mentorCandidates } = useSuspenseQuery(findMentor).data;
  const chosen = order.flatMap((id) => mentorCandidates.find(({ mentor }) => mentor.id === id) ?? []);
  const [first] = chosen;
  // Whoever was meant has no room any more: those who have are on the page before.
  if (!first) return <Navigate to="/mentor/find" replace />;
  async function sent() {
    toast(t("walk.sent"));
    await queryClient.fetchQuery({ ...myWalk, staleTime: 0 }).catch(() => {});
    await navigate({ to: "/mentor", replace: true });
  }
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("walk.askTitle")}
        lead={t(chosen.length > 1 ? "walk.askLeadMany" : "walk.askLead", { name: firstName(first.mentor.name) })}
        back={
          <BackLink to="/mentor/find" search={{ with: writeOrder(order) }}>
            {t("walk.find")}
          </BackLink>
        }
      >
        {chosen.length > 1 ? t("walk.askMany") : t("walk.ask", { name: firstName(first.mentor.name) })}
      </PageHeader>
      <AskForm
        chosen={chosen}
        onOrder={(ids) => void navigate({ search: { with: writeOrder(ids) }, replace: true, resetScroll: false })}
        onSent={sent}
      />
      {chosen.length < Math.min(mostAsked, mentorCandidates.length) && (
        <ButtonLink
          to="/mentor/find"
          search={{ with: writeOrder(order) }}
          variant="quiet"
          className="justify-self-start"
        >
          {t("walk.askAlso")}
        </ButtonLink>
      )}
    </div>
  );
}
