import { Phone } from "lucide-react";
import { type ReactNode, useState } from "react";
import { type SessionView, zoneToShow } from "@/features/booking/session";
import { useLocale, useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { formatTime } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { Button, ButtonAnchor, Fault, Notice } from "@/ui";
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
  const [arrive, undo] = [useArrive(), useUndoArrival()];
  const { id, state, fallbackPhone } = session;
  return (
    <div className="grid gap-3">
      {state === "BOOKED" && (
        <Button
          size="large"
          autoFocus={undo.outcome !== null}
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
        <Said session={session}>
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
        </Said>
      )}
      {state === "IN_SESSION" && <Notice tone="good">{t("myHour.begun")}</Notice>}
      <Fault of={arrive} />
      <Fault of={undo} />
      {fallbackPhone && <FallbackPhone phone={fallbackPhone} />}
    </div>
  );
}

/** It was said that one is there, and since when. */
function Said(props: { session: SessionView; children: ReactNode }) {
  const t = useT();
  const locale = useLocale();
  const { arrivedAt, counselor, place, zone } = props.session;
  const name = firstName(counselor.name);
  return (
    <Notice tone="good" live actions={props.children}>
      {arrivedAt
        ? t("myHour.saidAt", { name, time: formatTime(arrivedAt, zoneToShow(place, zone), locale) })
        : t("myHour.said", { name })}
    </Notice>
  );
}

/** For when the link does not work. */
function FallbackPhone({ phone }: { phone: string }) {
  const t = useT();
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-2 text-small text-ink-2">
      {t("myHour.phone")}
      <ButtonAnchor
        href={`tel:${phone.replace(/[^+\d]/g, "")}`}
        variant="secondary"
        size="small"
        icon={<Phone size={18} strokeWidth={1.75} aria-hidden />}
      >
        {phone}
      </ButtonAnchor>
    </p>
  );
}

/** Said in two steps, because it cannot be taken back: somebody of the center gets in touch. */
function NobodyCame({ session }: { session: SessionView }) {
  const t = useT();
  const tell = useNobodyCame();
  const [asking, setAsking] = useState<boolean>();
  const name = firstName(session.counselor.name);
  if (!asking) {
    return (
      <div>
        {/* Whoever waits a little longer is where they were. */}
        <Button autoFocus={asking === false} variant="quiet" onPress={() => setAsking(true)}>
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
