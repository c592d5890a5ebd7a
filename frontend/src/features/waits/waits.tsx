import { useQuery } from "@tanstack/react-query";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { gql } from "@/api/client";
import { keys, sessionKeys } from "@/api/keys";
import { graphql } from "@/gql";
import type { SessionPlace, SessionWaitsOfQuery } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { formatAgo, formatDate, formatWhen } from "@/lib/time";
import { Button, Card, ErrorNotice, Notice } from "@/ui";
import { toast } from "@/ui/toaster";

const SessionWaitsOf = graphql(`
  query SessionWaitsOf($clientId: ID!) {
    sessionWaits(clientId: $clientId) {
      id
      counselor {
        id
        name
      }
      type {
        id
        name
      }
      minutes
      place
      until
      state
      waitingSince
      offer {
        counselor {
          id
          name
        }
        startsAt
        expiresAt
      }
    }
  }
`);
const JoinWaitFor = graphql(`
  mutation JoinWaitFor($input: JoinWaitInput!) {
    joinSessionWait(input: $input) {
      sessionWait {
        id
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);
const AcceptOfferFor = graphql(`
  mutation AcceptOfferFor($id: ID!) {
    acceptWaitOffer(sessionWaitId: $id) {
      session {
        id
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);
const DeclineOfferFor = graphql(`
  mutation DeclineOfferFor($id: ID!) {
    declineWaitOffer(sessionWaitId: $id) {
      sessionWait {
        id
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);
const LeaveWaitFor = graphql(`
  mutation LeaveWaitFor($id: ID!) {
    leaveSessionWait(sessionWaitId: $id) {
      sessionWait {
        id
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);

const stale = [keys.waits, ...sessionKeys] as const;
type Wait = SessionWaitsOfQuery["sessionWaits"][number];

/** What a client waits for, and what is looked for now, which they can wait for too. */
export function ClientWaits(props: {
  clientId: string;
  counselorId?: string;
  typeId: string | null;
  minutes: number;
  place: SessionPlace;
}) {
  const t = useT();
  const { clientId, typeId, place } = props;
  const query = useQuery(gql(keys.waits, SessionWaitsOf, { clientId }));
  const join = useAction(JoinWaitFor, (data) => data.joinSessionWait, { invalidates: stale });
  const keyOf = useAttemptKey();
  const waits = query.data?.sessionWaits ?? [];
  async function add() {
    const counselorId = props.counselorId ?? null;
    const wanted = { clientId, counselorId, typeId, minutes: typeId ? null : props.minutes, place, until: null };
    const outcome = await join.run({ input: { ...wanted, clientMutationId: keyOf([wanted, waits.length]) } });
    if (outcome.ok) toast(t("desk.waits.joined"));
  }
  return (
    <Card labelledBy="waits" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div>
        <h2 id="waits" className="text-h2">
          {t("desk.waits.title")}
        </h2>
        <p className="text-small text-ink-2">{t("desk.waits.text")}</p>
      </div>
      {query.isError && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      {join.error && <ErrorNotice error={join.error} title={t("form.notSaved")} />}
      {join.problems.map((problem) => (
        <Notice key={problem.code} tone="attention" live>
          {problem.message}
        </Notice>
      ))}
      {waits.length > 0 && (
        <ul aria-labelledby="waits" className="m-0 list-none divide-y divide-line p-0">
          {waits.map((wait) => (
            <WaitRow key={wait.id} wait={wait} />
          ))}
        </ul>
      )}
      <Button
        variant="secondary"
        className="justify-self-start"
        pending={join.pending && t("form.saving")}
        onPress={() => void add()}
      >
        {t("desk.waits.join")}
      </Button>
    </Card>
  );
}

function WaitRow({ wait }: { wait: Wait }) {
  const t = useT();
  const locale = useLocale();
  const accept = useAction(AcceptOfferFor, (data) => data.acceptWaitOffer, { invalidates: stale });
  const decline = useAction(DeclineOfferFor, (data) => data.declineWaitOffer, { invalidates: stale });
  const leave = useAction(LeaveWaitFor, (data) => data.leaveSessionWait, { invalidates: stale });
  const { zone } = centerBoot().viewer;
  const { offer } = wait;
  const what = wait.type?.name ?? t("session.minutes", { minutes: wait.minutes });
  const error = accept.error ?? decline.error ?? leave.error;
  return (
    <li className="grid gap-2 py-3">
      <div className="grid gap-0.5">
        <p className="font-semibold">
          {what}, {t(wait.place === "ONLINE" ? "session.online" : "session.inPerson")}
        </p>
        <p className="text-small text-ink-2">
          {[
            wait.counselor ? t("desk.requests.withWhom", { name: wait.counselor.name }) : t("desk.waits.anybody"),
            t("desk.waits.since", { ago: formatAgo(wait.waitingSince, locale) }),
            wait.until && t("desk.waits.until", { day: formatDate(wait.until, locale) }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
        {offer && (
          <p className="tnum">
            {t("desk.waits.offered", { when: formatWhen(offer.startsAt, zone, locale), name: offer.counselor.name })}{" "}
            {offer.expiresAt && t("desk.waits.kept", { when: formatWhen(offer.expiresAt, zone, locale) })}
          </p>
        )}
      </div>
      {error && <ErrorNotice error={error} title={t("form.notSaved")} />}
      {[...accept.problems, ...decline.problems, ...leave.problems].map((problem) => (
        <Notice key={problem.code} tone="attention" live>
          {problem.message}
        </Notice>
      ))}
      <div className="flex flex-wrap gap-2">
        {offer && (
          <>
            <Button
              size="small"
              pending={accept.pending && t("book.booking")}
              onPress={() =>
                void accept.run({ id: wait.id }).then((outcome) => outcome.ok && toast(t("desk.waits.taken")))
              }
            >
              {t("desk.waits.take")}
            </Button>
            <Button
              size="small"
              variant="secondary"
              pending={decline.pending && t("form.saving")}
              onPress={() =>
                void decline.run({ id: wait.id }).then((outcome) => outcome.ok && toast(t("desk.waits.passed")))
              }
            >
              {t("desk.waits.pass")}
            </Button>
          </>
        )}
        <Button
          size="small"
          variant="quiet"
          aria-label={t("desk.waits.leaveOf", { what })}
          pending={leave.pending && t("form.saving")}
          onPress={() => void leave.run({ id: wait.id }).then((outcome) => outcome.ok && toast(t("desk.waits.left")))}
        >
          {t("desk.waits.leave")}
        </Button>
      </div>
    </li>
  );
}
