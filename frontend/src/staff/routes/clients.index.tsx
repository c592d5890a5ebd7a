import { createFileRoute } from "@tanstack/react-router";
import { ClientsPage } from "@/features/caseload/list-page";

export const Route = createFileRoute("/clients/")({ component: ClientsPage });
