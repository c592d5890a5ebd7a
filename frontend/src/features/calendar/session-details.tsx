import { useSuspenseQuery } from "@tanstack/react-query";
import { CalendarPlus } from "lucide-react";
import { lazy, type ReactNode, useState } from "react";
import { centerBoot, may } from "@/api/boot";
import { oneSession } from "@/features/booking/queries";
import { SessionParts, type SessionView, zoneToName, zoneToShow } from "@/features/booking/session";
import { DeskTexts } from "@/features/desk/texts";
import { ScopeField } from "@/features/series/scope";
import { isCalledOff, isLive } from "@/features/session-hour/moves";
import { unmask } from "@/gql";
import type { SeriesScope } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { formatDay, formatTime, formatTimeRange, zoneName } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { Badge, Button, ButtonAnchor, ErrorNotice, Facts, Notice, Section, TextLink } from "@/ui";
import { TextField } from "@/ui/fields";
import { MoveForm } from "./move-form";
import { useStaffCancel } from "./use-staff-cancel";

// The calendar shows sessions long before anybody looks at their files.
const DocumentsPanel = lazy(() =>
  import("@/features/documents/panel").then((module) => ({ default: module.DocumentsPanel })),
);

type DetailsProps = { id: string; onDone: () => void; framed?: boolean };

/** One session: who, when, where, and what can be done about it. In the side panel and on its own page. */
export function SessionDetails(props: DetailsProps) {
  return (
    <DeskTexts>
      <Details {...props} />
    </DeskTexts>
  );
}

function Details(props: DetailsProps) {
  const t = useT();
  // The way into the room comes with time alone: nothing announces it.
  const found = useSuspenseQuery({ ...oneSession(props.id), refetchInterval: 60_000 }).data;
  const [part, setPart] = useState<"view" | "move" | "cancel">("view");
  if (!found.session) return <Notice tone="attention">{t("staff.session.gone")}</Notice>;
  const session = unmask(SessionParts, found.session);
  const back = () => setPart("view");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-5">
      <div
        className={cx(
          "grid grid-cols-[minmax(0,1fr)] content-start gap-5",
          props.framed && "rounded-card border border-line bg-surface p-5",
        )}
      >
        <SessionFacts session={session} />
        {part === "view" && (
          <Deeds
            session={session}
            // On its own page the hour itself has the way into the room.
            join={!props.framed}
            onMove={() => setPart("move")}
            onCancel={() => setPart("cancel")}
          />
        )}
        {part === "move" && (
          <Part title={t("staff.move.title")} onBack={back}>
            <MoveForm session={session} today={found.viewer.today} onDone={back} />
          </Part>
        )}
        {part === "cancel" && (
          <Part title={t("staff.cancel.title")} onBack={back}>
            <CancelForm session={session} onDone={props.onDone} />
          </Part>
        )}
      </div>
      {part === "view" && may("SHARE_DOCUMENTS") && (
        <Section>
          <DocumentsPanel clientId={session.client.id} sessionId={session.id} />
        </Section>
      )}
    </div>
  );
}

function Part(props: { title: string; onBack: () => void; children: ReactNode }) {
  const t = useT();
  return (
    <section aria-label={props.title} className="grid grid-cols-[minmax(0,1fr)] gap-4 border-line border-t pt-4">
      <div className="flex items-center justify-between gap-3">
        <h3 className="text-h3">{props.title}</h3>
        <Button variant="quiet" size="small" onPress={props.onBack}>
          {t("nav.back")}
        </Button>
      </div>
      {props.children}
    </section>
  );
}

