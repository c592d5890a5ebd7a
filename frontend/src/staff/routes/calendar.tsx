import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { CalendarOff } from "lucide-react";
import { centerBoot } from "@/api/boot";
import { CalendarPage } from "@/features/calendar/page";
import { counselors } from "@/features/calendar/queries";
import { hasCalendar, peopleOf, readSearch, seesOthers } from "@/features/calendar/search";
import { DeskTexts, deskTexts } from "@/features/desk/texts";
import { useT } from "@/i18n";
import { todaySince } from "@/lib/days";
import { useNow } from "@/lib/use-now";
import { ButtonLink, EmptyState, PageHeader, Section } from "@/ui";

export const Route = createFileRoute("/calendar")({
  validateSearch: readSearch,
  loader: ({ context }) =>
    Promise.all([deskTexts(), seesOthers() ? context.queryClient.ensureQueryData(counselors) : undefined]),
  component: Page,
});

function Page() {
  return (
    <Section>
      <DeskTexts>{seesOthers() ? <Anyone /> : <Some people={[centerBoot().viewer.id]} />}</DeskTexts>
    </Section>
  );
}

function Anyone() {
  const t = useT();
  const { who } = Route.useSearch();
  const list = useSuspenseQuery(counselors).data.counselors;
  const { id } = centerBoot().viewer;
  const asked = peopleOf(who);
  const usual = hasCalendar() ? id : list[0]?.id;
  if (asked.length) return <Some people={asked} />;
  if (usual) return <Some people={[usual]} />;
  return (
    <>
      <PageHeader title={t("staff.nav.calendar")}>{t("staff.nav.calendar")}</PageHeader>
      <EmptyState
        icon={<CalendarOff size={20} />}
        action={
          <ButtonLink to="/members/invite" search={{ role: "COUNSELOR" }}>
            {t("staff.members.invite")}
          </ButtonLink>
        }
      >
        {t("staff.cal.nobody")}
      </EmptyState>
    </>
  );
}

function Some(props: { people: readonly string[] }) {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const { viewer, today } = centerBoot();
  const { people } = props;
  useNow(60_000);
  return (
    <CalendarPage
      key={people.join()}
      people={people}
      own={people.length === 1 && people[0] === viewer.id}
      search={search}
      today={todaySince(today, viewer.zone)}
      zone={viewer.zone}
      onSearch={(change, replace) =>
        void navigate({ search: (before) => ({ ...before, ...change }), replace, resetScroll: false })
      }
    />
  );
}
