import { useSuspenseInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { centerBoot, may } from "@/api/boot";
import { SessionParts, type SessionView } from "@/features/booking/session";
import { DocumentsPanel } from "@/features/documents/panel";
import { ClientGroups } from "@/features/groups-staff/client-groups";
import { FacilitationTexts } from "@/features/groups-staff/texts";
import { unmask } from "@/gql";
import type { ClientRowFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatAgo, formatDay, formatTimeRange, formatWhen, nowIso, zoneName } from "@/lib/time";
import {
  Avatar,
  BackLink,
  Badge,
  Button,
  ButtonLink,
  Card,
  EmptyState,
  Facts,
  MoreButton,
  Notice,
  PageHeader,
  Section,
  TabLink,
  TabLinks,
  TextLink,
} from "@/ui";
import { AssignDialog } from "./assign-dialog";
import { ClientRow, clientSessions, oneClient } from "./queries";

export type ClientTab = "overview" | "sessions" | "documents" | "groups";

/** One person in care: what comes next, what was, and their documents. */
export function ClientPage(props: { id: string; tab: ClientTab }) {
  const t = useT();
  // Taken once, above what waits for answers: a component that waits forgets its state, and would ask for ever.
  const [now] = useState(nowIso);
  const found = useSuspenseQuery(oneClient(props.id)).data.client;
  if (!found) return <Notice tone="attention">{t("error.notFound")}</Notice>;
  const client = unmask(ClientRow, found);
  const params = { id: props.id };
  return (
    <>
      <PageHeader
        title={t("staff.client.title")}
        back={<BackLink to="/clients">{t("staff.nav.clients")}</BackLink>}
        lead={[client.member.pronouns, client.program?.name].filter(Boolean).join(" · ")}
        actions={
          may("BOOK_FOR_CLIENTS") && (
            <ButtonLink to="/book" search={{ client: client.id }}>
              {t("staff.session.book")}
            </ButtonLink>
          )
        }
      >
        <span className="flex items-center gap-3">
          <Avatar name={client.member.name} />
          <span className="min-w-0 break-words">{client.member.name}</span>
        </span>
      </PageHeader>
      <TabLinks label={t("staff.client.parts")}>
        <TabLink to="/clients/$id" params={params} search={{}} activeOptions={{ exact: true, includeSearch: true }}>
          {t("staff.client.overview")}
        </TabLink>
        <TabLink to="/clients/$id" params={params} search={{ tab: "sessions" }}>
          {t("staff.client.sessions")}
        </TabLink>
        <TabLink to="/clients/$id" params={params} search={{ tab: "groups" }}>
          {t("staff.nav.groups")}
        </TabLink>
        {may("SHARE_DOCUMENTS") && (
          <TabLink to="/clients/$id" params={params} search={{ tab: "documents" }}>
            {t("documents.title")}
          </TabLink>
        )}
      </TabLinks>
      {props.tab === "overview" && <Overview client={client} locale={found.locale} zone={found.zone} />}
      {props.tab === "sessions" && (
        <Section>
          <Sessions clientId={props.id} now={now} />
        </Section>
      )}
      {props.tab === "groups" && (
        <Section>
          <FacilitationTexts>
            <ClientGroups clientId={props.id} />
          </FacilitationTexts>
        </Section>
      )}
      {props.tab === "documents" && may("SHARE_DOCUMENTS") && <DocumentsPanel clientId={props.id} bare />}
    </>
  );
}

type OverviewProps = { client: ClientRowFragment; locale: "EN" | "ES"; zone: string };

function Overview(props: OverviewProps) {
  const t = useT();
  const locale = useLocale();
  const { client } = props;
  const { viewer } = centerBoot();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5 lg:grid-cols-2">
      <Card labelledBy="next" className="grid content-start gap-4">
        <h2 id="next" className="text-h2">
          {t("staff.client.care")}
        </h2>
        <Facts
          items={[
            {
              term: t("staff.clients.next"),
              value: client.nextSession ? (
                <TextLink to="/sessions/$id" params={{ id: client.nextSession.id }}>
                  {formatWhen(client.nextSession.startsAt, viewer.zone, locale)}
                </TextLink>
              ) : (
                t("staff.clients.nothingBooked")
              ),
            },
            {
              term: t("staff.clients.lastSeen"),
              value: (
                <span className="block first-letter:uppercase">
                  {client.lastSession ? formatAgo(client.lastSession.startsAt, locale) : t("staff.clients.notYet")}
                </span>
              ),
            },
            { term: t("staff.clients.program"), value: client.program?.name ?? t("staff.clients.noProgram") },
          ]}
        />
      </Card>
      <About {...props} />
    </div>
  );
}

