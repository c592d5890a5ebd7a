import { createFileRoute } from "@tanstack/react-router";
import { ImportPage } from "@/features/listings-staff/import-page";
import { readVerdict } from "@/features/listings-staff/search";

export const Route = createFileRoute("/admin/listings/$id")({ validateSearch: readVerdict, component: Page });

function Page() {
  const { id } = Route.useParams();
  const { verdict } = Route.useSearch();
  return <ImportPage key={id} id={id} verdict={verdict} />;
}
