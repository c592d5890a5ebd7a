import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import type { SteerPairLineFragment, SteerSurveysQuery } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button, ErrorNotice, Facts, SkeletonList } from "@/ui";
import { surveysOf } from "./queries";

type Answers = NonNullable<NonNullable<SteerSurveysQuery["mentorshipSurveys"]>["client"]>;

/** What the two answered when they parted: opened on purpose, because reading it is remembered. */
export function Surveys({ pair }: { pair: Pick<SteerPairLineFragment, "id" | "client" | "mentor"> }) {
  const t = useT();
  const id = useId();
  const [open, setOpen] = useState(false);
  const names = { client: pair.client.name, mentor: pair.mentor.name };
  return (
    <>
      <Button
        size="small"
        variant="quiet"
        className="justify-self-start"
        aria-expanded={open}
        aria-controls={id}
        aria-label={t("mentoring.survey.openFor", names)}
        onPress={() => setOpen(!open)}
      >
        {t(open ? "mentoring.survey.close" : "mentoring.survey.open")}
      </Button>
      <div id={id}>{open && <Both pair={pair} />}</div>
    </>
  );
}

function Both({ pair }: { pair: Pick<SteerPairLineFragment, "id" | "client" | "mentor"> }) {
  const t = useT();
  const found = useQuery({ ...surveysOf(pair.id), refetchOnWindowFocus: false, refetchOnMount: false });
  if (found.isError) return <ErrorNotice error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <SkeletonList label={t("state.loading")} rows={2} rowClass="h-6 w-full" />;
  const both = found.data.mentorshipSurveys;
  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,14rem),1fr))] gap-4 rounded-card bg-sunken p-4">
      <One name={pair.client.name} answers={both?.client} />
      <One name={pair.mentor.name} answers={both?.mentor} />
    </div>
  );
}

function One({ name, answers }: { name: string; answers?: Answers | null }) {
  const t = useT();
  return (
    <section aria-label={name} className="grid content-start gap-2">
      <h4 className="text-small font-semibold break-words">{name}</h4>
      {answers ? (
        <>
          <Facts
            items={[
              { term: t("mentoring.survey.heard"), value: t("mentoring.survey.ofFive", { value: answers.feltHeard }) },
              { term: t("mentoring.survey.helped"), value: t("mentoring.survey.ofFive", { value: answers.helped }) },
              {
                term: t("mentoring.survey.again"),
                value: t(answers.wouldAgain ? "mentoring.survey.yes" : "mentoring.survey.no"),
              },
            ]}
          />
          {answers.words && <p className="measure text-small break-words whitespace-pre-line">{answers.words}</p>}
        </>
      ) : (
        <p className="text-small text-ink-2">{t("mentoring.survey.none")}</p>
      )}
    </section>
  );
}
