import { createFileRoute } from "@tanstack/react-router";
import { NewImport } from "@/features/listings-staff/new-import";

export const Route = createFileRoute("/admin/listings/new")({ component: NewImport });
