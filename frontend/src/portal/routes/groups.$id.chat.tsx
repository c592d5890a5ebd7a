import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, notFound } from "@tanstack/react-router";
import { centerBoot } from "@/api/boot";
import { Chat } from "@/features/chat/chat";
import { chatPages } from "@/features/chat/queries";
import { GroupPageParts } from "@/features/groups/group";
import { PlaceParts } from "@/features/groups/parts";
import { oneGroup } from "@/features/groups/queries";
import { unmask } from "@/gql";
import { useT } from "@/i18n";
import { BackLink, Notice, PageHeader, Section } from "@/ui";

export const Route = createFileRoute("/groups/$id/chat")({
  loader: async ({ context, params }) => {
    void context.queryClient.prefetchInfiniteQuery(chatPages(params.id));
    const { group } = await context.queryClient.ensureQueryData(oneGroup(params.id));
    if (!group) throw notFound();
  },
  component: ChatRoute,
});

function ChatRoute() {
  const t = useT();
  const { id } = Route.useParams();
  const found = useSuspenseQuery(oneGroup(id)).data.group;
  if (!found) return <Notice tone="attention">{t("groups.gone")}</Notice>;
  const group = unmask(GroupPageParts, found);
  const place = group.myMembership && unmask(PlaceParts, group.myMembership);
  const { base } = centerBoot();
  const inside = place?.state === "ACTIVE" && group.chat;
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-4">
      <PageHeader
        title={t("groups.chat")}
        lead={inside ? t("groups.knownAs", { alias: place.alias }) : undefined}
        back={
          <BackLink to="/groups/$id" params={{ id }}>
            {group.name}
          </BackLink>
        }
      >
        {t("groups.chat")}
      </PageHeader>
      {inside ? (
        <Section title={t("chat.failed")}>
          <Chat
            key={id}
            groupId={id}
            helpHref={`${base}/help`}
            resting={group.state !== "ACTIVE"}
            agreementHref={`${base}/me/groups/${encodeURIComponent(id)}#agreement`}
          />
        </Section>
      ) : (
        <Notice tone="attention" live>
          {t(!group.chat ? "chat.off" : place?.state === "PAUSED" ? "chat.paused" : "chat.notInside")}
        </Notice>
      )}
    </div>
  );
}
