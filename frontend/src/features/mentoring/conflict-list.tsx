import { useSuspenseQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import { useAction } from "@/api/action";
import { unmask } from "@/gql";
import type { PairConflictSource, SteerConflictPartsFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button, EmptyState } from "@/ui";
import { DeedDialog } from "@/ui/deed";
import { NativeSelect, TextField } from "@/ui/fields";
import { SteerEndConflict, SteerEnterConflict, stale } from "./deeds";
import { MemberField } from "./member-field";
import { conflictsOf, SteerConflictParts } from "./queries-mentors";
import { listClass, useDay } from "./words";

const sources: readonly PairConflictSource[] = [
  "NO_CONTACT",
  "RELATIVE",
  "FORMER_PARTNER",
  "HOUSEHOLD",
  "EMPLOYER",
  "COURT",
  "OTHER",
];

export function Enter(props: { memberId?: string }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button className="justify-self-start" variant="secondary" onPress={() => setOpen(true)}>
        {t("mentoring.keepApart")}
      </Button>
      {open && <EnterDialog memberId={props.memberId} onClose={() => setOpen(false)} />}
    </>
  );
}

/** The conflicts of one member; that they were read is on the record. */
export default function ConflictList(props: { memberId: string }) {
  const t = useT();
  const [ending, setEnding] = useState<SteerConflictPartsFragment>();
  const found = useSuspenseQuery(conflictsOf(props.memberId)).data.pairConflicts.map((one) =>
    unmask(SteerConflictParts, one),
  );
  return (
    <section aria-labelledby="apart" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 id="apart" className="text-h2">
        {t("mentoring.part.apart")}
      </h2>
      {found.length === 0 ? (
        <EmptyState icon={<ShieldCheck size={20} />}>{t("mentoring.noConflicts")}</EmptyState>
      ) : (
        <ul aria-label={t("mentoring.part.apart")} className={listClass}>
          {found.map((one) => (
            <ConflictRow key={one.id} conflict={one} memberId={props.memberId} onEnd={() => setEnding(one)} />
          ))}
        </ul>
      )}
      <Enter memberId={props.memberId} />
      {ending && <EndDialog conflict={ending} onClose={() => setEnding(undefined)} />}
    </section>
  );
}

function ConflictRow(props: { conflict: SteerConflictPartsFragment; memberId: string; onEnd: () => void }) {
  const t = useT();
  const day = useDay();
  const { conflict } = props;
  const other = conflict.members.find((one) => one.id !== props.memberId)?.name ?? "";
  return (
    <li className="flex flex-wrap items-start justify-between gap-2 px-4 py-3">
      <span className="grid min-w-0 gap-0.5">
        <span className="font-semibold break-words">{other}</span>
        <span className="text-small">{t(`mentoring.source.${conflict.source}`)}</span>
        {conflict.reason && (
          <span className="measure text-small break-words whitespace-pre-line">{conflict.reason}</span>
        )}
        <span className="text-small text-ink-2">
          {t("mentoring.enteredBy", { name: conflict.enteredBy.name, day: day(conflict.createdAt) })}
        </span>
      </span>
      <Button size="small" variant="quiet" aria-label={t("mentoring.liftNamed", { name: other })} onPress={props.onEnd}>
        {t("mentoring.lift")}
      </Button>
    </li>
  );
}

function EnterDialog(props: { memberId?: string; onClose: () => void }) {
  const t = useT();
  const enter = useAction(SteerEnterConflict, (data) => data.enterPairConflict, stale);
  const [one, setOne] = useState<string | null>(props.memberId ?? null);
  const [other, setOther] = useState<string | null>(null);
  const [source, setSource] = useState<PairConflictSource>("NO_CONTACT");
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);
  return (
    <DeedDialog
      title={t("mentoring.keepApart")}
      text={t("mentoring.keepApartText")}
      confirm={t("mentoring.keepApart")}
      done={t("mentoring.keptApart")}
      run={async () => {
        setMissing(!one || !other);
        if (!one || !other) return { ok: false, payload: { problems: [] }, problems: [] };
        return enter.run({ input: { memberId: one, otherId: other, source, reason } });
      }}
      onClose={props.onClose}
    >
      {missing && (
        <p role="alert" className="text-small font-semibold text-rose">
          {t("mentoring.bothMissing")}
        </p>
      )}
      {!props.memberId && (
        <MemberField autoFocus label={t("mentoring.one")} value={one} onChange={setOne} except={other ?? undefined} />
      )}
      <MemberField
        autoFocus={Boolean(props.memberId)}
        label={t(props.memberId ? "mentoring.fromWhom" : "mentoring.other")}
        value={other}
        onChange={setOther}
        except={one ?? undefined}
      />
      <NativeSelect
        id="source"
        label={t("mentoring.source")}
        value={source}
        onChange={(next) => setSource(next as PairConflictSource)}
        options={sources.map((id) => ({ id, label: t(`mentoring.source.${id}`) }))}
      />
      <TextField
        multiline
        label={`${t("mentoring.sealedReason")} (${t("form.optional")})`}
        hint={t("mentoring.sealedHint")}
        value={reason}
        onChange={setReason}
        maxLength={1000}
      />
    </DeedDialog>
  );
}

function EndDialog(props: { conflict: SteerConflictPartsFragment; onClose: () => void }) {
  const t = useT();
  const end = useAction(SteerEndConflict, (data) => data.endPairConflict, stale);
  return (
    <DeedDialog
      danger
      title={t("mentoring.liftTitle")}
      text={t("mentoring.liftText")}
      confirm={t("mentoring.lift")}
      done={t("mentoring.lifted")}
      run={() => end.run({ conflictId: props.conflict.id })}
      onClose={props.onClose}
    />
  );
}
