import { createFileRoute } from "@tanstack/react-router";
import { PayerPage } from "@/features/service-lines/payer-page";

export const Route = createFileRoute("/admin/services/payers/$id")({ component: Page });

function Page() {
  const { id } = Route.useParams();
  return <PayerPage key={id} id={id} />;
}
