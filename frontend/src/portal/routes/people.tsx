import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { UserRoundPlus } from "lucide-react";
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { isOver } from "@/features/groups/parts";
import { asked, asksMe, walks } from "@/features/mentor/pairs";
import { graphql } from "@/gql";
import { useT } from "@/i18n";
import { Counselors, MyCenter, MyGroups, MyMentor } from "@/portal/people-parts";
import { RowLink, RowList } from "@/portal/row-link";
import { EmptyState, PageHeader } from "@/ui";

const People = graphql(`
  query People {
    viewer {
      counselors {
        id
        name
        pronouns
        roles
      }
    }
    myMentorships {
      id
      side
      state
      answeredByMe
      mentor {
        id
        name
        pronouns
      }
    }
    myMemberships {
      id
      state
      unread
      group {
        id
        name
      }
    }
  }
`);
const people = gql(keys.groups, People);

export const Route = createFileRoute("/people")({
  loader: ({ context }) => context.queryClient.ensureQueryData(people),
  component: PeoplePage,
});

function PeoplePage() {
  const t = useT();
  const { viewer, myMemberships, myMentorships } = useSuspenseQuery(people).data;
  const pairs = myMentorships.filter(walks);
  // Whoever walks along is told of with what the two have together.
  const counselors = viewer.counselors.filter((one) => !pairs.some((pair) => pair.mentor.id === one.id));
  return (
    <>
      <PageHeader title={t("nav.people")} lead={t("people.lead")}>
        {t("nav.people")}
      </PageHeader>
      {counselors.length === 0 && pairs.length === 0 && (
        <EmptyState icon={<UserRoundPlus size={22} />}>{t("book.noCounselor")}</EmptyState>
      )}
      <Counselors counselors={counselors} />
      {viewer.counselors.length > 0 && (
        <RowList label={t("people.sooner")}>
          <RowLink to="/sooner" title={t("people.sooner")} text={t("people.soonerText")} />
        </RowList>
      )}
      <MyMentor pairs={pairs} open={myMentorships.some((pair) => asked(pair) || asksMe(pair))} />
      <MyGroups places={myMemberships.filter((one) => !isOver(one))} />
      <RowList label={t("people.circle")}>
        <RowLink to="/people/circle" title={t("people.circle")} text={t("people.circleText")} />
      </RowList>
      <MyCenter />
    </>
  );
}
