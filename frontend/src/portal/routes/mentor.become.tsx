import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { useState } from "react";
import { centerBoot } from "@/api/boot";
import { BecomeForm } from "@/features/mentor/become-form";
import { myMentoring } from "@/features/mentor/become-queries";
import { BecomingWay, Training } from "@/features/mentor/becoming";
import { Credentials } from "@/features/mentor/credentials";
import { useT } from "@/i18n";
import { BackLink, Button, ButtonAnchor, Card, Notice, PageHeader } from "@/ui";

export const Route = createFileRoute("/mentor/become")({
  loader: ({ context }) => context.queryClient.ensureQueryData(myMentoring),
  component: BecomePage,
});

function BecomePage() {
  const t = useT();
  const { myMentorProfile: mine } = useSuspenseQuery(myMentoring).data;
  const [changing, setChanging] = useState(false);
  const ended = mine?.state === "ENDED";
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("walk.become")}
        lead={t("walk.becomeLead")}
        back={<BackLink to="/mentor">{t("walk.title")}</BackLink>}
      >
        {t("walk.become")}
      </PageHeader>
      {mine && !ended ? (
        <>
          {mine.state === "PAUSED" && (
            <Notice>{t(mine.pausedByCenter ? "walk.mentorPausedByCenter" : "walk.mentorPaused")}</Notice>
          )}
          <Card>
            <BecomingWay mentoring={mine} />
          </Card>
          {mine.state === "APPROVED" && <Work />}
          <Training mentoring={mine} />
          <Credentials mentoring={mine} />
          <Card labelledBy="said">
            <h2 id="said" className="mb-3 text-h2">
              {t("walk.said")}
            </h2>
            {changing ? (
              <BecomeForm mentoring={mine} onDone={() => setChanging(false)} />
            ) : (
              <div className="grid justify-items-start gap-3">
                <p className="measure whitespace-pre-line break-words">{mine.about}</p>
                <Button variant="secondary" onPress={() => setChanging(true)}>
                  {t("walk.saidChange")}
                </Button>
              </div>
            )}
          </Card>
        </>
      ) : (
        <>
          {ended && <Notice>{t("walk.mentorEnded")}</Notice>}
          <Card>
            <BecomeForm mentoring={mine ?? null} />
          </Card>
        </>
      )}
    </div>
  );
}

/** Mentoring itself happens where people work: the two never mix on one screen. */
function Work() {
  const t = useT();
  const { base, viewer } = centerBoot();
  if (!viewer.roles.includes("PEER_MENTOR")) return null;
  return (
    <ButtonAnchor href={`${base}/app`} variant="soft" className="justify-self-start">
      {t("walk.toWork")}
    </ButtonAnchor>
  );
}
