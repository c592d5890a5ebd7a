import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { centerBoot } from "@/api/boot";
import type { CareClientPlanQuery, CareGoalsQuery } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatDate } from "@/lib/time";
import { Badge, Card } from "@/ui";
import { clientPlan, ownWalks, pairGoals } from "./queries";

type Way = NonNullable<CareClientPlanQuery["client"]>["enrollments"][number];
type Goal = NonNullable<CareGoalsQuery["mentorship"]>["goals"][number];

/** Beside the note: what the client works on. Their own goals for their mentor, the phase for who cares for them. */
export function Plan({ clientId }: { clientId: string }) {
  const t = useT();
  const goals = useGoals(clientId);
  const { client } = useSuspenseQuery(clientPlan(clientId)).data;
  const way = client?.enrollments.find((one) => one.state === "ACTIVE" || one.state === "ON_HOLD");
  const phase = way && way.readiness.length > 0 ? way : undefined;
  if (goals.length === 0 && !phase) return null;
  return (
    <Card labelledBy="plan" className="grid gap-4">
      <h2 id="plan" className="text-h3">
        {t("care.plan.title")}
      </h2>
      {goals.length > 0 && <Goals goals={goals} />}
      {phase && <Phase way={phase} />}
    </Card>
  );
}

const walking = ["ACTIVE", "PAUSED", "STEPPING_BACK", "CLOSING"];

/** Open goals of the pair in which the viewer mentors this client; nobody else is given them. */
function useGoals(clientId: string): Goal[] {
  const mentors = centerBoot().viewer.roles.includes("PEER_MENTOR");
  const walks = useQuery({ ...ownWalks, enabled: mentors }).data?.myMentorships;
  const pair = walks?.find((one) => one.side === "MENTOR" && one.client.id === clientId && walking.includes(one.state));
  const found = useQuery({ ...pairGoals(pair?.id ?? ""), enabled: Boolean(pair) }).data?.mentorship;
  return found?.goals.filter((goal) => goal.state === "OPEN") ?? [];
}

function Goals({ goals }: { goals: readonly Goal[] }) {
  const t = useT();
  const locale = useLocale();
  return (
    <section aria-labelledby="plan-goals" className="grid gap-2">
      <h3 id="plan-goals" className="text-small font-semibold text-ink-2">
        {t("care.plan.goals")}
      </h3>
      <ul className="m-0 grid list-none gap-2 p-0">
        {goals.map((goal) => (
          <li key={goal.id} className="break-words">
            {goal.text}
            {goal.targetOn && (
              <span className="block text-small text-ink-2">
                {t("care.plan.by", { day: formatDate(goal.targetOn, locale) })}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

const word = (ready: boolean | null | undefined) => (ready == null ? "UNSAID" : ready ? "YES" : "NOT_YET");

/** What the phase works toward, and how far each side sees it. Where they differ there is something to talk about. */
function Phase({ way }: { way: Way }) {
  const t = useT();
  return (
    <section aria-labelledby="plan-phase" className="grid gap-2">
      <h3 id="plan-phase" className="text-small font-semibold break-words text-ink-2">
        {[way.program.name, way.phase?.name].filter(Boolean).join(" · ")}
      </h3>
      <ul className="m-0 grid list-none gap-3 p-0">
        {way.readiness.map((one) => (
          <li key={one.criterionId} className="grid gap-0.5">
            <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <span className="min-w-0 break-words">{one.name}</span>
              {one.worthATalk && <Badge tone="attention">{t("care.plan.talk")}</Badge>}
            </span>
            {(one.client != null || one.staff != null) && (
              <span className="text-small text-ink-2">
                {t("care.plan.client", { word: t(`care.plan.ready.${word(one.client)}`) })}
                {" · "}
                {t("care.plan.staff", { word: t(`care.plan.ready.${word(one.staff)}`) })}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
