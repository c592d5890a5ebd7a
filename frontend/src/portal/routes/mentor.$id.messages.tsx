import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { centerBoot } from "@/api/boot";
import { Messages } from "@/features/pair/messages";
import { lives, walkMessages, walkPair } from "@/features/pair/queries";
import { useT } from "@/i18n";
import { Section } from "@/ui";

export const Route = createFileRoute("/mentor/$id/messages")({
  loader: ({ context, params }) => void context.queryClient.prefetchInfiniteQuery(walkMessages(params.id)),
  component: MessagesPage,
});

function MessagesPage() {
  const t = useT();
  const { id } = Route.useParams();
  const { mentorship } = useSuspenseQuery(walkPair(id)).data;
  if (!mentorship) return null;
  return (
    <Section title={t("walk.messagesFailed")}>
      <Messages
        key={id}
        pairId={id}
        other={mentorship.mentor.name}
        open={lives(mentorship)}
        helpHref={`${centerBoot().base}/help`}
      />
    </Section>
  );
}
