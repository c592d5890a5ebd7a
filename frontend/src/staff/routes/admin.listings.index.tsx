import { createFileRoute } from "@tanstack/react-router";
import { ListingsPage } from "@/features/listings-staff/overview";

export const Route = createFileRoute("/admin/listings/")({ component: ListingsPage });
