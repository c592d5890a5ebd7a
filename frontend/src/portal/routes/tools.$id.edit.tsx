import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, Navigate, notFound, useNavigate } from "@tanstack/react-router";
import { ToolParts } from "@/features/stories/parts";
import { oneTool } from "@/features/stories/queries";
import { StoryForm } from "@/features/stories/story-form";
import { unmask } from "@/gql";
import { useT } from "@/i18n";
import { BackLink, Notice, PageHeader } from "@/ui";
import { toast } from "@/ui/toaster";

export const Route = createFileRoute("/tools/$id/edit")({
  loader: async ({ context, params }) => {
    const { story } = await context.queryClient.ensureQueryData(oneTool(params.id));
    if (!story || !unmask(ToolParts, story).mine) throw notFound();
  },
  component: EditPage,
});

function EditPage() {
  const t = useT();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { id } = Route.useParams();
  const found = useSuspenseQuery(oneTool(id)).data.story;
  const story = found && unmask(ToolParts, found);
  if (!story) return <Navigate to="/tools" replace />;
  async function saved() {
    toast(t("tool.draftSaved"));
    await queryClient.fetchQuery({ ...oneTool(id), staleTime: 0 }).catch(() => {});
    await navigate({ to: "/tools/$id", params: { id }, replace: true });
  }
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("nav.tools")}
        back={
          <BackLink to="/tools/$id" params={{ id }}>
            {story.title}
          </BackLink>
        }
      >
        {t("tool.edit")}
      </PageHeader>
      {(story.state === "PUBLISHED" || story.state === "IN_REVIEW") && <Notice>{t("tool.editText")}</Notice>}
      <StoryForm story={story} onSaved={saved} />
    </div>
  );
}
