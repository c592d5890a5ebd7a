import { useSuspenseQuery } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useLocale, useT } from "@/i18n";
import { formatDate } from "@/lib/time";
import { Badge, Button, Fault, Section } from "@/ui";
import { NativeSelect } from "@/ui/native-select";
import { useMarkIntake } from "./actions";
import { type IntakeView, myFiles, type WayView } from "./queries";

/** What has to be there when somebody begins: their own things to do, and what the center looks after. */
export function Intake(props: { way: WayView; documents: ReactNode }) {
  const t = useT();
  const mine = props.way.intakeItems.filter((item) => item.owner === "CLIENT");
  const theirs = props.way.intakeItems.filter((item) => item.owner === "STAFF");
  if (!props.way.intakeItems.length) return null;
  return (
    <section aria-labelledby={`intake-${props.way.id}`} className="grid gap-3">
      <h3 id={`intake-${props.way.id}`} className="text-h3">
        {t("way.intake")}
      </h3>
      {mine.length > 0 && (
        <ul
          aria-label={t("way.intakeMine")}
          className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
        >
          {mine.map((item) => (
            <Item key={item.id} item={item} documents={props.documents} />
          ))}
        </ul>
      )}
      {theirs.length > 0 && (
        <>
          <p className="text-small text-ink-2">{t("way.intakeTheirs")}</p>
          <ul aria-label={t("way.intakeTheirs")} className="m-0 grid list-none gap-1.5 p-0 text-small">
            {theirs.map((item) => (
              <li key={item.id} className="flex flex-wrap items-center justify-between gap-x-4">
                <span className="break-words">{item.name}</span>
                <span className="text-ink-2">{t(item.doneOn ? "way.there" : "way.open")}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Item({ item, documents }: { item: IntakeView; documents: ReactNode }) {
  const mark = useMarkIntake();
  const [choosing, setChoosing] = useState(false);
  async function run(isDone: boolean, documentId: string | null = null) {
    const outcome = await mark.run({ input: { enrollmentItemId: item.id, done: isDone, documentId } });
    if (outcome.ok) setChoosing(false);
  }
  return (
    <li className="grid gap-3 px-5 py-4">
      <What item={item} />
      {choosing ? (
        <Section>
          <ChooseFile
            onChosen={(documentId) => void run(true, documentId)}
            onBack={() => setChoosing(false)}
            pending={mark.pending}
            documents={documents}
          />
        </Section>
      ) : (
        <ItemDeeds
          item={item}
          pending={mark.pending}
          onDone={(done) => void run(done)}
          onChoose={() => setChoosing(true)}
        />
      )}
      <Fault of={mark} />
    </li>
  );
}

/** What it is, and until when; or since when it is done. */
function What({ item }: { item: IntakeView }) {
  const t = useT();
  const locale = useLocale();
  const done = Boolean(item.doneOn);
  return (
    <div className="flex items-start gap-3">
      <span className="grid min-w-0 flex-1 gap-0.5">
        <span className="flex flex-wrap items-center gap-2">
          <span className="font-semibold break-words">{item.name}</span>
          {!item.required && <Badge>{t("form.optional")}</Badge>}
          {item.overdue && <Badge tone="attention">{t("way.late")}</Badge>}
        </span>
        <span className="text-small text-ink-2">
          {done
            ? t("way.done", { day: formatDate(item.doneOn ?? item.dueOn, locale) })
            : t("way.due", { day: formatDate(item.dueOn, locale) })}
        </span>
      </span>
      {done && <CircleCheck size={22} strokeWidth={1.75} aria-hidden className="flex-none text-accent" />}
    </div>
  );
}

function ItemDeeds(props: {
  item: IntakeView;
  pending: boolean;
  onDone: (done: boolean) => void;
  onChoose: () => void;
}) {
  const t = useT();
  const { item, onDone } = props;
  const pending = props.pending && t("form.saving");
  const withFile = item.kind === "DOCUMENT" || item.kind === "FORM";
  return (
    <div className="flex flex-wrap gap-2">
      {item.doneOn ? (
        <Button size="small" variant="quiet" pending={pending} onPress={() => onDone(false)}>
          {t("way.notDone")}
        </Button>
      ) : (
        <>
          {withFile && (
            <Button size="small" onPress={props.onChoose}>
              {t("way.chooseFile")}
            </Button>
          )}
          <Button
            size="small"
            variant={withFile ? "secondary" : "primary"}
            pending={pending}
            onPress={() => onDone(true)}
          >
            {t(withFile ? "way.doneOtherwise" : "way.doneNow")}
          </Button>
        </>
      )}
    </div>
  );
}

/** One of the files that are there; a new one is added where files are. */
function ChooseFile(props: {
  onChosen: (documentId: string) => void;
  onBack: () => void;
  pending: boolean;
  documents: ReactNode;
}) {
  const t = useT();
  const files = useSuspenseQuery(myFiles).data.documents.nodes.filter((one) => one.state === "READY");
  const [chosen, setChosen] = useState(files[0]?.id ?? "");
  return (
    <div className="grid gap-3">
      {files.length > 0 ? (
        <NativeSelect
          id="which-file"
          label={t("way.whichFile")}
          value={chosen}
          options={files.map((one) => ({ id: one.id, label: one.name }))}
          onChange={setChosen}
        />
      ) : (
        <p className="measure text-small text-ink-2">{t("way.noFile")}</p>
      )}
      {props.documents}
      <div className="flex flex-wrap gap-2">
        {chosen && (
          <Button size="small" pending={props.pending && t("form.saving")} onPress={() => props.onChosen(chosen)}>
            {t("way.thisFile")}
          </Button>
        )}
        <Button size="small" variant="quiet" onPress={props.onBack}>
          {t("form.cancel")}
        </Button>
      </div>
    </div>
  );
}
