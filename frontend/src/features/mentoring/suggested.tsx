import { useQuery, useSuspenseInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Sparkles } from "lucide-react";
import { useState } from "react";
import { useAction } from "@/api/action";
import { knownClient } from "@/features/programs/queries";
import { unmask } from "@/gql";
import type { MentorshipState, SteerPairLineFragment, SteerSuggestionPartsFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatAgo } from "@/lib/time";
import { Badge, Button, EmptyState, MoreButton, Section, TextLink } from "@/ui";
import { ComboBox } from "@/ui/combobox";
import { DeedDialog } from "@/ui/deed";
import { SteerWithdraw, staleQuestions } from "./deeds";
import { type Chosen as ChosenMentor, MatchDialog } from "./match-dialog";
import { pairPages, pairsOfClient, SteerPairLine, SteerSuggestionParts, suggestions } from "./queries";
import { approvedMentors } from "./queries-mentors";
import { BestReasons } from "./reasons";
import { fits } from "./requests";
import { listClass, useLoadWords, useMentoringWords } from "./words";

/** So many suggestions at first; the others fit less. */
const page = 6;

/** Mentors who may fit whoever was chosen, and questions that are out. */
export function Suggested(props: { clientId?: string }) {
  const t = useT();
  return (
    <>
      {props.clientId ? (
        <Section key={props.clientId}>
          <Chosen clientId={props.clientId} />
        </Section>
      ) : (
        <EmptyState icon={<Sparkles size={20} />}>{t("mentoring.chooseFirst")}</EmptyState>
      )}
      <Section>
        <Asked />
      </Section>
    </>
  );
}

/** Also somebody further down the line than what is on the screen: links come from other pages. */
function Chosen({ clientId }: { clientId: string }) {
  const t = useT();
  const { client } = useSuspenseQuery(knownClient(clientId)).data;
  if (!client) return <EmptyState icon={<Sparkles size={20} />}>{t("mentoring.chooseFirst")}</EmptyState>;
  return <Suggestions clientId={clientId} name={client.member.name} />;
}

function Suggestions(props: { clientId: string; name: string }) {
  const t = useT();
  const [asking, setAsking] = useState<ChosenMentor>();
  const [most, setMost] = useState(page);
  const found = useSuspenseQuery(suggestions(props.clientId)).data.mentorSuggestions.map((one) =>
    unmask(SteerSuggestionParts, one),
  );
  const open = useOpenQuestions(props.clientId);
  const title = t("mentoring.suggestedFor", { name: props.name });
  return (
    <>
      <h3 className="text-h3 break-words">{title}</h3>
      {found.length === 0 && <EmptyState>{t("mentoring.nobodyFits")}</EmptyState>}
      <ul aria-label={title} className="m-0 grid list-none gap-3 p-0">
        {found.slice(0, most).map((one) => (
          <li key={one.mentor.id}>
            <SuggestionCard
              suggestion={one}
              asked={open.get(one.mentor.id)}
              onMatch={() => setAsking({ ...one, way: "SUGGESTED" })}
            />
          </li>
        ))}
      </ul>
      {found.length > most && (
        <Button variant="secondary" className="justify-self-start" onPress={() => setMost(most + page)}>
          {t("documents.more")}
        </Button>
      )}
      <SomebodyElse
        onChoose={(mentor) => {
          const suggested = found.find((one) => one.mentor.id === mentor.id);
          setAsking({ mentor, reasons: suggested?.reasons ?? [], way: "BY_ADMIN" });
        }}
        except={[props.clientId, ...open.keys()]}
      />
      {asking && (
        <MatchDialog
          client={{ id: props.clientId, name: props.name }}
          suggestion={asking}
          onClose={() => setAsking(undefined)}
        />
      )}
    </>
  );
}

/** Somebody whom staff have in mind themselves, by name, whoever would be suggested. */
function SomebodyElse(props: { onChoose: (mentor: ChosenMentor["mentor"]) => void; except: readonly string[] }) {
  const t = useT();
  const [text, setText] = useState("");
  const mentors = useQuery(approvedMentors);
  const found = (mentors.data?.mentors.nodes ?? []).filter(
    (one) => !one.away && !props.except.includes(one.id) && fits(one.member.name, text),
  );
  return (
    <ComboBox
      label={t("mentoring.chooseYourself")}
      options={found.slice(0, 12).map((one) => ({ id: one.id, label: one.member.name }))}
      value={null}
      onChange={(id) => {
        const mentor = found.find((one) => one.id === id);
        if (mentor) props.onChoose(mentor);
      }}
      onSearch={setText}
      empty={
        mentors.isError ? t("staff.book.searchFailed") : t(mentors.data ? "mentoring.nobodyFound" : "state.loading")
      }
    />
  );
}

