import { useState } from "react";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { Chat } from "@/features/chat/chat";
import type { Moderation } from "@/features/chat/message";
import { GroupTexts } from "@/features/groups/texts";
import { unmask } from "@/gql";
import type { GroupWholeFragment, ModerationVerdict } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button, Notice } from "@/ui";
import { StaffModerateMessage, stale } from "./deeds-people";
import { GroupLine } from "./queries-group";
import { DeedDialog } from "./say";
import { PauseDays, RemovalReason } from "./verdict-fields";

/** The group's chat, as whoever holds the room: with the same words as everybody, and a hand to keep it safe. */
export default function ChatTab(props: { group: GroupWholeFragment }) {
  const t = useT();
  const { id, state } = unmask(GroupLine, props.group);
  if (!props.group.chat || state === "DRAFT" || state === "CLOSED") {
    return <Notice>{t(props.group.chat ? "staff.chat.notOpen" : "staff.chat.off")}</Notice>;
  }
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-4">
      <p className="measure text-ink-2">{t("staff.chat.lead")}</p>
      <GroupTexts>
        <Chat
          key={id}
          groupId={id}
          helpHref={`${centerBoot().base}/help`}
          resting={state === "PAUSED"}
          moderation={(about) => <Moderate {...about} />}
        />
      </GroupTexts>
    </div>
  );
}

type Verdict = Extract<ModerationVerdict, "HIDE" | "PAUSE" | "REMOVE">;

/** Out of sight; or, with it, the person for a while or for good. */
function Moderate({ message, onPut, onDone }: Parameters<Moderation>[0]) {
  const t = useT();
  const [verdict, setVerdict] = useState<Verdict>();
  // Whoever facilitates is the admins' to talk to, in person.
  const verdicts: readonly Verdict[] = message.author.facilitates ? ["HIDE"] : ["HIDE", "PAUSE", "REMOVE"];
  return (
    <>
      {verdicts.map((one) => (
        <Button key={one} size="small" variant="secondary" onPress={() => setVerdict(one)}>
          {t(`staff.inbox.verdict.${one}`)}
        </Button>
      ))}
      {verdict && (
        <VerdictDialog
          verdict={verdict}
          message={message}
          onPut={onPut}
          onClose={(done) => {
            setVerdict(undefined);
            if (done) onDone();
          }}
        />
      )}
    </>
  );
}

function VerdictDialog(props: {
  verdict: Verdict;
  message: Parameters<Moderation>[0]["message"];
  onPut: Parameters<Moderation>[0]["onPut"];
  onClose: (done: boolean) => void;
}) {
  const t = useT();
  const { verdict, message } = props;
  const moderate = useAction(StaffModerateMessage, (data) => data.moderateChatMessage, stale);
  const [days, setDays] = useState("7");
  const [reason, setReason] = useState("");
  return (
    <DeedDialog
      title={t(`staff.inbox.verdict.${verdict}`)}
      text={t(`staff.inbox.verdictText.${verdict}`, { name: message.author.alias })}
      confirm={t(`staff.inbox.verdict.${verdict}`)}
      danger={verdict === "REMOVE"}
      done={t("staff.inbox.done")}
      run={async () => {
        const outcome = await moderate.run({
          input: {
            messageId: message.id,
            verdict,
            ...(verdict === "PAUSE" ? { pauseDays: Number(days) || 0 } : {}),
            ...(verdict === "REMOVE" ? { reason } : {}),
          },
        });
        if (outcome.ok) props.onPut(outcome.payload.message);
        return outcome;
      }}
      onClose={props.onClose}
    >
      {verdict === "PAUSE" && <PauseDays value={days} onChange={setDays} />}
      {verdict === "REMOVE" && <RemovalReason value={reason} onChange={setReason} />}
    </DeedDialog>
  );
}
