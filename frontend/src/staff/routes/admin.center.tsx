import { createFileRoute } from "@tanstack/react-router";
import { CenterForm, HelpForm } from "@/features/setup/center-form";
import { ChatDaysForm } from "@/features/setup/chat-days";
import { NoteRulesCard } from "@/features/setup/note-rules";
import { centerDetails } from "@/features/setup/queries";

export const Route = createFileRoute("/admin/center")({
  loader: ({ context }) => context.queryClient.ensureQueryData(centerDetails),
  component: Page,
});

function Page() {
  return (
    <div className="grid max-w-2xl grid-cols-[minmax(0,1fr)] gap-5">
      <CenterForm />
      <HelpForm />
      <ChatDaysForm />
      <NoteRulesCard />
    </div>
  );
}
