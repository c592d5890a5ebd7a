import { useSuspenseQuery } from "@tanstack/react-query";
import { PlaceOffer } from "@/features/enrollment/place-offer";
import { isAsked, myWays, openTasks, type WayView } from "@/features/enrollment/queries";
import { WayTexts } from "@/features/enrollment/texts";
import { Line } from "@/features/enrollment/waiting";
import { WeekWord } from "@/features/enrollment/week-word";
import { useT } from "@/i18n";
import { RowLink, RowList } from "@/portal/row-link";
import { Card, Section, TextLink } from "@/ui";

type Props = {
  asks: boolean;
  /** The center went a step with somebody who would like to mentor, or does. */
  stepped: boolean;
};

/** On Today: a place that is kept, the line and this week's word, papers, a choice; and whoever asks to walk along. */
export default function OnMyWay(props: Props) {
  return (
    <Section loading={null}>
      <WayTexts>
        <Inside {...props} />
      </WayTexts>
    </Section>
  );
}

function Inside(props: Props) {
  const t = useT();
  const ways = useSuspenseQuery(myWays).data.myEnrollments;
  const tasks = ways.filter((way) => way.state === "INTAKE" && openTasks(way).length > 0);
  const left = ways.filter(isAsked);
  return (
    <>
      {ways.map((way) => way.state === "OFFERED" && <PlaceOffer key={way.id} way={way} />)}
      {ways.map((way) => (way.state === "WAITLISTED" || way.state === "INQUIRY") && <Waiting key={way.id} way={way} />)}
      {(props.asks || props.stepped || tasks.length > 0 || left.length > 0) && (
        <RowList label={t("way.todo")}>
          {props.asks && <RowLink to="/mentor" title={t("way.asks")} text={t("way.asksText")} />}
          {props.stepped && <RowLink to="/mentor/become" title={t("way.mentoring")} text={t("way.mentoringText")} />}
          {tasks.map((way) => (
            <RowLink
              key={way.id}
              to="/program"
              title={t("way.tasks", { count: openTasks(way).length })}
              text={way.program.name}
            />
          ))}
          {left.map((way) => (
            <RowLink key={way.id} to="/program" title={t("way.next")} text={way.program.name} />
          ))}
        </RowList>
      )}
    </>
  );
}

function Waiting({ way }: { way: WayView }) {
  const t = useT();
  return (
    <Card labelledBy={`waiting-${way.id}`}>
      <div className="grid gap-4">
        <h2 id={`waiting-${way.id}`} className="text-h2 break-words">
          {way.program.name}
        </h2>
        <Line way={way} />
        <WeekWord way={way} />
        <p className="flex flex-wrap gap-x-5">
          <TextLink to="/program" className="inline-flex min-h-11 items-center font-semibold">
            {t("way.details")}
          </TextLink>
          <TextLink to="/groups" className="inline-flex min-h-11 items-center font-semibold">
            {t("way.groups")}
          </TextLink>
        </p>
      </div>
    </Card>
  );
}
