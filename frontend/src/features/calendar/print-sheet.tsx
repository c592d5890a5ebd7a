import "./print.css";
import { Printer } from "lucide-react";
import { useState } from "react";
import { createPortal } from "react-dom";
import type { SessionView } from "@/features/booking/session";
import type { Kind } from "@/features/session-kinds/use-kinds";
import { useLocale, useT } from "@/i18n";
import { formatDate, formatTimeRange, zoneName } from "@/lib/time";
import { Button } from "@/ui";
import { Dialog } from "@/ui/overlay";
import { Switch } from "@/ui/switch";
import { useHoursLine } from "./agenda";
import { type DayModel, isCalledOff } from "./days";
import type { Lane } from "./team";

type Props = {
  days: readonly DayModel[];
  lanes: readonly Lane[];
  zone: string;
  kinds: ReadonlyMap<string, Kind>;
};

/** The shown days on paper. Names of clients come along only when somebody chose that for this one time. */
export function PrintSheet(props: Props) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const [names, setNames] = useState(false);
  function close() {
    setOpen(false);
    setNames(false);
  }
  return (
    <>
      <Button
        variant="quiet"
        size="small"
        className="justify-self-start"
        icon={<Printer size={16} aria-hidden />}
        onPress={() => setOpen(true)}
      >
        {t("desk.cal.print")}
      </Button>
      <Dialog isOpen={open} onOpenChange={(next) => !next && close()} title={t("desk.cal.printTitle")}>
        <Switch
          label={t("desk.cal.printNames")}
          hint={t("desk.cal.printNamesHint")}
          isSelected={names}
          onChange={setNames}
        />
        <Button
          onPress={() => {
            window.print();
            close();
          }}
        >
          {t("desk.cal.printNow")}
        </Button>
      </Dialog>
      {createPortal(<Sheet {...props} names={names} />, document.body)}
    </>
  );
}

function Sheet(props: Props & { names: boolean }) {
  const t = useT();
  const locale = useLocale();
  const hours = useHoursLine();
  const { days, lanes } = props;
  return (
    <div className="print-sheet" aria-hidden>
      <h1>{lanes.map((lane) => lane.name).join(", ")}</h1>
      <p>{zoneName(props.zone, locale)}</p>
      <div className={days.length > 1 ? "print-week" : undefined}>
        {days.map((day) => (
          <section key={day.date}>
            <h2>{formatDate(day.date, locale, "long")}</h2>
            <p>{day.open.length ? t("staff.cal.openFrom", { hours: hours(day.open) }) : t("staff.cal.noHours")}</p>
            <ul>
              {day.sessions
                .filter((one) => one.startsHere && !isCalledOff(one.item))
                .map(({ item }) => (
                  <PrintLine key={item.id} {...props} session={item} />
                ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
}

function PrintLine(props: Props & { names: boolean; session: SessionView }) {
  const t = useT();
  const locale = useLocale();
  const { session } = props;
  const kind = session.type && props.kinds.get(session.type.id);
  return (
    <li>
      <strong>{formatTimeRange(session.startsAt, session.endsAt, props.zone, locale)}</strong>
      <br />
      {[
        props.names && session.client.name,
        kind?.name ?? (props.names ? undefined : t("desk.cal.session")),
        t(session.place === "ONLINE" ? "session.online" : "session.inPerson"),
        props.lanes.length > 1 && t("desk.cal.with", { name: session.counselor.name }),
      ]
        .filter(Boolean)
        .join(" · ")}
    </li>
  );
}
