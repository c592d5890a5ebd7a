import { useState } from "react";
import { centerBoot } from "@/api/boot";
import { unmask } from "@/gql";
import type { GivenOrDeclined, WayWholeFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button, Card, Facts, Notice } from "@/ui";
import { supervises } from "./may";
import { WayNow } from "./queries-way";
import { ReviewDialog } from "./way-dialogs";
import { useDay } from "./words";

/** That an end of treatment waits for a supervisor, and the two answers for one who did not ask for it. */
export function DischargeNotice({ way }: { way: WayWholeFragment }) {
  const t = useT();
  const [verdict, setVerdict] = useState<boolean>();
  const now = unmask(WayNow, way);
  const { discharge } = way;
  if (discharge?.state === "REFUSED") {
    return <Notice tone="info">{t("programs.reviewRefused", { name: discharge.reviewedBy?.name })}</Notice>;
  }
  if (discharge?.state !== "WAITING") return null;
  const reviews = supervises() && discharge.by?.id !== centerBoot().viewer.id;
  return (
    <>
      <Notice
        tone="attention"
        title={t("programs.reviewTitle")}
        actions={
          reviews && (
            <>
              <Button variant="danger" onPress={() => setVerdict(true)}>
                {t("programs.reviewYes")}
              </Button>
              <Button variant="secondary" onPress={() => setVerdict(false)}>
                {t("programs.reviewNo")}
              </Button>
            </>
          )
        }
      >
        {t(reviews ? "programs.reviewAsk" : "programs.reviewWaits", { name: discharge.by?.name })}
      </Notice>
      {verdict !== undefined && <ReviewDialog way={now} confirm={verdict} onClose={() => setVerdict(undefined)} />}
    </>
  );
}

/** What was recorded at the end: each thing as given or declined. */
export function DischargeRecord({ way }: { way: WayWholeFragment }) {
  const t = useT();
  const day = useDay();
  const { id } = unmask(WayNow, way);
  const { discharge } = way;
  if (!discharge) return null;
  const said = (value: GivenOrDeclined | null | undefined) =>
    value ? t(`programs.given.${value}`) : t("programs.notAsked");
  return (
    <Card labelledBy={`discharge-${id}`} className="grid gap-4">
      <h3 id={`discharge-${id}`} className="text-h2">
        {t("programs.dischargeRecord")}
      </h3>
      <div className="grid items-start gap-x-8 gap-y-3 sm:grid-cols-2">
        <Facts
          items={[
            { term: t("programs.reason"), value: t(`programs.reason.${discharge.reason}`) },
            { term: t("programs.dischargeOn"), value: day(discharge.on) },
            {
              term: t("programs.lastContact"),
              value: discharge.lastContactOn ? day(discharge.lastContactOn) : t("programs.notKnown"),
            },
            discharge.by && { term: t("programs.recordedBy"), value: discharge.by.name },
          ]}
        />
        <Facts
          items={[
            { term: t("programs.education"), value: said(discharge.overdoseEducation) },
            { term: t("programs.crisisPlan"), value: said(discharge.crisisPlan) },
            {
              term: t("programs.aftercareLabel"),
              value: discharge.aftercareUntil
                ? t("programs.untilDay", { day: day(discharge.aftercareUntil) })
                : t(`programs.aftercare.${discharge.aftercare}`),
            },
            Boolean(discharge.note) && { term: t("programs.note"), value: discharge.note },
          ]}
        />
      </div>
    </Card>
  );
}
