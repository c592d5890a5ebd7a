import { useSuspenseQuery } from "@tanstack/react-query";
import { EllipsisVertical, UserRoundPlus } from "lucide-react";
import { useState } from "react";
import { useAction } from "@/api/action";
import { unmask } from "@/gql";
import type { FacilitatorPart, GroupLineFragment, GroupWholeFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Badge, Button, EmptyState, Section, TextLink } from "@/ui";
import { NativeSelect, TextField } from "@/ui/fields";
import { Menu, TriggerButton } from "@/ui/overlay";
import { StaffEndFacilitator, StaffSetFacilitator, stale } from "./deeds-group";
import { CandidateList, candidates, GroupLine, SeriesParts } from "./queries-group";
import { MeetingLine } from "./queries-meeting";
import { DeedDialog } from "./say";
import { Turns } from "./turns";
import { useMeetingWhen } from "./words";

const facilitatorParts: readonly FacilitatorPart[] = ["FACILITATOR", "CO", "BACKUP"];
type Holder = NonNullable<GroupWholeFragment["settings"]>["facilitators"][number];
type Open = { deed: "add" } | { deed: "change" | "end"; holder: Holder };

/** How the rooms are shared, for everybody who holds them; and who they are, for whoever plans the group. */
export default function HoldersTab(props: { group: GroupWholeFragment }) {
  const t = useT();
  const group = unmask(GroupLine, props.group);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <p className="measure text-ink-2">{t("staff.holders.lead")}</p>
      <NextMeeting group={group} />
      <Section>
        <Turns groupId={group.id} zone={group.series.map((one) => unmask(SeriesParts, one).zone)[0]} />
      </Section>
      {group.canManage && <Holders group={props.group} />}
    </div>
  );
}

/** Staff, by the name the group knows. */
function Holders(props: { group: GroupWholeFragment }) {
  const t = useT();
  const group = unmask(GroupLine, props.group);
  const holders = props.group.settings?.facilitators ?? [];
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  return (
    <>
      {holders.length ? (
        <ul className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0">
          {holders.map((holder) => (
            <HolderRow key={holder.member.id} holder={holder} onOpen={(deed) => setOpen({ deed, holder })} />
          ))}
        </ul>
      ) : (
        <EmptyState icon={<UserRoundPlus size={20} />}>{t("staff.holders.none")}</EmptyState>
      )}
      <Button className="justify-self-start" variant="secondary" onPress={() => setOpen({ deed: "add" })}>
        {t("staff.holders.add")}
      </Button>
      {open?.deed === "end" && <EndDialog groupId={group.id} holder={open.holder} onClose={close} />}
      {open && open.deed !== "end" && (
        <Section>
          <HolderDialog
            groupId={group.id}
            holder={open.deed === "change" ? open.holder : undefined}
            taken={holders.map((one) => one.member.id)}
            onClose={close}
          />
        </Section>
      )}
    </>
  );
}

/** When the group meets next, and whose turn it is. */
function NextMeeting({ group }: { group: GroupLineFragment }) {
  const t = useT();
  const when = useMeetingWhen();
  const [next] = group.nextMeetings.map((one) => unmask(MeetingLine, one));
  if (!next) return null;
  return (
    <p>
      {t("staff.groups.next")}:{" "}
      <TextLink to="/groups/$id/meetings/$mid" params={{ id: group.id, mid: next.id }}>
        {when(next)}
      </TextLink>{" "}
      {next.holder ? (
        t("staff.holders.turn", { name: next.holder.alias })
      ) : (
        <Badge tone="attention">{t("staff.groups.needs")}</Badge>
      )}
    </p>
  );
}

