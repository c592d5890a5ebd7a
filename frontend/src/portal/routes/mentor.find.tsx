import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, Navigate, redirect, useLocation } from "@tanstack/react-router";
import { ChevronDown, UserRoundSearch } from "lucide-react";
import { lazy, useEffect, useRef, useState } from "react";
import { boot, centerBoot } from "@/api/boot";
import { useSetWish, useStopLooking } from "@/features/mentor/actions";
import { Candidate } from "@/features/mentor/candidate";
import { mostAsked, readOrder, writeOrder } from "@/features/mentor/order";
import { asked, walks } from "@/features/mentor/pairs";
import { findMentor, type MentorWish, myWalk } from "@/features/mentor/queries";
import { useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { BackLink, Button, ButtonLink, EmptyState, Fault, PageHeader, Section, SkeletonList } from "@/ui";
import { toast } from "@/ui/toaster";
import "@/portal/looking";

const WishForm = lazy(() => import("@/features/mentor/wish-form"));

export const Route = createFileRoute("/mentor/find")({
  validateSearch: (search: Record<string, unknown>): { with?: string } => ({
    with: writeOrder(readOrder(search.with)),
  }),
  loader: async ({ context }) => {
    const { myMentorships } = await context.queryClient.ensureQueryData(myWalk);
    const pair = myMentorships.find(walks);
    if (pair) throw redirect({ to: "/mentor/$id", params: { id: pair.id }, replace: true });
  },
  component: FindPage,
});

function FindPage() {
  const t = useT();
  const { myMentorRequest, myMentorships } = useSuspenseQuery(myWalk).data;
  const pair = myMentorships.find(walks);
  if (pair) return <Navigate to="/mentor/$id" params={{ id: pair.id }} replace />;
  return (
    <>
      <PageHeader
        title={t("walk.findTitle")}
        lead={t("walk.findLead")}
        back={<BackLink to="/people">{t("nav.people")}</BackLink>}
      >
        {t("walk.find")}
      </PageHeader>
      {myMentorRequest ? <Found wish={myMentorRequest} /> : <Begin />}
    </>
  );
}

/** Nobody is suggested to whoever has not said that they look: a press on "Find a mentor" says so, with what is usual. */
function Begin() {
  const t = useT();
  const pressed = useLocation({ select: (location) => location.state.looking });
  const set = useSetWish();
  const begun = useRef(false);
  const { run } = set;
  const begin = () =>
    void run({ input: { words: "", languages: [boot().locale], modes: [], onlyGender: null, freeHours: [] } });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for the press that led here
  useEffect(() => {
    if (!pressed || begun.current) return;
    begun.current = true;
    begin();
  }, [pressed]);
  const failed = set.outcome && !set.outcome.ok;
  if (pressed && !failed) return <SkeletonList label={t("state.loading")} rowClass="h-56 w-full rounded-card" />;
  return (
    <div className="grid justify-items-start gap-3">
      <p className="measure text-ink-2">{t("walk.beginText")}</p>
      <Button pending={set.pending && t("state.loading")} onPress={begin}>
        {t("walk.begin")}
      </Button>
      <Fault of={set} />
    </div>
  );
}

function Found({ wish }: { wish: MentorWish }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <details
        open={open}
        onToggle={(event) => setOpen(event.currentTarget.open)}
        className="group rounded-card border border-line bg-surface"
      >
        <summary className="flex min-h-14 cursor-pointer list-none items-center justify-between gap-3 rounded-card px-5 font-semibold">
          {t("walk.wish")}
          <ChevronDown size={20} aria-hidden className="flex-none text-ink-2 group-open:rotate-180" />
        </summary>
        <div className="max-w-[680px] px-5 pt-2 pb-5">
          {open && (
            <Section>
              <WishForm wish={wish} onDone={() => setOpen(false)} />
            </Section>
          )}
        </div>
      </details>
      <Section
        title={t("walk.findFailed")}
        loading={<SkeletonList label={t("state.loading")} rowClass="h-56 w-full rounded-card" />}
      >
        <Candidates />
      </Section>
      {wish.state === "WAITING" && <Stop />}
    </div>
  );
}

function Candidates() {
  const t = useT();
  const { mentorCandidates } = useSuspenseQuery(findMentor).data;
  const { myMentorships } = useSuspenseQuery(myWalk).data;
  const chosen = readOrder(Route.useSearch().with);
  const here = new Set(mentorCandidates.map(({ mentor }) => mentor.id));
  // Who was asked before stays in the list that takes the place of the old one.
  const open = myMentorships
    .filter(asked)
    .sort((one, other) => one.rank - other.rank)
    .map((pair) => pair.mentor.id);
  const order = (chosen.length ? chosen : open).filter((id) => here.has(id));
  if (!mentorCandidates.length) {
    const { phone } = centerBoot().center;
    return (
      <EmptyState icon={<UserRoundSearch size={22} />}>
        {t("walk.nobody")} {phone && t("walk.nobodyCall", { phone })}
      </EmptyState>
    );
  }
  return (
    <section aria-labelledby="could" className="grid gap-4">
      <h2 id="could" className="text-h2">
        {t("walk.could")}
      </h2>
      <ul aria-labelledby="could" className="m-0 grid list-none gap-4 p-0 md:grid-cols-2">
        {mentorCandidates.map((candidate) => {
          const { id, name } = candidate.mentor;
          const inOrder = order.includes(id);
          const full = !inOrder && order.length >= mostAsked;
          return (
            <li key={id} className="grid">
              <Candidate candidate={candidate}>
                {full ? (
                  <p className="text-small text-ink-2">{t("walk.askFull", { most: mostAsked })}</p>
                ) : (
                  <ButtonLink
                    to="/mentor/ask"
                    search={{ with: writeOrder(inOrder ? order : [...order, id]) }}
                    variant={inOrder ? "secondary" : "primary"}
                    block
                  >
                    {t(inOrder ? "walk.inOrder" : "walk.ask", { name: firstName(name) })}
                  </ButtonLink>
                )}
              </Candidate>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Stop() {
  const t = useT();
  const stop = useStopLooking();
  async function run() {
    if ((await stop.run()).ok) toast(t("walk.stopped"));
  }
  return (
    <div className="grid justify-items-start gap-2">
      <p className="measure text-small text-ink-2">{t("walk.waitingText")}</p>
      <Button variant="quiet" pending={stop.pending && t("form.saving")} onPress={() => void run()}>
        {t("walk.stop")}
      </Button>
      <Fault of={stop} />
    </div>
  );
}
