import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { CalendarOff } from "lucide-react";
import { centerBoot } from "@/api/boot";
import { CalendarPage } from "@/features/calendar/page";
import { counselors } from "@/features/calendar/queries";
import { hasCalendar, readSearch, seesOthers } from "@/features/calendar/search";
import { useT } from "@/i18n";
import { ButtonLink, EmptyState, PageHeader } from "@/ui";

export const Route = createFileRoute("/calendar")({
  validateSearch: readSearch,
  loader: ({ context }) => (seesOthers() ? context.queryClient.ensureQueryData(counselors) : undefined),
  component: Page,
});

function Page() {
  return seesOthers() ? <Anyone /> : <One who={centerBoot().viewer.id} />;
}

function Anyone() {
  const t = useT();
  const { who } = Route.useSearch();
  const list = useSuspenseQuery(counselors).data.counselors;
  const { id } = centerBoot().viewer;
  const chosen = who ?? (hasCalendar() ? id : list[0]?.id);
  if (chosen) return <One who={chosen} />;
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

function One(props: { who: string }) {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const { viewer, today } = centerBoot();
  return (
    <CalendarPage
      key={props.who}
      who={props.who}
      own={props.who === viewer.id}
      search={search}
      today={today}
      zone={viewer.zone}
      onSearch={(change, replace) =>
        void navigate({ search: (before) => ({ ...before, ...change }), replace, resetScroll: false })
      }
    />
  );
}
