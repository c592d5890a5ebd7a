import { createFileRoute } from "@tanstack/react-router";
import { Checklist, ScannerNotice } from "@/features/setup/checklist";
import { setup } from "@/features/setup/queries";

export const Route = createFileRoute("/admin/setup")({
  loader: ({ context }) => context.queryClient.ensureQueryData(setup),
  component: Page,
});

function Page() {
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-5">
      <Checklist />
      <ScannerNotice />
    </div>
  );
}
