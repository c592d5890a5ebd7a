import { zoneToShow } from "@/features/booking/session";
import type { SessionRequestState } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatWhen } from "@/lib/time";
import { Badge, Button, ButtonLink, Fault } from "@/ui";
import { toast } from "@/ui/toaster";
import { useWithdrawRequest } from "./actions";
import type { RequestView } from "./queries";

const tones: Record<SessionRequestState, "iris" | "good" | "neutral"> = {
  REQUESTED: "iris",
  APPROVED: "good",
  DECLINED: "neutral",
  WITHDRAWN: "neutral",
  EXPIRED: "neutral",
};

/** A time that was asked for, and what became of it. */
export function RequestCard({ request, onGone }: { request: RequestView; onGone: () => void }) {
  const t = useT();
  const locale = useLocale();
  const { counselor, state } = request;
  const place = t(request.place === "ONLINE" ? "session.online" : "session.inPerson");
  return (
    <li className="grid gap-3 rounded-card border border-line bg-surface p-5">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <h3 className="text-h3 first-letter:uppercase">
          {formatWhen(request.startsAt, zoneToShow(request.place, request.zone), locale)}
        </h3>
        <Badge tone={tones[state]}>{t(`askTime.state.${state}`)}</Badge>
      </div>
      <p className="text-small break-words text-ink-2">
        {[request.type?.name, counselor.name, place, t("session.minutes", { minutes: request.minutes })]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {request.insteadOf && state === "REQUESTED" && (
        <p className="text-small">
          {t("askMove.instead", {
            when: formatWhen(request.insteadOf.startsAt, zoneToShow(request.place, request.zone), locale),
          })}
        </p>
      )}
      {request.words && <p className="measure text-small whitespace-pre-wrap break-words">{request.words}</p>}
      {request.answer && (
        <p className="measure rounded-control bg-sunken px-4 py-3 text-small whitespace-pre-wrap break-words">
          <span className="font-semibold">{counselor.name}: </span>
          {request.answer}
        </p>
      )}
      {state === "REQUESTED" ? <TakeBack id={request.id} onGone={onGone} /> : <Next request={request} />}
    </li>
  );
}

function TakeBack({ id, onGone }: { id: string; onGone: () => void }) {
  const t = useT();
  const withdraw = useWithdrawRequest();
  async function takeBack() {
    const outcome = await withdraw.run({ id });
    if (!outcome.ok) return;
    toast(t("askTime.withdrawn"));
    onGone();
  }
  return (
    <>
      <Fault of={withdraw} />
      <Button
        variant="secondary"
        size="small"
        className="justify-self-start"
        pending={withdraw.pending && t("form.saving")}
        onPress={() => void takeBack()}
      >
        {t("askTime.withdraw")}
      </Button>
    </>
  );
}

/** Where it goes on from an answer: to the session, or to another time for the same. */
function Next({ request }: { request: RequestView }) {
  const t = useT();
  const { counselor, place, sessionId, state, type } = request;
  const look = { variant: "soft", size: "small", className: "justify-self-start" } as const;
  if (sessionId) {
    return (
      <ButtonLink to="/schedule/$id" params={{ id: sessionId }} {...look}>
        {t("askTime.see")}
      </ButtonLink>
    );
  }
  if (state !== "DECLINED" && state !== "EXPIRED") return null;
  return (
    <ButtonLink to="/book" search={{ with: counselor.id, type: type?.id, place }} {...look}>
      {t("askTime.again")}
    </ButtonLink>
  );
}
