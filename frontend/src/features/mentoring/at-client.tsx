import { useSuspenseQuery } from "@tanstack/react-query";
import type { MentorshipState } from "@/gql/graphql";
import { useT } from "@/i18n";
import { ButtonLink, Card, TextLink } from "@/ui";
import { pairsOfClient } from "./queries";
import { MentoringTexts } from "./texts";
import { PairStateBadge } from "./words";

const shown: readonly MentorshipState[] = ["ACTIVE", "PAUSED", "STEPPING_BACK", "CLOSING", "OFFERED"];

/** Who walks with a client, or is asked to, for whoever brings people together; and the way to somebody. */
export default function MentorAtClient(props: { clientId: string }) {
  return (
    <MentoringTexts>
      <Mentor {...props} />
    </MentoringTexts>
  );
}

function Mentor({ clientId }: { clientId: string }) {
  const t = useT();
  const { nodes } = useSuspenseQuery(pairsOfClient(clientId)).data.mentorships;
  const pairs = nodes.filter((pair) => shown.includes(pair.state));
  const walks = pairs.some((pair) => pair.state !== "OFFERED" && pair.state !== "CLOSING");
  return (
    <Card labelledBy="client-mentor" className="grid content-start gap-3">
      <h2 id="client-mentor" className="text-h2">
        {t("mentoring.mentor")}
      </h2>
      {pairs.length === 0 && <p className="text-ink-2">{t("mentoring.nobodyYet")}</p>}
      {pairs.length > 0 && (
        <ul className="m-0 grid list-none gap-1.5 p-0">
          {pairs.map((pair) => (
            <li key={pair.id} className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <TextLink className="break-words" to="/mentorship/mentors/$id" params={{ id: pair.mentor.id }}>
                {pair.mentor.name}
              </TextLink>
              <PairStateBadge state={pair.state} />
            </li>
          ))}
        </ul>
      )}
      {!walks && (
        <ButtonLink
          variant="secondary"
          className="justify-self-start"
          to="/mentorship"
          search={{ client: clientId, view: "suggested" }}
        >
          {t("mentoring.suggest")}
        </ButtonLink>
      )}
    </Card>
  );
}
