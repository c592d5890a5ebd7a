import { createFileRoute } from "@tanstack/react-router";
import { AuditLog } from "@/features/audit/audit";
import { auditPages } from "@/features/audit/queries";

export const Route = createFileRoute("/admin/audit")({
  loader: ({ context }) => context.queryClient.ensureInfiniteQueryData(auditPages),
  component: AuditLog,
});