/** Mentors whom the client asks already, or will ask next: by mentor, how far it is. */
function useOpenQuestions(clientId: string): ReadonlyMap<string, MentorshipState> {
  const { nodes } = useSuspenseQuery(pairsOfClient(clientId)).data.mentorships;
  const open = nodes.filter((pair) => pair.state === "OFFERED" || pair.state === "PROPOSED");
  return new Map(open.map((pair) => [pair.mentor.id, pair.state]));
}

function SuggestionCard(props: {
  suggestion: SteerSuggestionPartsFragment;
  asked?: MentorshipState;
  onMatch: () => void;
}) {
  const t = useT();
  const words = useMentoringWords();
  const load = useLoadWords();
  const { suggestion, asked } = props;
  const { mentor } = suggestion;
  const { name } = mentor.member;
  return (
    <article
      aria-label={name}
      className="grid grid-cols-[minmax(0,1fr)] gap-2 rounded-card border border-line bg-surface p-4"
    >
      <p className="flex flex-wrap items-center gap-x-2">
        <TextLink className="font-semibold break-words" to="/mentorship/mentors/$id" params={{ id: mentor.id }}>
          {name}
        </TextLink>
        {mentor.member.pronouns && <span className="text-small text-ink-2">{mentor.member.pronouns}</span>}
        {asked && <Badge tone="info">{t(`mentoring.pairState.${asked}`)}</Badge>}
      </p>
      <BestReasons reasons={suggestion.reasons} label={t("mentoring.why")} of={name} />
      <p className="text-small text-ink-2">
        {t("mentoring.fit", { score: suggestion.score })} · {words.overlap(suggestion.overlapMinutes)}
      </p>
      <p className="text-small text-ink-2">{load(mentor)}</p>
      {asked ? (
        <p className="text-small">{t(asked === "OFFERED" ? "mentoring.askedThem" : "mentoring.asksThemNext")}</p>
      ) : (
        <Button
          size="small"
          className="justify-self-start"
          aria-label={t("mentoring.matchNamed", { name })}
          onPress={props.onMatch}
        >
          {t("mentoring.match")}
        </Button>
      )}
    </article>
  );
}

/** Questions that are out: neither side has to hurry, and staff can take theirs back. */
function Asked() {
  const t = useT();
  const [back, setBack] = useState<SteerPairLineFragment>();
  const withdraw = useAction(SteerWithdraw, (data) => data.withdrawMentorship, staleQuestions);
  const list = useSuspenseInfiniteQuery(pairPages({ state: "OFFERED" }));
  const pairs = list.data.pages.flatMap((page) => page.mentorships.nodes.map((node) => unmask(SteerPairLine, node)));
  if (pairs.length === 0) return null;
  return (
    <>
      <h3 className="mt-3 text-h3">{t("mentoring.asked")}</h3>
      <ul aria-label={t("mentoring.asked")} className={listClass}>
        {pairs.map((pair) => (
          <AskedRow key={pair.id} pair={pair} onBack={() => setBack(pair)} />
        ))}
      </ul>
      <MoreButton list={list} label={t("documents.more")} />
      {back && (
        <DeedDialog
          title={t("mentoring.takeBackTitle")}
          text={t("mentoring.takeBackText")}
          confirm={t("mentoring.takeBack")}
          done={t("mentoring.takenBack")}
          run={() => withdraw.run({ mentorshipId: back.id })}
          onClose={() => setBack(undefined)}
        />
      )}
    </>
  );
}

function AskedRow(props: { pair: SteerPairLineFragment; onBack: () => void }) {
  const t = useT();
  const locale = useLocale();
  const { pair } = props;
  return (
    <li className="flex flex-wrap items-center justify-between gap-2 px-4 py-3">
      <span className="grid min-w-0">
        <span className="font-semibold break-words">
          {t("mentoring.two", { client: pair.client.name, mentor: pair.mentor.name })}
        </span>
        <span className="text-small text-ink-2">
          {t(`mentoring.way.${pair.way}`)}
          {pair.offerExpiresAt && ` · ${t("mentoring.stands", { when: formatAgo(pair.offerExpiresAt, locale) })}`}
        </span>
      </span>
      <Button
        size="small"
        variant="quiet"
        aria-label={t("mentoring.takeBackNamed", { client: pair.client.name, mentor: pair.mentor.name })}
        onPress={props.onBack}
      >
        {t("mentoring.takeBack")}
      </Button>
    </li>
  );
}
