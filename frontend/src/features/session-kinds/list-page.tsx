import { useSuspenseQuery } from "@tanstack/react-query";
import { CalendarRange, Plus } from "lucide-react";
import { useState } from "react";
import { unmask } from "@/gql";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { Badge, Button, EmptyState, ErrorNotice, Notice } from "@/ui";
import { Dialog } from "@/ui/overlay";
import { toast } from "@/ui/toaster";
import { useUpdateKind } from "./deeds";
import { detailsOf, KindForm } from "./form";
import { palette } from "./palette";
import { KindParts, sessionKinds } from "./queries";
import type { Kind } from "./use-kinds";

/** The kinds of sessions of this center. */
export function SessionKindsPage() {
  const t = useT();
  const all = useSuspenseQuery(sessionKinds).data.sessionTypes.map((one) => unmask(KindParts, one));
  const [editing, setEditing] = useState<Kind | "new">();
  const close = () => setEditing(undefined);
  const active = all.filter((kind) => kind.active);
  const archived = all.filter((kind) => !kind.active);
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-5">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="grid min-w-0 flex-1 basis-64 gap-1">
          <h2 className="text-h2">{t("desk.kinds.title")}</h2>
          <p className="text-ink-2">{t("desk.kinds.lead")}</p>
        </div>
        <Button icon={<Plus size={18} aria-hidden />} onPress={() => setEditing("new")}>
          {t("desk.kinds.add")}
        </Button>
      </div>
      {active.length ? (
        <KindList label={t("desk.kinds.title")} kinds={active} onEdit={setEditing} />
      ) : (
        <EmptyState icon={<CalendarRange size={20} />}>{t("desk.kinds.none")}</EmptyState>
      )}
      {archived.length > 0 && (
        <section aria-labelledby="archived" className="grid gap-3">
          <h2 id="archived" className="text-h2">
            {t("desk.kinds.archived")}
          </h2>
          <KindList label={t("desk.kinds.archived")} kinds={archived} onEdit={setEditing} />
        </section>
      )}
      <Dialog
        isOpen={editing !== undefined}
        onOpenChange={(open) => !open && close()}
        title={t(editing === "new" ? "desk.kinds.addTitle" : "desk.kinds.editTitle")}
      >
        {editing && <KindForm kind={editing === "new" ? undefined : editing} onDone={close} />}
      </Dialog>
    </div>
  );
}

function KindList(props: { label: string; kinds: readonly Kind[]; onEdit: (kind: Kind) => void }) {
  return (
    <ul
      aria-label={props.label}
      className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
    >
      {props.kinds.map((kind) => (
        <KindRow key={kind.id} kind={kind} onEdit={() => props.onEdit(kind)} />
      ))}
    </ul>
  );
}

function KindRow({ kind, onEdit }: { kind: Kind; onEdit: () => void }) {
  const t = useT();
  const update = useUpdateKind();
  const { Icon, text } = palette[kind.color];
  const problem = update.problems[0];
  const facts = [
    t("session.minutes", { minutes: kind.minutes }),
    ...kind.places.map((place) => t(place === "ONLINE" ? "session.online" : "session.inPerson")),
    t(kind.bookedBy.includes("CLIENT") ? "desk.kinds.byClients" : "desk.kinds.byStaff"),
  ];
  async function setActive(active: boolean) {
    const outcome = await update.run({
      input: { sessionTypeId: kind.id, version: kind.version, details: detailsOf(kind), active },
    });
    if (outcome.ok) toast(t(active ? "desk.kinds.isBack" : "desk.kinds.isArchived", { name: kind.name }));
  }
  return (
    <li className="grid gap-2 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 max-sm:relative max-sm:pl-8">
        <Icon
          size={20}
          strokeWidth={2}
          aria-hidden
          className={cx("flex-none max-sm:absolute max-sm:top-0.5 max-sm:left-0", text)}
        />
        <span className="grid min-w-0 flex-1 max-sm:basis-full">
          <span className="flex flex-wrap items-center gap-2">
            <span className="font-semibold break-words">{kind.name}</span>
            {kind.needsApproval && <Badge tone="info">{t("desk.kinds.asks")}</Badge>}
          </span>
          <span className="text-small text-ink-2">{facts.join(" · ")}</span>
        </span>
        <Button
          size="small"
          variant="secondary"
          aria-label={t("desk.kinds.editOf", { name: kind.name })}
          onPress={onEdit}
        >
          {t("desk.kinds.edit")}
        </Button>
        <Button
          size="small"
          variant="quiet"
          aria-label={t(kind.active ? "desk.kinds.archiveOf" : "desk.kinds.bringBackOf", { name: kind.name })}
          pending={update.pending && t("form.saving")}
          onPress={() => void setActive(!kind.active)}
        >
          {t(kind.active ? "desk.kinds.archive" : "desk.kinds.bringBack")}
        </Button>
      </div>
      {update.error && <ErrorNotice error={update.error} title={t("form.notSaved")} />}
      {problem && (
        <Notice tone="attention" live>
          {problem.message}
        </Notice>
      )}
    </li>
  );
}
