import { createFileRoute } from "@tanstack/react-router";
import { Clock3 } from "lucide-react";
import { centerBoot, may } from "@/api/boot";
import { HoursPage } from "@/features/availability/page";
import { hours } from "@/features/availability/queries";
import { counselors } from "@/features/calendar/queries";
import { hasCalendar } from "@/features/calendar/search";
import { WhoSelect } from "@/features/calendar/toolbar";
import { DeskTexts, deskTexts } from "@/features/desk/texts";
import { useT } from "@/i18n";
import { ButtonLink, EmptyState, PageHeader } from "@/ui";

/** Whose hours: the viewer's, or those of somebody that an admin has chosen. */
async function whose(who: string | undefined, list: () => Promise<{ counselors: ReadonlyArray<{ id: string }> }>) {
  const { id } = centerBoot().viewer;
  if (!may("MANAGE_ALL_HOURS")) return id;
  return who ?? (hasCalendar() ? id : (await list()).counselors[0]?.id);
}

export const Route = createFileRoute("/availability")({
  validateSearch: (search: Record<string, unknown>): { who?: string } => ({
    who: typeof search.who === "string" && search.who ? search.who : undefined,
  }),
  loaderDeps: ({ search }) => ({ who: search.who }),
  loader: async ({ context, deps }) => {
    const texts = deskTexts();
    const list = () => context.queryClient.ensureQueryData(counselors);
    if (may("MANAGE_ALL_HOURS")) await list();
    const who = await whose(deps.who, list);
    if (who) await context.queryClient.ensureQueryData(hours(who));
    await texts;
    return { who };
  },
  component: Page,
});

function Page() {
  const t = useT();
  const { who } = Route.useLoaderData();
  const navigate = Route.useNavigate();
  const { viewer, today } = centerBoot();
  if (!who) {
    return (
      <>
        <PageHeader title={t("staff.nav.hours")}>{t("staff.nav.hours")}</PageHeader>
        <EmptyState
          icon={<Clock3 size={20} />}
          action={
            may("INVITE_MEMBERS") && (
              <ButtonLink to="/members/invite" search={{ role: "COUNSELOR" }}>
                {t("staff.members.invite")}
              </ButtonLink>
            )
          }
        >
          {t("staff.cal.nobody")}
        </EmptyState>
      </>
    );
  }
  return (
    <DeskTexts>
      <HoursPage
        key={who}
        who={who}
        own={who === viewer.id}
        today={today}
        picker={
          may("MANAGE_ALL_HOURS") && (
            <WhoSelect who={who} label={t("staff.hours.who")} onWho={(id) => void navigate({ search: { who: id } })} />
          )
        }
      />
    </DeskTexts>
  );
}
