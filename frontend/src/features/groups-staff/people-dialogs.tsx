import { useState } from "react";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { useStepUp } from "@/app/step-up";
import type { EntryPartsFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { addDays, instantOf } from "@/lib/time";
import { Button } from "@/ui";
import { NativeSelect, TextField } from "@/ui/fields";
import { Dialog } from "@/ui/overlay";
import { StaffPausePerson, StaffRemovePerson, StaffRestorePerson, StaffRevealPerson, stale } from "./deeds-people";
import { DeedDialog } from "./say";

export type PersonDeed = "pause" | "remove" | "uninvite" | "restore" | "reveal";
type Props = { entry: EntryPartsFragment; onClose: () => void };

export function PersonDialog(props: Props & { deed: PersonDeed }) {
  if (props.deed === "pause") return <PauseDialog {...props} />;
  if (props.deed === "remove") return <RemoveDialog {...props} />;
  if (props.deed === "uninvite") return <UninviteDialog {...props} />;
  if (props.deed === "restore") return <RestoreDialog {...props} />;
  return <RevealDialog {...props} />;
}

const lengths = ["7", "14", "30", ""] as const;

function PauseDialog({ entry, onClose }: Props) {
  const t = useT();
  const pause = useAction(StaffPausePerson, (data) => data.pauseGroupPerson, stale);
  const [days, setDays] = useState<string>("7");
  const { today, center } = centerBoot();
  return (
    <DeedDialog
      title={t("staff.people.pauseTitle", { name: entry.person.alias })}
      text={t("staff.people.pauseText")}
      confirm={t("staff.people.deed.pause")}
      done={t("staff.people.pauseDone", { name: entry.person.alias })}
      run={async () => {
        const until = days ? await instantOf(`${addDays(today, Number(days))}T00:00:00`, center.zone) : null;
        return pause.run({ input: { id: entry.person.id, until } });
      }}
      onClose={onClose}
    >
      <NativeSelect
        id="pause-days"
        label={t("staff.people.pauseLength")}
        value={days}
        onChange={setDays}
        options={lengths.map((id) => ({
          id,
          label: id ? t("staff.hours.days", { count: Number(id) }) : t("staff.people.pauseOpen"),
        }))}
      />
    </DeedDialog>
  );
}

function RemoveDialog({ entry, onClose }: Props) {
  const t = useT();
  const remove = useAction(StaffRemovePerson, (data) => data.removeGroupPerson, stale);
  const [reason, setReason] = useState("");
  const words = entry.state === "WAITLISTED" ? "removeWaiting" : "remove";
  return (
    <DeedDialog
      danger
      title={t(`staff.people.${words}Title`, { name: entry.person.alias })}
      text={t(`staff.people.${words}Text`)}
      confirm={t("staff.people.deed.remove")}
      done={t(`staff.people.${words}Done`, { name: entry.person.alias })}
      run={() => remove.run({ input: { id: entry.person.id, reason } })}
      onClose={onClose}
    >
      <TextField
        label={t("staff.cancel.reason")}
        hint={t("staff.people.removeHint")}
        multiline
        value={reason}
        onChange={setReason}
        maxLength={500}
      />
    </DeedDialog>
  );
}

/** Nobody has come yet: there is no reason to give. */
function UninviteDialog({ entry, onClose }: Props) {
  const t = useT();
  const remove = useAction(StaffRemovePerson, (data) => data.removeGroupPerson, stale);
  return (
    <DeedDialog
      danger
      title={t("staff.people.uninviteTitle")}
      text={t("staff.people.uninviteText")}
      confirm={t("staff.people.deed.uninvite")}
      done={t("staff.people.uninviteDone")}
      run={() => remove.run({ input: { id: entry.person.id, reason: "" } })}
      onClose={onClose}
    />
  );
}

function RestoreDialog({ entry, onClose }: Props) {
  const t = useT();
  const restore = useAction(StaffRestorePerson, (data) => data.restoreGroupPerson, stale);
  return (
    <DeedDialog
      title={t("staff.people.restoreTitle", { name: entry.person.alias })}
      text={t("staff.people.restoreText")}
      confirm={t("staff.people.deed.restore")}
      done={t("staff.people.restoreDone", { name: entry.person.alias })}
      run={() => restore.run({ id: entry.person.id })}
      onClose={onClose}
    />
  );
}

/** Who somebody is: after a fresh proof, on the record, and only on this screen. */
function RevealDialog({ entry, onClose }: Props) {
  const t = useT();
  const { guarded, dialog } = useStepUp();
  const reveal = useAction(StaffRevealPerson, (data) => data.revealGroupPerson);
  const [found, setFound] = useState<{ name: string; pronouns?: string | null }>();
  const title = t("staff.people.revealTitle", { name: entry.person.alias });
  if (found) {
    return (
      <Dialog isOpen title={title} onOpenChange={(open) => !open && onClose()}>
        <p className="text-h2">
          {found.name}
          {found.pronouns && <span className="text-ink-2"> {found.pronouns}</span>}
        </p>
        <p className="text-ink-2">{t("staff.people.revealed")}</p>
        <Button className="justify-self-start" onPress={onClose}>
          {t("dialog.close")}
        </Button>
      </Dialog>
    );
  }
  return (
    <>
      <DeedDialog
        danger
        title={title}
        text={t("staff.people.revealText")}
        confirm={t("staff.people.revealNow")}
        run={async () => {
          const outcome = await guarded(() => reveal.run({ id: entry.person.id }));
          if (outcome.ok && outcome.payload.member) setFound(outcome.payload.member);
          return outcome;
        }}
        // What was found is shown in its place.
        onClose={(done) => !done && onClose()}
      />
      {dialog}
    </>
  );
}
