import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { HandHeart } from "lucide-react";
import { useAction } from "@/api/action";
import { keys } from "@/api/keys";
import { useFind } from "@/features/caseload/find";
import { unmask } from "@/gql";
import type { SteerRequestPartsFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { Badge, Button, ButtonLink, EmptyState, ErrorNotice, MoreButton, SkeletonList, TextLink } from "@/ui";
import { useSay } from "@/ui/deed";
import { Switch } from "@/ui/fields";
import { FindField } from "@/ui/filters";
import { SteerHighNeed } from "./deeds";
import { ProgramFilter } from "./program-filter";
import { SteerRequestParts, seekerPages } from "./queries";
import { useMentoringWords } from "./words";

/** So many are seen at a glance. */
const few = 8;

/** Whether a name is what is looked for; accents and case do not matter. */
export function fits(name: string, find: string): boolean {
  const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
  return plain(name).includes(plain(find));
}

type Props = { chosen?: string; program?: string; onProgram: (program: string | undefined) => void };

/** Everybody who waits for somebody to walk with, the longest first; of one program, or of all. */
export function Requests(props: Props) {
  const t = useT();
  const { program } = props;
  const { text, setText, find } = useFind();
  const list = useInfiniteQuery({ ...seekerPages({ search: find, program }), placeholderData: keepPreviousData });
  if (list.isError) return <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <SkeletonList label={t("state.loading")} rows={3} rowClass="h-44 w-full" />;
  const count = list.data.pages[0]?.mentorRequests.totalCount ?? 0;
  const found = list.data.pages.flatMap((page) =>
    page.mentorRequests.nodes.map((node) => unmask(SteerRequestParts, node)),
  );
  if (count === 0 && !find && !text && !program) {
    return <EmptyState icon={<HandHeart size={20} />}>{t("mentoring.noRequests")}</EmptyState>;
  }
  return (
    <>
      <p role="status" className="text-small text-ink-2">
        {t(find ? "mentoring.foundCount" : "mentoring.waitingCount", { count })} {t("mentoring.needsMuchHint")}
      </p>
      <ProgramFilter id="program" value={program} onChange={props.onProgram} />
      {(count > few || text) && <FindField label={t("mentoring.findClient")} value={text} onChange={setText} />}
      {found.length === 0 && (
        <EmptyState
          action={
            <Button
              variant="secondary"
              onPress={() => {
                setText("");
                if (program) props.onProgram(undefined);
              }}
            >
              {t(program ? "staff.clearFilters" : "staff.clearSearch")}
            </Button>
          }
        >
          {t("mentoring.noneFound")}
        </EmptyState>
      )}
      <ul aria-label={t("mentoring.requests")} className="m-0 grid list-none gap-3 p-0">
        {found.map((request) => (
          <li key={request.client.id}>
            <RequestCard request={request} chosen={request.client.id === props.chosen} program={program} />
          </li>
        ))}
      </ul>
      <MoreButton list={list} label={t("documents.more")} />
    </>
  );
}

function RequestCard(props: { request: SteerRequestPartsFragment; chosen: boolean; program?: string }) {
  const t = useT();
  const words = useMentoringWords();
  const { request } = props;
  const { client } = request;
  return (
    <article
      aria-label={client.name}
      className={cx(
        "grid grid-cols-[minmax(0,1fr)] gap-2 rounded-card border bg-surface p-4",
        props.chosen ? "border-accent" : "border-line",
      )}
    >
      <p className="flex flex-wrap items-center gap-x-2">
        <TextLink className="font-semibold break-words" to="/clients/$id" params={{ id: client.id }}>
          {client.name}
        </TextLink>
        {client.pronouns && <span className="text-small text-ink-2">{client.pronouns}</span>}
        {request.asked && <Badge tone="info">{t("mentoring.pairState.OFFERED")}</Badge>}
        {request.highNeed && <Badge tone="attention">{t("mentoring.highNeed")}</Badge>}
      </p>
      {request.waitingSince && (
        <p className="text-small">{t("mentoring.waits", { since: words.since(request.waitingSince) })}</p>
      )}
      {request.words && <q className="measure text-small break-words">{request.words}</q>}
      <Wishes request={request} />
      <HighNeed request={request} />
      <ButtonLink
        size="small"
        variant={props.chosen ? "soft" : "secondary"}
        className="justify-self-start"
        to="/mentorship"
        search={{ client: client.id, view: "suggested", program: props.program }}
        resetScroll={false}
        aria-label={t("mentoring.suggestFor", { name: client.name })}
      >
        {t("mentoring.suggest")}
      </ButtonLink>
    </article>
  );
}

/** What a client hopes for, in one line each. */
function Wishes({ request }: { request: SteerRequestPartsFragment }) {
  const t = useT();
  const words = useMentoringWords();
  const hours = words.hours(request.freeHours);
  return (
    <ul className="m-0 grid list-none gap-0.5 p-0 text-small text-ink-2">
      <li>
        {words.languages(request.languages)} · {words.modes(request.modes)}
      </li>
      {request.onlyGender && <li>{t("mentoring.onlyGender", { word: request.onlyGender.label })}</li>}
      <li>{hours.length ? hours.join(", ") : t("mentoring.noHours")}</li>
    </ul>
  );
}

function HighNeed({ request }: { request: SteerRequestPartsFragment }) {
  const t = useT();
  const say = useSay();
  const clientId = request.client.id;
  // It weighs on who has room for them, and on nothing else.
  const set = useAction(SteerHighNeed, (data) => data.setHighNeed, {
    invalidates: [keys.seekers, keys.suggestions(clientId)],
  });
  return (
    <Switch
      label={t("mentoring.needsMuch")}
      aria-label={t("mentoring.needsMuchNamed", { name: request.client.name })}
      isSelected={Boolean(request.highNeed)}
      isDisabled={set.pending}
      onChange={(highNeed) => void set.run({ input: { clientId, highNeed } }).then((done) => say(done))}
    />
  );
}
