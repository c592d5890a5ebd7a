import { createFileRoute } from "@tanstack/react-router";
import { SentPage } from "@/features/service-lines/sent-page";

export const Route = createFileRoute("/admin/services/sent")({ component: SentPage });
