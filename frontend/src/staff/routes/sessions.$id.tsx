import { createFileRoute, notFound, useNavigate } from "@tanstack/react-router";
import { oneSession } from "@/features/booking/queries";
import { SessionDetails } from "@/features/calendar/session-details";
import { Hour } from "@/features/session-hour/hour";
import { sessionHour } from "@/features/session-hour/queries";
import { CareTexts, careTexts } from "@/features/session-hour/texts";
import { useT } from "@/i18n";
import { BackLink, PageHeader, Section, Skeleton } from "@/ui";

export const Route = createFileRoute("/sessions/$id")({
  loader: async ({ context, params }) => {
    const [data] = await Promise.all([
      context.queryClient.ensureQueryData(oneSession(params.id)),
      context.queryClient.ensureQueryData(sessionHour(params.id)),
      careTexts(),
    ]);
    if (!data.session) throw notFound();
  },
  component: Page,
});

function Page() {
  const t = useT();
  const { id } = Route.useParams();
  const navigate = useNavigate();
  return (
    <>
      <PageHeader title={t("staff.session.title")} back={<BackLink to="/calendar">{t("staff.nav.calendar")}</BackLink>}>
        {t("staff.session.title")}
      </PageHeader>
      <div className="grid max-w-2xl grid-cols-[minmax(0,1fr)] gap-5">
        <CareTexts>
          <Section loading={<Skeleton className="h-32 w-full rounded-card" />}>
            <Hour key={id} id={id} />
          </Section>
        </CareTexts>
        <SessionDetails framed id={id} onDone={() => void navigate({ to: "/calendar" })} />
      </div>
    </>
  );
}