function About(props: OverviewProps) {
  const t = useT();
  const locale = useLocale();
  const { client } = props;
  const [assigning, setAssigning] = useState(false);
  return (
    <>
      <Card labelledBy="about" className="grid content-start gap-4">
        <h2 id="about" className="text-h2">
          {t("staff.client.about")}
        </h2>
        <Facts
          items={[
            { term: t("profile.language"), value: props.locale === "ES" ? "Español" : "English" },
            { term: t("profile.zone"), value: zoneName(props.zone, locale) },
            {
              term: t("staff.clients.counselors"),
              value: client.counselors.map((one) => one.name).join(", ") || t("staff.clients.noCounselor"),
            },
          ]}
        />
        {may("INVITE_MEMBERS") && (
          <Button variant="secondary" className="justify-self-start" onPress={() => setAssigning(true)}>
            {t("staff.client.assign")}
          </Button>
        )}
      </Card>
      {assigning && (
        <AssignDialog
          clientId={client.id}
          name={client.member.name}
          taken={client.counselors.map((one) => one.id)}
          onClose={() => setAssigning(false)}
        />
      )}
    </>
  );
}

function Sessions(props: { clientId: string; now: string }) {
  const t = useT();
  const { now } = props;
  return (
    <div className="grid gap-6">
      <SessionPart
        title={t("staff.client.coming")}
        none={t("staff.client.noneComing")}
        query={clientSessions(props.clientId, { from: now, newestFirst: false })}
      />
      <SessionPart
        title={t("staff.client.past")}
        none={t("staff.client.nonePast")}
        query={clientSessions(props.clientId, { until: now, newestFirst: true })}
        before={now}
      />
    </div>
  );
}

function SessionPart(props: {
  title: string;
  none: string;
  query: ReturnType<typeof clientSessions>;
  before?: string;
}) {
  const t = useT();
  const list = useSuspenseInfiniteQuery(props.query);
  const { before } = props;
  const sessions = list.data.pages
    .flatMap((page) => page.sessions.nodes.map((node) => unmask(SessionParts, node)))
    // One that is under way belongs to what is coming.
    .filter((session) => !before || Date.parse(session.endsAt) <= Date.parse(before));
  return (
    <section className="grid gap-3">
      <h2 className="text-h2">{props.title}</h2>
      {sessions.length ? (
        <ul className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0">
          {sessions.map((session) => (
            <li key={session.id}>
              <SessionLine session={session} />
            </li>
          ))}
        </ul>
      ) : (
        <EmptyState>{props.none}</EmptyState>
      )}
      <MoreButton list={list} label={t("documents.more")} />
    </section>
  );
}

function SessionLine({ session }: { session: SessionView }) {
  const t = useT();
  const locale = useLocale();
  const { zone } = centerBoot().viewer;
  return (
    <div className="grid min-h-14 content-center justify-items-start gap-x-4 gap-y-1 px-4 py-2 sm:flex sm:items-center">
      <TextLink className="font-semibold" to="/sessions/$id" params={{ id: session.id }}>
        {formatDay(session.startsAt, zone, locale)}, {formatTimeRange(session.startsAt, session.endsAt, zone, locale)}
      </TextLink>
      <span className="text-small text-ink-2">
        {session.counselor.name} · {t(session.place === "ONLINE" ? "session.online" : "session.inPerson")}
      </span>
      {session.state === "CANCELLED" && <Badge>{t("session.cancelled")}</Badge>}
    </div>
  );
}