function HolderRow({ holder, onOpen }: { holder: Holder; onOpen: (deed: "change" | "end") => void }) {
  const t = useT();
  const { name } = holder.member;
  return (
    <li className="flex min-h-14 items-center gap-4 py-2 pr-2 pl-4">
      <span className="grid min-w-0 flex-1">
        <span className="font-semibold break-words">{name}</span>
        <span className="text-small text-ink-2">
          {[
            t("staff.holders.knownAs", { name: holder.alias }),
            t(`staff.holders.part.${holder.part}`),
            holder.restHours > 0 && t("staff.holders.rest", { count: holder.restHours }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </span>
      <Menu
        label={t("staff.members.moreFor", { name: name })}
        trigger={
          <TriggerButton label={t("staff.members.moreFor", { name: name })}>
            <EllipsisVertical size={18} aria-hidden />
          </TriggerButton>
        }
        entries={(["change", "end"] as const).map((deed) => ({
          id: deed,
          label: t(`staff.holders.${deed}`),
          danger: deed === "end",
          onAction: () => onOpen(deed),
        }))}
      />
    </li>
  );
}

function useCandidates(taken: readonly string[]) {
  const data = useSuspenseQuery(candidates).data;
  const all = [data.facilitators, data.counselors, data.mentors, data.supervisors]
    .flatMap((list) => unmask(CandidateList, list).nodes)
    .filter((one) => one.state === "ACTIVE" && !taken.includes(one.member.id));
  return [...new Map(all.map((one) => [one.member.id, one.member.name]))].map(([id, label]) => ({ id, label }));
}

function HolderDialog(props: { groupId: string; holder?: Holder; taken: readonly string[]; onClose: () => void }) {
  const t = useT();
  const { holder } = props;
  const free = useCandidates(props.taken);
  const set = useAction(StaffSetFacilitator, (data) => data.setGroupFacilitator, stale);
  const [memberId, setMemberId] = useState(holder?.member.id ?? free[0]?.id ?? "");
  const named = free.find((one) => one.id === memberId)?.label.split(" ")[0];
  // Until something else is written: their first name.
  const [alias, setAlias] = useState(holder?.alias);
  const [part, setPart] = useState<string>(holder?.part ?? "FACILITATOR");
  const [rest, setRest] = useState(String(holder?.restHours ?? 0));
  const input = {
    groupId: props.groupId,
    memberId,
    alias: alias ?? named ?? "",
    part: part as FacilitatorPart,
    restHours: Number(rest) || 0,
  };
  return (
    <DeedDialog
      title={holder ? t("staff.holders.changeTitle", { name: holder.member.name }) : t("staff.holders.add")}
      text={!holder && free.length === 0 ? t("staff.holders.nobody") : undefined}
      confirm={t(holder ? "form.save" : "staff.holders.addNow")}
      done={t("form.saved")}
      run={() => set.run({ input })}
      onClose={props.onClose}
    >
      {!holder && free.length > 0 && (
        <NativeSelect
          id="holder"
          label={t("staff.holders.who")}
          value={memberId}
          onChange={setMemberId}
          options={free}
        />
      )}
      <TextField
        label={t("staff.holders.alias")}
        hint={t("staff.holders.aliasHint")}
        value={alias ?? named ?? ""}
        onChange={setAlias}
        maxLength={40}
      />
      <NativeSelect
        id="holder-part"
        label={t("staff.holders.part")}
        value={part}
        onChange={setPart}
        options={facilitatorParts.map((id) => ({ id, label: t(`staff.holders.part.${id}`) }))}
      />
      <TextField
        label={t("staff.holders.restHours")}
        hint={t("staff.holders.restHint")}
        inputMode="numeric"
        value={rest}
        onChange={(text) => setRest(text.replace(/\D/g, "").slice(0, 4))}
      />
    </DeedDialog>
  );
}

function EndDialog(props: { groupId: string; holder: Holder; onClose: () => void }) {
  const t = useT();
  const { id, name } = props.holder.member;
  const end = useAction(StaffEndFacilitator, (data) => data.endGroupFacilitator, stale);
  return (
    <DeedDialog
      danger
      title={t("staff.holders.endTitle", { name })}
      text={t("staff.holders.endText")}
      confirm={t("staff.holders.end")}
      done={t("staff.holders.ended", { name })}
      run={() => end.run({ groupId: props.groupId, memberId: id })}
      onClose={props.onClose}
    />
  );
}
