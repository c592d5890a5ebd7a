import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, notFound } from "@tanstack/react-router";
import { Keep } from "@/features/stories/keep";
import { OwnStory, StoryState } from "@/features/stories/own";
import { ToolParts, writes } from "@/features/stories/parts";
import { oneTool } from "@/features/stories/queries";
import { unmask } from "@/gql";
import { useT } from "@/i18n";
import { HelpRow } from "@/portal/help-row";
import { BackLink, ButtonLink, Card, PageHeader } from "@/ui";

export const Route = createFileRoute("/tools/$id/")({
  loader: async ({ context, params }) => {
    const { story } = await context.queryClient.ensureQueryData(oneTool(params.id));
    if (!story) throw notFound();
  },
  component: ToolPage,
});

function ToolPage() {
  const t = useT();
  const { id } = Route.useParams();
  const found = useSuspenseQuery(oneTool(id)).data.story;
  const story = found && unmask(ToolParts, found);
  // Taken back by its author while one looked.
  if (!story) {
    return (
      <PageHeader title={t("nav.tools")} back={<BackLink to="/tools">{t("nav.tools")}</BackLink>}>
        {t("tool.gone")}
      </PageHeader>
    );
  }
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("nav.tools")}
        lead={[t(`tool.kind.${story.kind}`), story.byline && t("tool.by", { name: story.byline })]
          .filter(Boolean)
          .join(" · ")}
        back={<BackLink to="/tools">{t("nav.tools")}</BackLink>}
      >
        {story.title}
      </PageHeader>
      {story.mine && (
        <Card labelledBy="own">
          <div className="grid gap-3">
            <h2 id="own" className="flex flex-wrap items-center gap-2 text-h3">
              {t("tool.own")} <StoryState story={story} />
            </h2>
            <OwnStory story={story} />
            {writes() && (
              <ButtonLink to="/tools/$id/edit" params={{ id }} variant="quiet" className="justify-self-start">
                {t("tool.edit")}
              </ButtonLink>
            )}
          </div>
        </Card>
      )}
      <div lang={story.language} className="measure whitespace-pre-line break-words">
        {story.body}
      </div>
      {story.triggers.length > 0 && (
        <p className="text-small text-ink-2">
          {t("tool.helpsWith", { list: story.triggers.map((one) => t(`tool.trigger.${one}`)).join(", ") })}
        </p>
      )}
      {story.state === "PUBLISHED" && <Keep story={story} />}
      <HelpRow />
    </div>
  );
}
