import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, Navigate, useNavigate } from "@tanstack/react-router";
import { GoodbyeForm } from "@/features/pair/goodbye";
import { lives, walkPair } from "@/features/pair/queries";
import { useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { Card } from "@/ui";

export const Route = createFileRoute("/mentor/$id/goodbye")({ component: GoodbyePage });

function GoodbyePage() {
  const t = useT();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { id } = Route.useParams();
  const { mentorship } = useSuspenseQuery(walkPair(id)).data;
  if (!mentorship) return null;
  if (!lives(mentorship) || mentorship.state === "CLOSING")
    return <Navigate to="/mentor/$id" params={{ id }} replace />;
  async function said() {
    await queryClient.fetchQuery({ ...walkPair(id), staleTime: 0 }).catch(() => {});
    await navigate({ to: "/mentor/$id", params: { id }, replace: true });
  }
  return (
    <Card labelledBy="goodbye">
      <h2 id="goodbye" className="text-h2">
        {t("walk.bye")}
      </h2>
      <p className="mt-1 mb-4 measure text-ink-2">{t("walk.byeLead", { name: firstName(mentorship.mentor.name) })}</p>
      <GoodbyeForm pair={mentorship} onSaid={said} />
    </Card>
  );
}
