import { Phone } from "lucide-react";
import { useRef, useState } from "react";
import { type SessionView, zoneToShow } from "@/features/booking/session";
import { Fault } from "@/features/waiting/fault";
import { useLocale, useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { formatTime } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { Button, ButtonAnchor, Notice } from "@/ui";
import { useArrive, useNobodyCame, useUndoArrival } from "./actions";
import { isNear, mayBeAlone } from "./when";
import { Where } from "./where";

/** Around the start: saying that one is there, where one is, and that nobody came. */
export function TheHour({ session }: { session: SessionView }) {
  const now = useNow(15_000);
  const near = isNear(session, now);
  const alone = mayBeAlone(session, now);
  if (!near && !alone) return null;
  return (
    <>
      {near && <Here session={session} />}
      {near && session.place === "ONLINE" && <Where session={session} />}
      {alone && <NobodyCame session={session} />}
    </>
  );
}

function Here({ session }: { session: SessionView }) {
  const t = useT();
  const locale = useLocale();
  const [arrive, undo] = [useArrive(), useUndoArrival()];
  const { id, state, arrivedAt, fallbackPhone } = session;
  const name = firstName(session.counselor.name);
  const zone = zoneToShow(session.place, session.zone);
  return (
    <div className="grid gap-3">
      {state === "BOOKED" && (
        <Button
          size="large"
          variant={session.joinUrl ? "secondary" : "primary"}
          pending={arrive.pending && t("form.saving")}
          onPress={() => {
            undo.clear();
            void arrive.run({ id });
          }}
        >
          {t("myHour.here")}
        </Button>
      )}
      {state === "CHECKED_IN" && (
        <Notice
          tone="good"
          live
          actions={
            <Button
              autoFocus={arrive.outcome !== null}
              variant="secondary"
              size="small"
              pending={undo.pending && t("form.saving")}
              onPress={() => {
                arrive.clear();
                void undo.run({ id });
              }}
            >
              {t("myHour.notYet")}
            </Button>
          }
        >
          {arrivedAt
            ? t("myHour.saidAt", { name, time: formatTime(arrivedAt, zone, locale) })
            : t("myHour.said", { name })}
        </Notice>
      )}
      {state === "IN_SESSION" && <Notice tone="good">{t("myHour.begun")}</Notice>}
      <Fault of={arrive} />
      <Fault of={undo} />
      {fallbackPhone && (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-2 text-small text-ink-2">
          {t("myHour.phone")}
          <ButtonAnchor
            href={`tel:${fallbackPhone.replace(/[^+\d]/g, "")}`}
            variant="secondary"
            size="small"
            icon={<Phone size={18} strokeWidth={1.75} aria-hidden />}
          >
            {fallbackPhone}
          </ButtonAnchor>
        </p>
      )}
    </div>
  );
}

/** Said in two steps, because it cannot be taken back: somebody of the center gets in touch. */
function NobodyCame({ session }: { session: SessionView }) {
  const t = useT();
  const tell = useNobodyCame();
  const [asking, setAsking] = useState(false);
  const opener = useRef<HTMLDivElement>(null);
  const name = firstName(session.counselor.name);
  if (!asking) {
    return (
      <div ref={opener}>
        <Button variant="quiet" onPress={() => setAsking(true)}>
          {t("myHour.nobody")}
        </Button>
      </div>
    );
  }
  return (
    <section aria-labelledby="nobody-came" className="grid gap-3 rounded-card border border-line bg-surface p-5">
      <h2 id="nobody-came" className="text-h3">
        {t("myHour.nobodyTitle", { name })}
      </h2>
      <p className="measure text-ink-2">{t("myHour.nobodyText")}</p>
      <Fault of={tell} />
      <div className="grid gap-2 sm:flex">
        <Button autoFocus pending={tell.pending && t("form.saving")} onPress={() => void tell.run({ id: session.id })}>
          {t("myHour.nobodyTell")}
        </Button>
        <Button variant="secondary" onPress={() => setAsking(false)}>
          {t("myHour.nobodyWait")}
        </Button>
      </div>
    </section>
  );
}
