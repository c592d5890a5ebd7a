import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, notFound } from "@tanstack/react-router";
import { centerBoot } from "@/api/boot";
import { Chat } from "@/features/chat/chat";
import { chatPages } from "@/features/chat/queries";
import { GroupPageParts } from "@/features/groups/group";
import { chatIsThere, PlaceParts, type PlaceView } from "@/features/groups/parts";
import { oneGroup } from "@/features/groups/queries";
import { unmask } from "@/gql";
import type { GroupState } from "@/gql/graphql";
import { type MessageId, useT } from "@/i18n";
import { BackLink, Notice, PageHeader, Section } from "@/ui";

export const Route = createFileRoute("/groups/$id/chat")({
  loader: async ({ context, params }) => {
    void context.queryClient.prefetchInfiniteQuery(chatPages(params.id));
    const { group } = await context.queryClient.ensureQueryData(oneGroup(params.id));
    if (!group) throw notFound();
  },
  component: ChatRoute,
});

/** Why somebody finds nothing to read here. */
function closedTo(group: { chat: boolean; state: GroupState }, place: PlaceView | null | undefined): MessageId {
  if (group.state === "CLOSED") return "groups.closed";
  if (!group.chat) return "chat.off";
  return place?.state === "PAUSED" ? "chat.paused" : "chat.notInside";
}

function ChatRoute() {
  const t = useT();
  const { id } = Route.useParams();
  const found = useSuspenseQuery(oneGroup(id)).data.group;
  if (!found) return <Notice tone="attention">{t("groups.gone")}</Notice>;
  const group = unmask(GroupPageParts, found);
  const place = group.myMembership && unmask(PlaceParts, group.myMembership);
  const { base } = centerBoot();
  const inside = chatIsThere(group, place);
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-4">
      <PageHeader
        title={t("groups.chat")}
        lead={inside && place ? t("groups.knownAs", { alias: place.alias }) : undefined}
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
          {t(closedTo(group, place))}
        </Notice>
      )}
    </div>
  );
}
