import { useSuspenseQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { centerBoot } from "@/api/boot";
import { type Ending, endingFault, planOf } from "@/features/series/plan";
import type { SeriesRhythm } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { dateInZone, formatDay, formatTimeRange, formatWhen } from "@/lib/time";
import { BackLink, Button, EmptyState, Notice, PageHeader, Section, SkeletonList } from "@/ui";
import { Segmented } from "@/ui/fields";
import { bookPage } from "./book-queries";
import { type Choice, chosen } from "./choice";
import type { SlotView } from "./flow";
import { KindAndPlace } from "./kind-field";
import type { BookSearch } from "./search";
import { SeriesEnding } from "./series-ending";
import { SeriesPreview } from "./series-preview";
import { zoneToShow } from "./session";
import { SlotPicker } from "./slot-picker";
import { type Picked, usePick } from "./use-pick";

const rhythms: readonly SeriesRhythm[] = ["WEEKLY", "EVERY_TWO_WEEKS", "MONTHLY_BY_WEEKDAY"];

/** The same hour again and again: the first one, how often, and then each of them to look at. */
export function SeriesPage(props: { search: BookSearch; onSearch: (search: BookSearch) => void }) {
  const t = useT();
  const { viewer, sessions, sessionTypes } = useSuspenseQuery(bookPage()).data;
  const { counselors, today } = viewer;
  // What somebody has to say yes to is asked for one by one.
  const kinds = sessionTypes.filter((kind) => !kind.needsApproval);
  const choice = chosen({ counselors, past: sessions.nodes, kinds }, props.search);
  const { who } = choice;
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("mySeries.title")}
        lead={who ? t("mySeries.lead", { name: firstName(who.name) }) : undefined}
        back={
          <BackLink to="/book" search={props.search}>
            {t("book.title")}
          </BackLink>
        }
      >
        {t("mySeries.title")}
      </PageHeader>
      {who && (kinds.length > 0 || sessionTypes.length === 0) ? (
        <Plan
          key={`${who.id}-${choice.kind?.id}-${choice.minutes}`}
          choice={choice}
          who={who}
          kinds={kinds}
          today={today}
          onSearch={props.onSearch}
        />
      ) : (
        <EmptyState>{t("mySeries.not")}</EmptyState>
      )}
    </div>
  );
}

type PlanProps = {
  choice: Choice;
  who: { id: string };
  kinds: Parameters<typeof KindAndPlace>[0]["kinds"];
  today: string;
  onSearch: (search: BookSearch) => void;
};

/** The first time is kept while the form is open; the others are looked at, and booked together. */
function Plan(props: PlanProps) {
  const t = useT();
  const { choice, who } = props;
  const { kind, minutes, place } = choice;
  const picked = usePick(choice);
  const [again, setAgain] = useState(false);
  const [rhythm, setRhythm] = useState<SeriesRhythm>("WEEKLY");
  const [ending, setEnding] = useState<Ending>({ by: "count", count: "8", until: "" });
  const zone = zoneToShow(place, centerBoot().center.zone);
  const first = picked.state.slot;
  if (!first) return <PickFirst {...props} zone={zone} again={again} picked={picked} />;
  const day = dateInZone(first.startsAt, first.zone);
  // As a moment: on a journey the clock of the time is not the one that the series keeps.
  const base = { counselorId: who.id, firstAt: first.startsAt, place, ...(kind ? { typeId: kind.id } : { minutes }) };
  const plan = endingFault(ending, day) ? undefined : planOf(base, rhythm, ending);
  return (
    <>
      <First
        slot={first}
        zone={zone}
        onChange={() => {
          setAgain(true);
          picked.drop();
        }}
      />
      {picked.lapsed && <Lapsed slot={first} zone={zone} onKeep={() => void picked.pick(first)} />}
      <Segmented
        label={t("mySeries.rhythm")}
        value={rhythm}
        onChange={(value) => setRhythm(value as SeriesRhythm)}
        options={rhythms.map((id) => ({ id, label: t(`mySeries.rhythm.${id}`) }))}
      />
      <SeriesEnding first={day} ending={ending} onEnding={setEnding} />
      {plan && (
        <Section loading={<SkeletonList rows={4} rowClass="h-14 w-full" label={t("mySeries.looking")} />}>
          <SeriesPreview key={JSON.stringify(plan)} plan={plan} zone={zone} hold={picked.hold} />
        </Section>
      )}
    </>
  );
}

/** The first time was kept long enough: it can be kept once more. */
function Lapsed(props: { slot: SlotView; zone: string; onKeep: () => void }) {
  const t = useT();
  const locale = useLocale();
  return (
    <Notice
      live
      actions={
        <Button variant="secondary" size="small" onPress={props.onKeep}>
          {t("bookMore.keepAgain")}
        </Button>
      }
    >
      {t("bookMore.lapsed", { when: formatWhen(props.slot.startsAt, props.zone, locale) })}
    </Notice>
  );
}

/** `again`: another one was chosen before. */
function PickFirst(props: PlanProps & { zone: string; again: boolean; picked: Picked }) {
  const t = useT();
  const { choice, zone, picked } = props;
  const { kind, minutes, place } = choice;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (props.again) heading.current?.focus();
  }, [props.again]);
  return (
    <>
      <KindAndPlace kinds={props.kinds} choice={choice} onChange={props.onSearch} />
      <h2 ref={heading} tabIndex={-1} className="text-h2">
        {t("mySeries.first")}
      </h2>
      <SlotPicker
        counselorId={props.who.id}
        minutes={minutes}
        typeId={kind?.id}
        zone={zone}
        today={props.today}
        place={place}
        flow={picked.state}
        onPick={(slot) => void picked.pick(slot)}
      />
    </>
  );
}

function First(props: { slot: SlotView; zone: string; onChange: () => void }) {
  const t = useT();
  const locale = useLocale();
  const { slot, zone } = props;
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 rounded-card border border-line bg-surface px-5 py-3">
      <p className="grid min-w-0">
        <span className="text-small text-ink-2">{t("mySeries.first")}</span>
        <span className="font-semibold first-letter:uppercase">
          {formatDay(slot.startsAt, zone, locale, "long")}, {formatTimeRange(slot.startsAt, slot.endsAt, zone, locale)}
        </span>
      </p>
      <Button autoFocus variant="quiet" size="small" onPress={props.onChange}>
        {t("mySeries.change")}
      </Button>
    </div>
  );
}
