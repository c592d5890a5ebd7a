import { useSuspenseQuery } from "@tanstack/react-query";
import { lazy, useState } from "react";
import { may } from "@/api/boot";
import { ContactRule } from "@/features/contact-rule/at-client";
import { FacilitationTexts } from "@/features/groups-staff/texts";
import { ClientWays } from "@/features/programs/client-way";
import { mayMove } from "@/features/programs/may";
import { QuietBadge, useDay, WayBadge } from "@/features/programs/words";
import { unmask } from "@/gql";
import type { ClientRowFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { nowIso } from "@/lib/time";
import { Avatar, BackLink, Badge, ButtonLink, Notice, PageHeader, Section, TabLink, TabLinks } from "@/ui";
import { Overview } from "./client-overview";
import { Sessions } from "./client-sessions";
import { ClientRow, oneClient } from "./queries";
import { type ClientTab, clientTabs } from "./tabs";

// What few open comes when they do.
const ClientNotes = lazy(() => import("@/features/session-notes/client-notes"));
const ClientGroups = lazy(() => import("@/features/groups-staff/client-groups"));
const DocumentsPanel = lazy(() =>
  import("@/features/documents/panel").then((module) => ({ default: module.DocumentsPanel })),
);
const ClientCoverage = lazy(() => import("@/features/service-lines/coverage"));

/** Only parts that hold something for this viewer. */
const shownFor = (client: ClientRowFragment) =>
  clientTabs.filter((tab) => {
    if (tab === "program") return Boolean(client.enrollment) || mayMove();
    if (tab === "notes") return may("WRITE_SESSION_NOTES") || may("CO_SIGN_NOTES");
    if (tab === "coverage") return may("BILL_SERVICES");
    return tab !== "documents" || may("SHARE_DOCUMENTS");
  });

/** One person in care: what comes next, their way, what was, and their documents. */
export function ClientPage(props: { id: string; tab: ClientTab }) {
  const t = useT();
  // Taken once, above what waits for answers: a component that waits forgets its state, and would ask for ever.
  const [now] = useState(nowIso);
  const found = useSuspenseQuery(oneClient(props.id)).data.client;
  if (!found) return <Notice tone="attention">{t("error.notFound")}</Notice>;
  const client = unmask(ClientRow, found);
  const tabs = shownFor(client);
  const tab = tabs.includes(props.tab) ? props.tab : undefined;
  return (
    <>
      <Head client={client} rests={found.rests} diedOn={found.diedOn} />
      {!found.rests && (
        <ContactRule
          clientId={client.id}
          name={client.member.name}
          rule={found.contactRule}
          sets={found.setsContactRule}
        />
      )}
      <TabLinks label={t("staff.client.parts")}>
        {tabs.map((one) => (
          <TabLink key={one} to="/clients/$id/$tab" params={{ id: props.id, tab: one }}>
            {t(`programs.tab.${one}`)}
          </TabLink>
        ))}
      </TabLinks>
      {tab === "overview" && <Overview client={client} locale={found.locale} zone={found.zone} />}
      {!tab && <Notice tone="attention">{t("error.forbidden")}</Notice>}
      {tab && tab !== "overview" && (
        <Section key={tab}>
          <Part clientId={props.id} tab={tab} now={now} />
        </Section>
      )}
    </>
  );
}

/** While their account rests nobody books for them. */
function Head({ client, rests, diedOn }: { client: ClientRowFragment; rests: boolean; diedOn?: string | null }) {
  const t = useT();
  const day = useDay();
  return (
    <PageHeader
      title={t("staff.client.title")}
      back={<BackLink to="/clients">{t("staff.nav.clients")}</BackLink>}
      lead={[client.member.pronouns, client.enrollment?.program.name, client.enrollment?.phase]
        .filter(Boolean)
        .join(" · ")}
      actions={
        !rests &&
        may("BOOK_FOR_CLIENTS") && (
          <ButtonLink to="/book" search={{ client: client.id }}>
            {t("staff.session.book")}
          </ButtonLink>
        )
      }
    >
      <span className="flex flex-wrap items-center gap-3">
        <Avatar name={client.member.name} />
        <span className="min-w-0 break-words">{client.member.name}</span>
        {client.enrollment && <WayBadge state={client.enrollment.state} />}
        {diedOn && <Badge>{t("programs.diedOn", { day: day(diedOn) })}</Badge>}
        {rests && !diedOn && <Badge tone="attention">{t("staff.members.suspended")}</Badge>}
        {client.quiet && !rests && <QuietBadge />}
      </span>
    </PageHeader>
  );
}

/** What a tab holds of them. */
function Part(props: { clientId: string; tab: Exclude<ClientTab, "overview">; now: string }) {
  const { clientId, now } = props;
  switch (props.tab) {
    case "program":
      return <ClientWays clientId={clientId} />;
    case "sessions":
      return <Sessions clientId={clientId} now={now} />;
    case "documents":
      return <DocumentsPanel clientId={clientId} bare />;
    case "notes":
      return <ClientNotes clientId={clientId} now={now} />;
    case "coverage":
      return <ClientCoverage clientId={clientId} />;
    case "groups":
      return (
        <FacilitationTexts>
          <ClientGroups clientId={clientId} />
        </FacilitationTexts>
      );
  }
}
