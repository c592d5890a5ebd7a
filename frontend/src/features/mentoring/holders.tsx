import { useInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { BadgeCheck, TriangleAlert } from "lucide-react";
import { centerBoot, may } from "@/api/boot";
import { unmask } from "@/gql";
import type { SteerHolderFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { BackLink, Badge, EmptyState, ErrorNotice, MoreButton, Notice, PageHeader, SkeletonList, TextLink } from "@/ui";
import { CredentialNotice } from "./credential-notice";
import { Credentials } from "./credentials";
import { goesOn } from "./expiring";
import { MentoringTabs } from "./nav";
import { holderPages, oneHolder, SteerCredentialParts, SteerHolder } from "./queries-mentors";
import { listClass, steers, useExpiryWords } from "./words";

const heldBy = (holder: SteerHolderFragment) => holder.credentials.map((one) => unmask(SteerCredentialParts, one));

/** Some have ended and nothing of their kind goes on after them. */
const ranOut = (holder: SteerHolderFragment) => {
  const held = heldBy(holder);
  return held.some((one) => one.expired && !goesOn(one, held));
};

/** Everybody who meets clients, with what they can show for it. */
export function HoldersPage() {
  const t = useT();
  const list = useInfiniteQuery(holderPages);
  const holders = list.data?.pages.flatMap((page) =>
    page.credentialHolders.nodes.map((node) => unmask(SteerHolder, node)),
  );
  return (
    <>
      <PageHeader title={t("mentoring.credentialsAll")} lead={t("mentoring.credentialsAllLead")}>
        {t("mentoring.credentialsAll")}
      </PageHeader>
      <MentoringTabs />
      {list.isError && <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonList label={t("state.loading")} rows={4} rowClass="h-14 w-full" />}
      {holders && holders.length > 0 && (
        <ul aria-label={t("mentoring.credentialsAll")} className={listClass}>
          {holders.map((holder) => (
            <HolderRow key={holder.id} holder={holder} />
          ))}
        </ul>
      )}
      {holders?.length === 0 && (
        <EmptyState icon={<BadgeCheck size={20} />}>{t("mentoring.credentialsNobody")}</EmptyState>
      )}
      <MoreButton list={list} label={t("documents.more")} />
    </>
  );
}

function HolderRow({ holder }: { holder: SteerHolderFragment }) {
  const t = useT();
  const expiry = useExpiryWords();
  const held = heldBy(holder);
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 px-4 py-3">
      <span className="grid min-w-0">
        <TextLink
          className="font-semibold break-words"
          to="/mentorship/credentials/$id"
          params={{ id: holder.id }}
          aria-label={t("mentoring.credentialsOf", { name: holder.member.name })}
        >
          {holder.member.name}
        </TextLink>
        {held.length === 0 && <span className="text-small text-ink-2">{t("mentoring.credentialNone")}</span>}
        {held.map((one) => (
          <span key={one.id} className="text-small break-words text-ink-2">
            {one.kind}. {expiry(one)}.
          </span>
        ))}
      </span>
      {ranOut(holder) && (
        <Badge tone="attention" icon={<TriangleAlert size={14} aria-hidden />}>
          {t("mentoring.credentialEnded")}
        </Badge>
      )}
    </li>
  );
}

/** One of them: also the way from an hour that waits for a credential. */
export function HolderPage(props: { id: string }) {
  const t = useT();
  const found = useSuspenseQuery(oneHolder(props.id)).data.credentialHolder;
  if (!found) return <Notice tone="attention">{t("error.notFound")}</Notice>;
  const holder = unmask(SteerHolder, found);
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader title={t("mentoring.credentialsOf", { name: holder.member.name })} back={<Back />}>
        {holder.member.name}
      </PageHeader>
      <CredentialNotice
        held={holder.credentials}
        expired={ranOut(holder)}
        ended={t(holder.mentors ? "mentoring.credentialStops" : "mentoring.credentialRanOut")}
      >
        {holder.mentors && steers() && (
          <TextLink to="/mentorship/mentors/$id" params={{ id: holder.id }}>
            {t("mentoring.mentor")}
          </TextLink>
        )}
      </CredentialNotice>
      <Credentials memberId={holder.id} held={holder.credentials} lead={t("mentoring.credentialsStaffLead")} />
      {may("BILL_SERVICES") && holder.id !== centerBoot().viewer.id && (
        <p>
          <TextLink to="/admin/services" search={{ show: "waiting", missing: "CREDENTIAL" }}>
            {t("mentoring.credentialLines")}
          </TextLink>
        </p>
      )}
    </div>
  );
}

function Back() {
  const t = useT();
  return steers() ? (
    <BackLink to="/mentorship/credentials">{t("mentoring.credentialsAll")}</BackLink>
  ) : (
    <BackLink to="/account">{t("staff.account.title")}</BackLink>
  );
}
