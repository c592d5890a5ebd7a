import { createFileRoute, notFound, useNavigate } from "@tanstack/react-router";
import { oneSession } from "@/features/booking/queries";
import { SessionDetails } from "@/features/calendar/session-details";
import { useT } from "@/i18n";
import { BackLink, PageHeader } from "@/ui";

export const Route = createFileRoute("/sessions/$id")({
  loader: async ({ context, params }) => {
    const data = await context.queryClient.ensureQueryData(oneSession(params.id));
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
      <div className="max-w-2xl">
        <SessionDetails framed id={id} onDone={() => void navigate({ to: "/calendar" })} />
      </div>
    </>
  );
}
