import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { useT } from "@/i18n";
import { graphql } from "@/ops/gql";
import { PageHeader } from "@/ui";

const OpsCenters = graphql(`
  query OpsCenters {
    centers(first: 50) {
      nodes {
        id
        name
      }
    }
  }
`);
const centers = gql(keys.centers, OpsCenters);

export const Route = createFileRoute("/")({
  loader: ({ context }) => context.queryClient.ensureQueryData(centers),
  component: Centers,
});

function Centers() {
  const t = useT();
  const { nodes } = useSuspenseQuery(centers).data.centers;
  return (
    <>
      <PageHeader title={t("ops.centers")}>{t("ops.centers")}</PageHeader>
      <ul>
        {nodes.map((center) => (
          <li key={center.id}>{center.name}</li>
        ))}
      </ul>
    </>
  );
}
