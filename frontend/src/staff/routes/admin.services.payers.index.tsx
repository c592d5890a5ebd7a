import { createFileRoute } from "@tanstack/react-router";
import { PayersPage } from "@/features/service-lines/payers-page";

export const Route = createFileRoute("/admin/services/payers/")({ component: PayersPage });
