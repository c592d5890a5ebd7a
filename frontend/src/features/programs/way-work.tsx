import { useInfiniteQuery } from "@tanstack/react-query";
import { Check, FileText } from "lucide-react";
import { useState } from "react";
import { useAction } from "@/api/action";
import { may } from "@/api/boot";
import { documentPages } from "@/features/documents/queries";
import { DocumentParts } from "@/features/documents/row";
import { unmask } from "@/gql";
import type { WayWholeFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button, TextLink } from "@/ui";
import { DeedDialog, useSay } from "@/ui/deed";
import { NativeSelect, Segmented } from "@/ui/fields";
import { StaffMarkIntake, StaffMarkReadiness, stale } from "./deeds";
import { isIn } from "./kinds";
import { counsels } from "./may";
import { WayNow } from "./queries-way";
import { OverdueBadge, TalkBadge, useDay } from "./words";

const lines = "m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0";

/** What each side thinks of the present phase. Where they differ there is something to talk about; nothing is blocked. */
export function Readiness({ way }: { way: WayWholeFragment }) {
  const t = useT();
  const { id, state, phase } = unmask(WayNow, way);
  if (way.readiness.length === 0 || !isIn(state)) return null;
  return (
    <section aria-labelledby={`ready-${id}`} className="grid gap-3">
      <h3 id={`ready-${id}`} className="text-h2">
        {phase ? t("programs.readinessOf", { phase: phase.name }) : t("programs.readiness")}
      </h3>
      <ul className={lines}>
        {way.readiness.map((one) => (
          <li key={one.criterionId} className="grid gap-2 px-4 py-3">
            <span className="flex flex-wrap items-center gap-2">
              <span className="min-w-0 font-semibold break-words">{one.name}</span>
              {one.worthATalk && <TalkBadge />}
            </span>
            <span className="text-small text-ink-2">
              {t("programs.clientSays", { word: t(`programs.ready.${word(one.client)}`) })}
            </span>
            {counsels() ? (
              <Mark wayId={id} criterion={one} />
            ) : (
              <span className="text-small text-ink-2">
                {t("programs.staffSays", { word: t(`programs.ready.${word(one.staff)}`) })}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

const word = (ready: boolean | null | undefined) => (ready == null ? "UNSAID" : ready ? "YES" : "NOT_YET");

function Mark(props: { wayId: string; criterion: WayWholeFragment["readiness"][number] }) {
  const t = useT();
  const say = useSay();
  const mark = useAction(StaffMarkReadiness, (data) => data.markReadiness, stale);
  const { criterionId, name, staff } = props.criterion;
  const [pressed, setPressed] = useState<string>();
  const known = staff == null ? null : staff ? "YES" : "NOT_YET";
  async function run(value: string) {
    setPressed(value);
    say(await mark.run({ input: { enrollmentId: props.wayId, criterionId, ready: value === "YES" } }));
    setPressed(undefined);
  }
  return (
    <Segmented
      hideLabel
      label={t("programs.staffThinks", { name })}
      value={pressed ?? known}
      isDisabled={mark.pending}
      onChange={(value) => void run(value)}
      options={(["YES", "NOT_YET"] as const).map((id) => ({ id, label: t(`programs.ready.${id}`) }))}
    />
  );
}

type Item = WayWholeFragment["intakeItems"][number];

/** What has to be there when somebody begins: whose it is, when it is due, and the file that belongs to it. */
export function Packet({ way }: { way: WayWholeFragment }) {
  const t = useT();
  const { id, client, nextStates } = unmask(WayNow, way);
  if (way.intakeItems.length === 0) return null;
  const done = way.intakeItems.filter((item) => item.doneOn).length;
  return (
    <section aria-labelledby={`packet-${id}`} className="grid gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 id={`packet-${id}`} className="text-h2">
          {t("programs.intake")}
        </h3>
        <span className="tnum text-small text-ink-2">
          {t("programs.packetDone", { done, all: way.intakeItems.length })}
        </span>
      </div>
      <ul className={lines}>
        {way.intakeItems.map((item) => (
          <PacketLine key={item.id} item={item} clientId={client.id} marks={nextStates.length > 0} />
        ))}
      </ul>
    </section>
  );
}

function PacketLine(props: { item: Item; clientId: string; marks: boolean }) {
  const t = useT();
  const day = useDay();
  const say = useSay();
  const mark = useAction(StaffMarkIntake, (data) => data.markIntakeItem, stale);
  const [asking, setAsking] = useState(false);
  const { item } = props;
  async function undo() {
    say(await mark.run({ input: { enrollmentItemId: item.id, done: false } }), t("programs.itemUndone"));
  }
  return (
    <li className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2">
      <span className="grid min-w-0 flex-1 basis-48 gap-0.5">
        <span className="flex flex-wrap items-center gap-2">
          {item.doneOn && <Check size={16} aria-hidden className="flex-none text-accent" />}
          <span className="min-w-0 font-semibold break-words">{item.name}</span>
          {item.overdue && <OverdueBadge>{t("programs.late")}</OverdueBadge>}
        </span>
        <span className="text-small text-ink-2">
          {[
            t(`programs.intakeKind.${item.kind}`),
            t(`programs.owner.${item.owner}`),
            item.doneOn
              ? t("programs.doneOn", { day: day(item.doneOn) })
              : t("programs.dueOn", { day: day(item.dueOn) }),
            !item.required && t("form.optional"),
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
        {item.documentId && may("SHARE_DOCUMENTS") && (
          <TextLink
            className="inline-flex items-center gap-1.5 text-small"
            to="/clients/$id/$tab"
            params={{ id: props.clientId, tab: "documents" }}
          >
            <FileText size={14} aria-hidden />
            {t("programs.withFile")}
          </TextLink>
        )}
      </span>
      {props.marks && (
        <Button
          size="small"
          variant={item.doneOn ? "quiet" : "secondary"}
          pending={mark.pending && t("form.saving")}
          aria-label={`${t(item.doneOn ? "programs.itemUndo" : "programs.itemDo")}: ${item.name}`}
          onPress={() => (item.doneOn ? void undo() : setAsking(true))}
        >
          {t(item.doneOn ? "programs.itemUndo" : "programs.itemDo")}
        </Button>
      )}
      {asking && <DoneDialog item={item} clientId={props.clientId} onClose={() => setAsking(false)} />}
    </li>
  );
}

/** Done; with the file it came as, for those who may see the client's files. */
function DoneDialog(props: { item: Item; clientId: string; onClose: () => void }) {
  const t = useT();
  const mark = useAction(StaffMarkIntake, (data) => data.markIntakeItem, stale);
  const [file, setFile] = useState("");
  const files = useInfiniteQuery({
    ...documentPages({ clientId: props.clientId }),
    enabled: may("SHARE_DOCUMENTS"),
  });
  const ready =
    files.data?.pages
      .flatMap((page) => page.documents.nodes.map((node) => unmask(DocumentParts, node)))
      .filter((one) => one.state === "READY") ?? [];
  return (
    <DeedDialog
      title={t("programs.itemTitle", { name: props.item.name })}
      confirm={t("programs.itemDo")}
      done={t("programs.itemDone")}
      run={() => mark.run({ input: { enrollmentItemId: props.item.id, done: true, documentId: file || null } })}
      onClose={props.onClose}
    >
      {ready.length > 0 ? (
        <NativeSelect
          id="item-file"
          label={`${t("programs.itemFile")} (${t("form.optional")})`}
          value={file}
          onChange={setFile}
          options={[{ id: "", label: t("programs.noFile") }, ...ready.map(({ id, name }) => ({ id, label: name }))]}
        />
      ) : (
        <p className="text-ink-2">{t("programs.itemText")}</p>
      )}
    </DeedDialog>
  );
}
