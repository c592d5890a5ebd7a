import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { useState } from "react";
import { centerBoot } from "@/api/boot";
import { CheckInForm } from "@/features/pair/check-in";
import { CheckIns } from "@/features/pair/check-ins";
import { Company } from "@/features/pair/company";
import { lives, walkPair } from "@/features/pair/queries";
import type { AddWalkCheckInMutation } from "@/gql/graphql";
import { useT } from "@/i18n";
import { useFocus } from "@/lib/use-focus";
import { RowLink, RowList } from "@/portal/row-link";
import { Button, Card } from "@/ui";

export const Route = createFileRoute("/mentor/$id/check-in")({ component: CheckInPage });

type Said = { favourites: AddWalkCheckInMutation["addPairCheckIn"]["favourites"]; hard: boolean };

function CheckInPage() {
  const { mentorship } = useSuspenseQuery(walkPair(Route.useParams().id)).data;
  const [said, setSaid] = useState<Said | null>(null);
  if (!mentorship) return null;
  return (
    <>
      {said ? (
        <Saved said={said} onAgain={() => setSaid(null)} />
      ) : (
        lives(mentorship) && (
          <Card>
            <CheckInForm pair={mentorship} helpHref={`${centerBoot().base}/help`} onSaved={setSaid} />
          </Card>
        )
      )}
      <CheckIns pair={mentorship} />
    </>
  );
}

/** After a hard one: company, and what this person kept for a moment like this. */
function Saved({ said, onAgain }: { said: Said; onAgain: () => void }) {
  const t = useT();
  const heading = useFocus<HTMLHeadingElement>();
  return (
    <div className="grid gap-4">
      <h2 ref={heading} tabIndex={-1} className="text-h2">
        {t(said.hard ? "walk.savedHard" : "walk.saved")}
      </h2>
      {said.hard && <Company helpHref={`${centerBoot().base}/help`} />}
      {said.favourites.length > 0 && (
        <section aria-labelledby="kept" className="grid gap-3">
          <h3 id="kept" className="text-h3">
            {t("walk.favourites")}
          </h3>
          <RowList label={t("walk.favourites")}>
            {said.favourites.map((story) => (
              <RowLink
                key={story.id}
                to="/tools/$id"
                params={{ id: story.id }}
                title={story.title}
                text={story.body.length > 140 ? `${story.body.slice(0, 140)}…` : story.body}
              />
            ))}
          </RowList>
        </section>
      )}
      {said.hard && said.favourites.length === 0 && (
        <RowList label={t("walk.favourites")}>
          <RowLink to="/tools" title={t("walk.toTools")} text={t("walk.toToolsText")} />
        </RowList>
      )}
      <Button variant="quiet" className="justify-self-start" onPress={onAgain}>
        {t("walk.again")}
      </Button>
    </div>
  );
}
