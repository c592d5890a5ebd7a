import { lazy, useState } from "react";
import { centerBoot, may } from "@/api/boot";
import { steers } from "@/features/mentoring/words";
import { type Deed, DeedDialogs } from "@/features/programs/dialogs";
import { mayLog } from "@/features/programs/may";
import { NextSteps, RecentContacts } from "@/features/programs/overview";
import { LastContact } from "@/features/programs/words";
import type { ClientRowFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatAgo, formatWhen, zoneName } from "@/lib/time";
import { Button, Card, Facts, Section, Skeleton, TextLink } from "@/ui";
import { AssignDialog } from "./assign-dialog";

// Only for those who bring people together.
const MentorAtClient = lazy(() => import("@/features/mentoring/at-client"));

type Props = { client: ClientRowFragment; locale: "EN" | "ES"; zone: string };

/** What comes next on one side, who was there lately on the other. */
export function Overview(props: Props) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 lg:grid-cols-2">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        <Next {...props} />
        {steers() && (
          <Section loading={<Skeleton className="h-24 w-full rounded-card" />}>
            <MentorAtClient clientId={props.client.id} />
          </Section>
        )}
        <About {...props} />
      </div>
      <Recent {...props} />
    </div>
  );
}

function Next({ client }: Props) {
  const t = useT();
  const locale = useLocale();
  const { viewer } = centerBoot();
  return (
    <Card labelledBy="next" className="grid content-start gap-4">
      <h2 id="next" className="text-h2">
        {t("programs.nextSteps")}
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
        ]}
      />
      {client.enrollment && (
        <Section loading={<Skeleton className="h-16 w-full" />}>
          <NextSteps clientId={client.id} />
        </Section>
      )}
    </Card>
  );
}

function Recent({ client }: Props) {
  const t = useT();
  const locale = useLocale();
  const [deed, setDeed] = useState<Deed>();
  const { name } = client.member;
  return (
    <Card labelledBy="recent" className="grid content-start gap-4">
      <h2 id="recent" className="text-h2">
        {t("programs.recent")}
      </h2>
      <Facts
        items={[
          {
            term: t("programs.lastContact"),
            value: <LastContact on={client.lastContact} quiet={client.quiet} />,
          },
          {
            term: t("programs.lastSession"),
            value: (
              <span className="block first-letter:uppercase">
                {client.lastSession ? formatAgo(client.lastSession.startsAt, locale) : t("staff.clients.notYet")}
              </span>
            ),
          },
        ]}
      />
      {client.enrollment && (
        <Section loading={<Skeleton className="h-16 w-full" />}>
          <RecentContacts clientId={client.id} />
        </Section>
      )}
      {mayLog() && (
        <Button
          variant="secondary"
          className="justify-self-start"
          onPress={() => setDeed({ kind: "contact", clientId: client.id, name })}
        >
          {t("programs.deed.contact")}
        </Button>
      )}
      <DeedDialogs deed={deed} onClose={() => setDeed(undefined)} />
    </Card>
  );
}

function About(props: Props) {
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
