import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { Phone, UserRoundPlus } from "lucide-react";
import { centerBoot } from "@/api/boot";
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import { useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { Avatar, ButtonAnchor, ButtonLink, Card, EmptyState, PageHeader } from "@/ui";

const People = graphql(`
  query People {
    viewer {
      counselors {
        id
        name
        pronouns
      }
    }
  }
`);
const people = gql(keys.viewer, People);

export const Route = createFileRoute("/people")({
  loader: ({ context }) => context.queryClient.ensureQueryData(people),
  component: PeoplePage,
});

function PeoplePage() {
  const t = useT();
  const { counselors } = useSuspenseQuery(people).data.viewer;
  const { center } = centerBoot();
  return (
    <>
      <PageHeader title={t("nav.people")} lead={t("people.lead")}>
        {t("nav.people")}
      </PageHeader>
      {counselors.length === 0 && <EmptyState icon={<UserRoundPlus size={22} />}>{t("book.noCounselor")}</EmptyState>}
      <ul className="m-0 grid list-none gap-3 p-0 md:grid-cols-2">
        {counselors.map((counselor) => (
          <li key={counselor.id} className="grid content-between gap-4 rounded-card border border-line bg-surface p-5">
            <span className="flex items-center gap-4">
              <Avatar name={counselor.name} size="large" />
              <span className="grid min-w-0">
                <span className="text-h3 break-words">{counselor.name}</span>
                <span className="text-small text-ink-2">
                  {t("people.counselor")}
                  {counselor.pronouns && ` · ${counselor.pronouns}`}
                </span>
              </span>
            </span>
            <ButtonLink to="/book" search={{ with: counselor.id }} variant="soft" block>
              {t("today.book", { name: firstName(counselor.name) })}
            </ButtonLink>
          </li>
        ))}
      </ul>
      <Card labelledBy="your-center">
        <h2 id="your-center" className="text-h2">
          {center.name}
        </h2>
        <p className="mt-1 mb-4 measure text-ink-2">{t(center.phone ? "people.center" : "people.centerNoPhone")}</p>
        <div className="grid gap-3 sm:flex">
          {center.phone && (
            <ButtonAnchor
              href={`tel:${center.phone.replace(/[^+\d]/g, "")}`}
              variant="secondary"
              icon={<Phone size={20} strokeWidth={1.75} aria-hidden />}
            >
              {t("people.call", { phone: center.phone })}
            </ButtonAnchor>
          )}
          <ButtonAnchor href={`${centerBoot().base}/help`} variant="secondary">
            {t("help.now")}
          </ButtonAnchor>
        </div>
      </Card>
    </>
  );
}
