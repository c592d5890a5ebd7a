import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { Goals } from "@/features/pair/goals";
import { walkPair } from "@/features/pair/queries";

export const Route = createFileRoute("/mentor/$id/goals")({ component: GoalsPage });

function GoalsPage() {
  const { mentorship } = useSuspenseQuery(walkPair(Route.useParams().id)).data;
  return mentorship ? <Goals pair={mentorship} /> : null;
}
