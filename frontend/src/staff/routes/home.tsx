import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { centerBoot } from "@/api/boot";
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import { useLocale, useT } from "@/i18n";
import { formatDate } from "@/lib/time";
import { PageHeader } from "@/ui";

const StaffHome = graphql(`
  query StaffHome {
    viewer {
      today
    }
  }
`);

const home = gql(keys.viewer, StaffHome);

export const Route = createFileRoute("/home")({
  loader: ({ context }) => context.queryClient.ensureQueryData(home),
  component: Home,
});

function Home() {
  const t = useT();
  const locale = useLocale();
  const { viewer } = useSuspenseQuery(home).data;
  return (
    <PageHeader title={t("nav.home")} lead={centerBoot().center.name}>
      {formatDate(viewer.today, locale, "long")}
    </PageHeader>
  );
}
