import { useState } from "react";
import { useT } from "@/i18n";
import { Button, Fault } from "@/ui";
import { CheckboxGroup } from "@/ui/fields";
import { toast } from "@/ui/toaster";
import { useSetCircle } from "./actions";
import type { PeerView } from "./queries";

/** Who may be asked: the person's own choice, made once and taken back whenever they like. */
export function CircleForm(props: { circle: readonly PeerView[]; onDone: () => void; canLeave: boolean }) {
  const t = useT();
  const save = useSetCircle();
  const [chosen, setChosen] = useState(() =>
    props.circle.filter((one) => one.mayBeAsked).map(({ member }) => member.id),
  );
  async function send() {
    const outcome = await save.run({ peerIds: chosen });
    if (!outcome.ok) return;
    toast(t(chosen.length ? "mySooner.circleSaved" : "mySooner.circleEmpty"));
    if (chosen.length) props.onDone();
  }
  return (
    <form
      noValidate
      className="grid gap-4 rounded-card border border-line bg-surface p-5"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <CheckboxGroup
        label={t("mySooner.circle")}
        hint={t("mySooner.circleHint")}
        value={chosen}
        onChange={setChosen}
        options={props.circle.map(({ member }) => ({ id: member.id, label: member.name }))}
      />
      <Fault of={save} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" pending={save.pending && t("form.saving")}>
          {t("mySooner.circleSave")}
        </Button>
        {props.canLeave && (
          <Button variant="quiet" onPress={props.onDone}>
            {t("form.cancel")}
          </Button>
        )}
      </div>
    </form>
  );
}
