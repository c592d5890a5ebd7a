import { createFileRoute } from "@tanstack/react-router";
import { lazy } from "react";
import { useT } from "@/i18n";
import { BackLink, Card, PageHeader, Section } from "@/ui";

// By itself: few make a link, and those who do make one.
const CalendarFeedPanel = lazy(() =>
  import("@/features/calendar-feed/panel").then((module) => ({ default: module.CalendarFeedPanel })),
);

export const Route = createFileRoute("/settings/calendar")({ component: CalendarLinkPage });

function CalendarLinkPage() {
  const t = useT();
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader title={t("settings.calendar")} back={<BackLink to="/settings">{t("settings.back")}</BackLink>}>
        {t("settings.calendar")}
      </PageHeader>
      <Card>
        <Section>
          <CalendarFeedPanel />
        </Section>
      </Card>
    </div>
  );
}
