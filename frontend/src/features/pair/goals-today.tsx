import { Target } from "lucide-react";
import { WalkTexts } from "@/features/mentor/texts";
import type { TodayQuery } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatDate } from "@/lib/time";
import { RowLink, RowList } from "@/portal/row-link";
import { Section } from "@/ui";

type Props = { goals: TodayQuery["myGoalsDue"]; today: string };

/** On Today: goals of one's own whose day comes. Until they are settled, or have another day. */
export default function GoalsToday(props: Props) {
  return (
    <Section loading={null}>
      <WalkTexts>
        <Rows {...props} />
      </WalkTexts>
    </Section>
  );
}

function Rows({ goals, today }: Props) {
  const t = useT();
  const locale = useLocale();
  return (
    <RowList label={t("walk.goalsDue")}>
      {goals.map(({ id, mentorshipId, text, targetOn }) => (
        <RowLink
          key={id}
          to="/mentor/$id/goals"
          params={{ id: mentorshipId }}
          Icon={Target}
          title={text}
          text={t(targetOn < today ? "walk.goalWasDue" : "walk.goalDue", { day: formatDate(targetOn, locale, "full") })}
        />
      ))}
    </RowList>
  );
}
