import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { UserRoundPlus } from "lucide-react";
import { useReducer, useState } from "react";
import { centerBoot } from "@/api/boot";
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { problemOf } from "@/api/problems";
import { useBook } from "@/features/booking/actions";
import { ConfirmBar } from "@/features/booking/confirm-bar";
import { flow, startFlow } from "@/features/booking/flow";
import { LengthAndPlace } from "@/features/booking/length-and-place";
import { nextSlots } from "@/features/booking/queries";
import { zoneToShow } from "@/features/booking/session";
import { SlotPicker } from "@/features/booking/slot-picker";
import { graphql } from "@/gql";
import type { SessionPlace } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { newKey } from "@/lib/ids";
import { firstName } from "@/lib/names";
import { formatWhen } from "@/lib/time";
import { Avatar, ButtonLink, EmptyState, ErrorNotice, Notice, PageHeader } from "@/ui";

const BookPage = graphql(`
  query BookPage {
    viewer {
      today
      counselors {
        id
        name
      }
    }
    sessions(newestFirst: true, first: 20) {
      nodes {
        id
        minutes
        place
        counselor {
          id
        }
      }
    }
  }
`);
const page = gql(keys.sessions, BookPage);

type Search = { with?: string; minutes?: number; place?: SessionPlace };

export const Route = createFileRoute("/book")({
  validateSearch: (search: Record<string, unknown>): Search => ({
    with: typeof search.with === "string" ? search.with : undefined,
    minutes: [30, 45, 60].includes(Number(search.minutes)) ? Number(search.minutes) : undefined,
    place: search.place === "ONLINE" || search.place === "IN_PERSON" ? search.place : undefined,
  }),
  loaderDeps: ({ search }) => search,
  loader: async ({ context, deps }) => {
    const data = await context.queryClient.ensureQueryData(page);
    const choice = defaults(data, deps);
    if (choice.counselor) void context.queryClient.prefetchQuery(nextSlots(choice.counselor.id, choice.minutes));
  },
  component: Book,
});

type Data = Awaited<ReturnType<NonNullable<typeof page.queryFn>>>;

/** What the link asked for, else as last time, else what most people take. */
function defaults(data: Data, search: Search) {
  const { counselors } = data.viewer;
  const only = counselors.length === 1 ? counselors[0] : undefined;
  const counselor = counselors.find((one) => one.id === search.with) ?? only;
  const last = data.sessions.nodes.find((session) => session.counselor.id === counselor?.id);
  return {
    counselor,
    minutes: search.minutes ?? last?.minutes ?? 45,
    place: search.place ?? last?.place ?? ("IN_PERSON" as const),
  };
}

function Book() {
  const t = useT();
  const { data } = useSuspenseQuery(page);
  const { counselor, minutes, place } = defaults(data, Route.useSearch());
  if (counselor) {
    return (
      <BookWith key={counselor.id} counselor={counselor} minutes={minutes} place={place} today={data.viewer.today} />
    );
  }
  const { phone } = centerBoot().center;
  return (
    <>
      <PageHeader title={t("book.title")}>{t("book.title")}</PageHeader>
      {data.viewer.counselors.length === 0 && (
        <EmptyState icon={<UserRoundPlus size={22} />}>
          {phone ? t("book.noCounselorCall", { phone }) : t("book.noCounselor")}
        </EmptyState>
      )}
      <ul className="m-0 grid list-none gap-3 p-0">
        {data.viewer.counselors.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center gap-4 rounded-card border border-line bg-surface p-5">
            <Avatar name={one.name} />
            <span className="min-w-0 flex-1 font-semibold break-words">{one.name}</span>
            <ButtonLink to="/book" search={{ with: one.id }} variant="soft">
              {t("today.book", { name: firstName(one.name) })}
            </ButtonLink>
          </li>
        ))}
      </ul>
    </>
  );
}

type WithProps = { counselor: { id: string; name: string }; minutes: number; place: SessionPlace; today: string };

function useBooking({ counselor, minutes, place }: WithProps) {
  const navigate = useNavigate();
  const [state, step] = useReducer(flow, undefined, () => startFlow(newKey()));
  const [notice, setNotice] = useState<string>();
  const book = useBook();
  async function confirm() {
    if (!state.slot) return;
    setNotice(undefined);
    const outcome = await book.run({
      input: { clientMutationId: state.key, counselorId: counselor.id, startsAt: state.slot.startsAt, minutes, place },
    });
    if (outcome.ok && outcome.payload.session) {
      await navigate({ to: "/schedule/$id/booked", params: { id: outcome.payload.session.id }, replace: true });
      return;
    }
    const taken = problemOf(outcome.ok ? [] : outcome.problems, "SlotTaken");
    if (taken) step({ type: "taken", alternatives: taken.alternatives, key: newKey() });
    else if (!outcome.ok) setNotice(outcome.problems[0]?.message);
  }
  return { state, step, book, notice, confirm };
}

function BookWith(props: WithProps) {
  const t = useT();
  const locale = useLocale();
  const navigate = useNavigate({ from: "/book" });
  const { counselor, minutes, place, today } = props;
  const { state, step, book, notice, confirm } = useBooking(props);
  const zone = zoneToShow(place, centerBoot().center.zone);
  const placeWords = t(place === "ONLINE" ? "session.online" : "session.inPerson");
  const alter = (change: Search) => {
    step({ type: "drop", key: newKey() });
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  };
  return (
    <div className="mx-auto grid w-full max-w-[680px] gap-5 md:mx-0">
      <div className="flex items-center gap-4">
        <Avatar name={counselor.name} size="large" />
        <PageHeader title={t("book.title")}>{t("book.with", { name: firstName(counselor.name) })}</PageHeader>
      </div>
      <div className="flex flex-wrap gap-x-8 gap-y-4">
        <LengthAndPlace
          orientation="horizontal"
          minutes={String(minutes)}
          place={place}
          onMinutes={(value) => alter({ minutes: Number(value) })}
          onPlace={(value) => alter({ place: value })}
        />
      </div>
      {book.error && <ErrorNotice error={book.error} title={t("book.failed")} onRetry={() => void confirm()} />}
      {notice && (
        <Notice tone="attention" live>
          {notice}
        </Notice>
      )}
      <SlotPicker
        counselorId={counselor.id}
        minutes={minutes}
        zone={zone}
        today={today}
        place={placeWords}
        flow={state}
        onPick={(slot) => step({ type: "pick", slot, key: newKey() })}
      />
      <ConfirmBar
        slot={state.slot}
        zone={zone}
        detail={`${placeWords} · ${t("book.minutes", { minutes })}`}
        label={state.slot ? t("book.confirm", { when: formatWhen(state.slot.startsAt, zone, locale) }) : ""}
        pending={book.pending && t("book.booking")}
        onConfirm={() => void confirm()}
      />
    </div>
  );
}
