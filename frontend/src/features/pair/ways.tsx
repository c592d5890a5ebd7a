import { useState } from "react";
import { useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { Button, Card, Fault } from "@/ui";
import { Switch } from "@/ui/switch";
import { toast } from "@/ui/toaster";
import { useBackupConsent, useSomebodyElse, useStepBack } from "./actions";
import type { PairView } from "./queries";

/** Whether the one who stands in for the mentor may take over: theirs to say, and to take back. */
export function Backup({ pair }: { pair: PairView }) {
  const t = useT();
  const consent = useBackupConsent();
  const { backup } = pair;
  // Nobody stands in, and no yes is left to take back.
  if (!backup && !pair.backupConsent) return null;
  return (
    <Card labelledBy="backup">
      <h2 id="backup" className="text-h2">
        {t("walk.backup")}
      </h2>
      <p className="mt-1 mb-2 measure text-small text-ink-2">
        {backup
          ? t("walk.backupText", { name: firstName(pair.mentor.name), backup: backup.name })
          : t("walk.backupGone", { name: firstName(pair.mentor.name) })}
      </p>
      <Switch
        label={backup ? t("walk.backupYes", { backup: firstName(backup.name) }) : t("walk.backupYesGone")}
        isSelected={pair.backupConsent}
        isDisabled={consent.pending}
        onChange={(yes) =>
          void consent.run({
            input: { mentorshipId: pair.id, consent: yes, backupId: yes && backup ? backup.id : null },
          })
        }
      />
      <Fault of={consent} />
    </Card>
  );
}

/** Less often, on the way to a goodbye; and somebody else, without having to say why. */
export function Change(props: { pair: PairView; onElse: () => void }) {
  // One question at a time.
  const [asked, setAsked] = useState<"less" | "else" | null>(null);
  const { pair } = props;
  const together = ["ACTIVE", "PAUSED"].includes(pair.state);
  const asking = (one: "less" | "else") => ({
    pair,
    asked: asked === one,
    onAsk: (yes: boolean) => setAsked(yes ? one : null),
  });
  return (
    <>
      {together && <Less {...asking("less")} />}
      <Else {...asking("else")} onElse={props.onElse} />
    </>
  );
}

type Asking = { pair: PairView; asked: boolean; onAsk: (asked: boolean) => void };

function Less({ pair, asked, onAsk }: Asking) {
  const t = useT();
  const back = useStepBack();
  async function less() {
    if (!(await back.run({ mentorshipId: pair.id })).ok) return;
    onAsk(false);
    toast(t("walk.lessNow"));
  }
  return (
    <Card labelledBy="less">
      <h2 id="less" className="text-h2">
        {t("walk.less")}
      </h2>
      <p className="mt-1 mb-4 measure text-ink-2">{t("walk.lessText", { name: firstName(pair.mentor.name) })}</p>
      {asked ? (
        <Sure
          words={t("walk.lessYes")}
          deed={back}
          onYes={() => void less()}
          onNo={() => onAsk(false)}
          text={t("walk.lessSure")}
        />
      ) : (
        <Button variant="secondary" onPress={() => onAsk(true)}>
          {t("walk.lessDo")}
        </Button>
      )}
    </Card>
  );
}

function Else({ pair, asked, onAsk, onElse }: Asking & { onElse: () => void }) {
  const t = useT();
  const other = useSomebodyElse();
  const name = firstName(pair.mentor.name);
  async function somebodyElse() {
    if ((await other.run({ mentorshipId: pair.id })).ok) onElse();
  }
  return (
    <Card labelledBy="else">
      <h2 id="else" className="text-h2">
        {t("walk.else")}
      </h2>
      <p className="mt-1 mb-4 measure text-ink-2">{t("walk.elseText", { name })}</p>
      {asked ? (
        <Sure
          words={t("walk.elseYes")}
          deed={other}
          onYes={() => void somebodyElse()}
          onNo={() => onAsk(false)}
          text={t("walk.elseSure", { name })}
        />
      ) : (
        <Button variant="secondary" onPress={() => onAsk(true)}>
          {t("walk.elseDo")}
        </Button>
      )}
    </Card>
  );
}

/** Said once more, because the other hears of it at once. */
function Sure(props: {
  text: string;
  words: string;
  deed: Pick<ReturnType<typeof useStepBack>, "pending" | "error" | "problems">;
  onYes: () => void;
  onNo: () => void;
}) {
  const t = useT();
  return (
    <div className="grid gap-3">
      <p role="status" className="measure">
        {props.text}
      </p>
      <div className="grid gap-2 sm:flex">
        <Button pending={props.deed.pending && t("form.saving")} onPress={props.onYes}>
          {props.words}
        </Button>
        <Button autoFocus variant="secondary" onPress={props.onNo}>
          {t("walk.notNow")}
        </Button>
      </div>
      <Fault of={props.deed} />
    </div>
  );
}