function SessionFacts({ session }: { session: SessionView }) {
  const t = useT();
  const locale = useLocale();
  const { viewer } = centerBoot();
  const zone = zoneToShow(session.place, session.zone);
  const named = zoneToName(session.startsAt, zone);
  const where = session.location ? t("session.inPersonAt", { location: session.location }) : t("session.inPerson");
  return (
    <>
      {isCalledOff(session.state) && (
        <Notice tone="attention" title={t("session.cancelled")}>
          {session.cancelledBy && <p>{t("staff.session.cancelledBy", { name: session.cancelledBy.name })}</p>}
          {session.cancelReason && <p className="break-words">{session.cancelReason}</p>}
        </Notice>
      )}
      <Facts
        items={[
          {
            term: t("session.when"),
            value: (
              <>
                <span className="block first-letter:uppercase">
                  {formatDay(session.startsAt, zone, locale, "long")}
                </span>
                <span className="tnum">
                  {formatTimeRange(session.startsAt, session.endsAt, zone, locale)}
                  {named && ` · ${zoneName(named, locale)}`}
                </span>
              </>
            ),
          },
          {
            term: t("staff.session.client"),
            value: may("VIEW_CLIENTS") ? (
              <TextLink to="/clients/$id" params={{ id: session.client.id }}>
                {session.client.name}
              </TextLink>
            ) : (
              session.client.name
            ),
          },
          session.type && { term: t("desk.kinds.which"), value: session.type.name },
          session.seriesId !== null && { term: t("desk.repeat.label"), value: t("desk.series.partOf") },
          session.counselor.id !== viewer.id && { term: t("staff.session.counselor"), value: session.counselor.name },
          { term: t("session.where"), value: session.place === "ONLINE" ? t("session.online") : where },
        ]}
      />
    </>
  );
}

/** The link to the room, once it is open; before that, when it will be. */
export function JoinLink(props: { session: SessionView; size?: "small" }) {
  const t = useT();
  const locale = useLocale();
  const { session } = props;
  const now = useNow(15_000);
  if (session.place !== "ONLINE" || !isLive(session.state)) return null;
  if (session.joinUrl) {
    return (
      <ButtonAnchor href={session.joinUrl} target="_blank" rel="noopener noreferrer" size={props.size ?? "medium"}>
        {t("staff.session.join")}
      </ButtonAnchor>
    );
  }
  if (!session.joinOpensAt || Date.parse(session.joinOpensAt) <= now) return null;
  return (
    <Badge tone="neutral">
      {t("staff.session.joinOpens", { time: formatTime(session.joinOpensAt, centerBoot().viewer.zone, locale) })}
    </Badge>
  );
}

function Deeds(props: { session: SessionView; join: boolean; onMove: () => void; onCancel: () => void }) {
  const t = useT();
  const { session } = props;
  if (session.state !== "BOOKED") return null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {props.join && <JoinLink session={session} />}
      {session.canChange && (
        <Button variant="soft" onPress={props.onMove}>
          {t("staff.session.move")}
        </Button>
      )}
      <ButtonAnchor
        variant="secondary"
        href={`${centerBoot().base}/app/sessions/${session.id}/calendar.ics`}
        icon={<CalendarPlus size={18} strokeWidth={1.75} aria-hidden />}
      >
        {t("staff.session.calendar")}
      </ButtonAnchor>
      {session.canChange && (
        <Button variant="quiet" className="text-rose hover:bg-rose-soft" onPress={props.onCancel}>
          {t("staff.session.cancel")}
        </Button>
      )}
    </div>
  );
}

function CancelForm(props: { session: SessionView; onDone: () => void }) {
  const t = useT();
  const { session } = props;
  const cancel = useStaffCancel();
  const [scope, setScope] = useState<SeriesScope>("ONE");
  const [reason, setReason] = useState("");
  async function run() {
    if (await cancel.run(session, scope, reason)) props.onDone();
  }
  return (
    <div className="grid gap-3">
      {cancel.error && <ErrorNotice error={cancel.error} title={t("staff.cancel.failed")} />}
      {cancel.problem && (
        <Notice tone="attention" live>
          {cancel.problem.message}
        </Notice>
      )}
      {session.seriesId && <ScopeField scope={scope} onScope={setScope} />}
      <TextField
        autoFocus
        multiline
        rows={2}
        maxLength={500}
        label={`${t("staff.cancel.reason")} (${t("form.optional")})`}
        hint={t("staff.cancel.reasonHint", { name: session.client.name })}
        value={reason}
        onChange={setReason}
      />
      <Button variant="danger" pending={cancel.pending && t("staff.cancel.cancelling")} onPress={() => void run()}>
        {t("staff.cancel.confirm")}
      </Button>
    </div>
  );
}
