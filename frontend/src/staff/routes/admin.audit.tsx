import { createFileRoute } from "@tanstack/react-router";
import { AuditLog } from "@/features/audit/audit";
import { auditPages } from "@/features/audit/queries";
import { AuditTexts, auditTexts } from "@/features/audit/texts";

export const Route = createFileRoute("/admin/audit")({
  loader: ({ context }) => Promise.all([auditTexts(), context.queryClient.ensureInfiniteQueryData(auditPages)]),
  component: () => (
    <AuditTexts>
      <AuditLog />
    </AuditTexts>
  ),
});
