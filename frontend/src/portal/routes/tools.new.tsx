import { createFileRoute, redirect, useNavigate } from "@tanstack/react-router";
import { writes } from "@/features/stories/parts";
import { StoryForm } from "@/features/stories/story-form";
import { useT } from "@/i18n";
import { BackLink, PageHeader } from "@/ui";
import { toast } from "@/ui/toaster";

export const Route = createFileRoute("/tools/new")({
  beforeLoad: () => {
    if (!writes()) throw redirect({ to: "/tools", replace: true });
  },
  component: NewPage,
});

function NewPage() {
  const t = useT();
  const navigate = useNavigate();
  async function saved(id: string) {
    toast(t("tool.draftSaved"));
    await navigate({ to: "/tools/$id", params: { id }, replace: true });
  }
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("nav.tools")}
        lead={t("tool.writeLead")}
        back={<BackLink to="/tools">{t("nav.tools")}</BackLink>}
      >
        {t("tool.write")}
      </PageHeader>
      <StoryForm onSaved={saved} />
    </div>
  );
}
