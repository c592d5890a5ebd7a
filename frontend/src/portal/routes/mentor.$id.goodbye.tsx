import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, Navigate, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { GoodbyeForm } from "@/features/pair/goodbye";
import { lives, type PairView, walkPair } from "@/features/pair/queries";
import { Said } from "@/features/pair/said";
import { useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { ButtonLink, Card, Notice } from "@/ui";

export const Route = createFileRoute("/mentor/$id/goodbye")({ component: GoodbyePage });

function GoodbyePage() {
  const { id } = Route.useParams();
  const { mentorship } = useSuspenseQuery(walkPair(id)).data;
  return mentorship && <Goodbye key={id} pair={mentorship} />;
}

const parts = (pair: PairView) => !lives(pair) || pair.state === "CLOSING";

function Goodbye({ pair }: { pair: PairView }) {
  const t = useT();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { id, state } = pair;
  const [began] = useState(() => !parts(pair));
  const [said, setSaid] = useState(false);
  // Who was still writing when the other said it stays here, with every word.
  const overtaken = began && parts(pair) && !pair.endedByMe && !said;
  if (parts(pair) && !overtaken) return <Navigate to="/mentor/$id" params={{ id }} replace />;
  async function leave() {
    setSaid(true);
    await queryClient.fetchQuery({ ...walkPair(id), staleTime: 0 }).catch(() => {});
    await navigate({ to: "/mentor/$id", params: { id }, replace: true });
  }
  return (
    <>
      {overtaken && <Overtaken key={state} over={state === "CLOSED"} />}
      <Card labelledBy="goodbye">
        {overtaken ? (
          <Said id="goodbye" pair={pair} />
        ) : (
          <>
            <h2 id="goodbye" className="text-h2">
              {t("walk.bye")}
            </h2>
            <p className="mt-1 measure text-ink-2">{t("walk.byeLead", { name: firstName(pair.mentor.name) })}</p>
          </>
        )}
        <div className="mt-4 empty:hidden">
          <GoodbyeForm pair={pair} onSaid={leave} />
        </div>
      </Card>
      {state === "CLOSED" && !pair.answeredSurvey && (
        <ButtonLink to="/mentor/$id" params={{ id }} replace variant="soft" className="justify-self-start">
          {t("walk.survey")}
        </ButtonLink>
      )}
    </>
  );
}

/** It came while one was here. Whoever types goes on typing; a button that was pressed is another one now. */
function Overtaken({ over }: { over: boolean }) {
  const t = useT();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!(document.activeElement instanceof HTMLTextAreaElement)) box.current?.focus();
  }, []);
  return (
    <div ref={box} tabIndex={-1} className="outline-none">
      <Notice live>{t(over ? "walk.byeOver" : "walk.byeFirst")}</Notice>
    </div>
  );
}
