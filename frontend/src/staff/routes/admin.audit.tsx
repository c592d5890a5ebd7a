import { createFileRoute } from "@tanstack/react-router";
import { AuditLog } from "@/features/audit/audit";
import { AuditTexts, auditTexts } from "@/features/audit/texts";

export const Route = createFileRoute("/admin/audit")({
  loader: async ({ context }) => {
    const { auditPages } = await import("@/features/audit/queries");
    await Promise.all([auditTexts(), context.queryClient.ensureInfiniteQueryData(auditPages)]);
  },
  component: () => (
    <AuditTexts>
      <AuditLog />
    </AuditTexts>
  ),
});
