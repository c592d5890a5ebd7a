import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { Route as WayIcon } from "lucide-react";
import { lazy } from "react";
import { centerBoot } from "@/api/boot";
import { Intake } from "@/features/enrollment/intake";
import { PlaceOffer } from "@/features/enrollment/place-offer";
import { isIn, myWays, type WayView, waits } from "@/features/enrollment/queries";
import { Readiness } from "@/features/enrollment/readiness";
import { SoFar } from "@/features/enrollment/so-far";
import { WayTexts, wayTexts } from "@/features/enrollment/texts";
import { LeaveLine, Line } from "@/features/enrollment/waiting";
import { WeekWord } from "@/features/enrollment/week-word";
import { useLocale, useT } from "@/i18n";
import { formatDate } from "@/lib/time";
import { HelpRow } from "@/portal/help-row";
import { RowLink, RowList } from "@/portal/row-link";
import { BackLink, Badge, Card, EmptyState, PageHeader, Section, TextLink } from "@/ui";

/** Forms come with the choice that needs one. */
const Aftercare = lazy(() => import("@/features/enrollment/aftercare"));

export const Route = createFileRoute("/program")({
  loader: async ({ context }) => {
    await Promise.all([wayTexts(), context.queryClient.ensureQueryData(myWays)]);
  },
  component: ProgramPage,
});

function ProgramPage() {
  return (
    <WayTexts>
      <Inside />
    </WayTexts>
  );
}

function Inside() {
  const t = useT();
  const { myEnrollments, viewer } = useSuspenseQuery({ ...myWays, refetchInterval: 60_000 }).data;
  const now = myEnrollments.filter((way) => way.state !== "CLOSED");
  const before = myEnrollments.filter((way) => way.state === "CLOSED");
  const { phone } = centerBoot().center;
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader title={t("way.title")} lead={t("way.lead")} back={<BackLink to="/tools">{t("nav.tools")}</BackLink>}>
        {t("way.title")}
      </PageHeader>
      {now.length === 0 && (
        <EmptyState icon={<WayIcon size={22} />}>{phone ? t("way.noneCall", { phone }) : t("way.none")}</EmptyState>
      )}
      {now.map((way) => (
        <Way key={way.id} way={way} today={viewer.today} />
      ))}
      {now.some((way) => waits(way.state)) && (
        <RowList label={t("way.meanwhile")}>
          <RowLink to="/groups" title={t("way.groups")} text={t("way.groupsText")} />
          <RowLink to="/tools" title={t("nav.tools")} text={t("way.toolsText")} />
        </RowList>
      )}
      {before.length > 0 && <Before ways={before} />}
      <HelpRow />
    </div>
  );
}

function Way({ way, today }: { way: WayView; today: string }) {
  const t = useT();
  const locale = useLocale();
  const { state, program, cohort, phase } = way;
  const dates =
    cohort?.startsOn &&
    (cohort.endsOn
      ? t("way.cohortDates", { from: formatDate(cohort.startsOn, locale), until: formatDate(cohort.endsOn, locale) })
      : t("way.cohortFrom", { from: formatDate(cohort.startsOn, locale) }));
  return (
    <section aria-labelledby={`way-${way.id}`} className="grid gap-4">
      <div className="grid gap-1">
        <div className="flex flex-wrap items-center gap-2">
          <h2 id={`way-${way.id}`} className="text-h2 break-words">
            {program.name}
          </h2>
          <Badge tone={isIn(state) ? "good" : "neutral"}>{t(`way.state.${state}`)}</Badge>
        </div>
        {program.about && <p className="measure text-ink-2">{program.about}</p>}
        {cohort && <p className="text-small text-ink-2">{[cohort.name, dates].filter(Boolean).join(" · ")}</p>}
      </div>
      {state === "OFFERED" && <PlaceOffer way={way} />}
      {waits(state) && (
        <Card>
          <div className="grid gap-5">
            {state !== "OFFERED" && <Line way={way} />}
            <WeekWord way={way} />
          </div>
        </Card>
      )}
      {state === "ON_HOLD" && <p className="measure text-ink-2">{t("way.hold")}</p>}
      {isIn(state) && <Phases way={way} />}
      {phase && isIn(state) && <Readiness way={way} />}
      {isIn(state) && (
        <Intake
          way={way}
          documents={
            <TextLink to="/documents" className="inline-flex min-h-11 items-center justify-self-start font-semibold">
              {t("way.addFile")}
            </TextLink>
          }
        />
      )}
      {(state === "DISCHARGED" || state === "AFTERCARE") && (
        <Card>
          <Section>
            <Aftercare key={`${state}${way.aftercareUntil}`} way={way} today={today} />
          </Section>
        </Card>
      )}
      <SoFar way={way} />
      {waits(state) && <LeaveLine way={way} />}
    </section>
  );
}

/** Where one is among the phases of a program. */
function Phases({ way }: { way: WayView }) {
  const t = useT();
  const { phases } = way.program;
  if (!phases.length) return null;
  return (
    <ol aria-label={t("way.phases")} className="m-0 grid list-none gap-2 p-0 sm:flex sm:flex-wrap">
      {phases.map((phase, index) => {
        const here = phase.id === way.phase?.id;
        return (
          <li
            key={phase.id}
            aria-current={here ? "step" : undefined}
            className={
              here
                ? "grid gap-0.5 rounded-control bg-accent-soft px-4 py-3 text-accent-soft-ink"
                : "grid gap-0.5 rounded-control border border-line px-4 py-3 text-ink-2"
            }
          >
            <span className="text-small font-semibold">
              {t("way.phase", { number: index + 1, name: phase.name })}
              {here && ` · ${t("way.here")}`}
            </span>
            {here && phase.about && <span className="measure text-small">{phase.about}</span>}
          </li>
        );
      })}
    </ol>
  );
}

function Before({ ways }: { ways: readonly WayView[] }) {
  const t = useT();
  return (
    <section aria-labelledby="ways-before" className="grid gap-3">
      <h2 id="ways-before" className="text-h2">
        {t("way.before")}
      </h2>
      {ways.map((way) => (
        <div key={way.id} className="grid gap-2">
          <h3 className="text-h3 break-words">{way.program.name}</h3>
          <SoFar way={way} />
        </div>
      ))}
    </section>
  );
}
