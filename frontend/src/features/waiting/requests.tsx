import { zoneToShow } from "@/features/booking/session";
import type { SessionRequestState } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatWhen } from "@/lib/time";
import { Badge, Button, ButtonLink } from "@/ui";
import { toast } from "@/ui/toaster";
import { useWithdrawRequest } from "./actions";
import { Fault } from "./fault";
import type { RequestView } from "./queries";

const tones: Record<SessionRequestState, "iris" | "good" | "neutral"> = {
  REQUESTED: "iris",
  APPROVED: "good",
  DECLINED: "neutral",
  WITHDRAWN: "neutral",
  EXPIRED: "neutral",
};

/** A time that was asked for, and what became of it. */
export function RequestCard({ request }: { request: RequestView }) {
  const t = useT();
  const locale = useLocale();
  const withdraw = useWithdrawRequest();
  const { id, counselor, state, sessionId } = request;
  const when = formatWhen(request.startsAt, zoneToShow(request.place, request.zone), locale);
  const place = t(request.place === "ONLINE" ? "session.online" : "session.inPerson");
  async function takeBack() {
    const outcome = await withdraw.run({ id });
    if (outcome.ok) toast(t("askTime.withdrawn"));
  }
  return (
    <li className="grid gap-3 rounded-card border border-line bg-surface p-5">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <h3 className="text-h3 first-letter:uppercase">{when}</h3>
        <Badge tone={tones[state]}>{t(`askTime.state.${state}`)}</Badge>
      </div>
      <p className="text-small break-words text-ink-2">
        {[request.type?.name, counselor.name, place, t("session.minutes", { minutes: request.minutes })]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {request.words && <p className="measure text-small whitespace-pre-wrap break-words">{request.words}</p>}
      {request.answer && (
        <p className="measure rounded-control bg-sunken px-4 py-3 text-small whitespace-pre-wrap break-words">
          <span className="font-semibold">{counselor.name}: </span>
          {request.answer}
        </p>
      )}
      <Fault of={withdraw} />
      {state === "REQUESTED" && (
        <Button
          variant="secondary"
          size="small"
          className="justify-self-start"
          pending={withdraw.pending && t("form.saving")}
          onPress={() => void takeBack()}
        >
          {t("askTime.withdraw")}
        </Button>
      )}
      {sessionId && (
        <ButtonLink
          to="/schedule/$id"
          params={{ id: sessionId }}
          variant="soft"
          size="small"
          className="justify-self-start"
        >
          {t("askTime.see")}
        </ButtonLink>
      )}
      {(state === "DECLINED" || state === "EXPIRED") && (
        <ButtonLink
          to="/book"
          search={{ with: counselor.id }}
          variant="soft"
          size="small"
          className="justify-self-start"
        >
          {t("askTime.again")}
        </ButtonLink>
      )}
    </li>
  );
}
