import * as v from "valibot";
import type { BookedBy, ColorKey, SessionPlace, SessionTypeDetailsInput } from "@/gql/graphql";
import { useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { cx } from "@/lib/cx";
import { Button } from "@/ui";
import { Form, FormNativeSelect, FormText, useServerForm } from "@/ui/form";
import { Holder, useField } from "@/ui/form-field";
import { FormSwitch } from "@/ui/form-switch";
import { FormTicks } from "@/ui/form-ticks";
import { toast } from "@/ui/toaster";
import { useCreateKind, useUpdateKind } from "./deeds";
import { colors, palette } from "./palette";
import type { Kind } from "./use-kinds";

/** What is sent of a kind as it stands. */
export function detailsOf(kind: Kind): SessionTypeDetailsInput {
  const { name, minutes, places, bookedBy, needsApproval, bufferBefore, bufferAfter, color } = kind;
  return {
    name,
    minutes,
    places: [...places],
    bookedBy: [...bookedBy],
    needsApproval,
    bufferBefore,
    bufferAfter,
    color,
  };
}

type Values = {
  name: string;
  minutes: string;
  places: string[];
  bookedBy: string[];
  needsApproval: boolean;
  bufferBefore: string;
  bufferAfter: string;
  color: string;
};

const buffers = ["0", "5", "10", "15", "20", "30", "45", "60"];
const numberOrNull = (text: string) => (text === "" ? null : Number(text));

function valuesOf(kind?: Kind): Values {
  return {
    name: kind?.name ?? "",
    minutes: String(kind?.minutes ?? 45),
    places: [...(kind?.places ?? ["IN_PERSON", "ONLINE"])],
    bookedBy: [...(kind?.bookedBy ?? ["CLIENT", "STAFF"])],
    needsApproval: kind?.needsApproval ?? false,
    bufferBefore: kind?.bufferBefore?.toString() ?? "",
    bufferAfter: kind?.bufferAfter?.toString() ?? "",
    color: kind?.color ?? "BLUE",
  };
}

function useKindForm(props: { kind?: Kind; onDone: () => void }) {
  const t = useT();
  const create = useCreateKind();
  const update = useUpdateKind();
  const keyOf = useAttemptKey();
  const some = (words: string) => v.pipe(v.array(v.string()), v.nonEmpty(words));
  const form = useServerForm<Values>({
    schema: v.object({
      name: v.pipe(v.string(), v.trim(), v.nonEmpty(t("desk.kinds.nameMissing"))),
      minutes: v.string(),
      places: some(t("desk.kinds.placesMissing")),
      bookedBy: some(t("desk.kinds.byMissing")),
      needsApproval: v.boolean(),
      bufferBefore: v.string(),
      bufferAfter: v.string(),
      color: v.string(),
    }),
    values: valuesOf(props.kind),
  });
  async function save(values: Values) {
    const details: SessionTypeDetailsInput = {
      name: values.name.trim(),
      minutes: Number(values.minutes),
      places: values.places as SessionPlace[],
      bookedBy: values.bookedBy as BookedBy[],
      needsApproval: values.needsApproval,
      bufferBefore: numberOrNull(values.bufferBefore),
      bufferAfter: numberOrNull(values.bufferAfter),
      color: values.color as ColorKey,
    };
    const { kind } = props;
    const outcome = kind
      ? await update.run({ input: { sessionTypeId: kind.id, version: kind.version, details, active: kind.active } })
      : await create.run({ input: { details, clientMutationId: keyOf(details) } });
    if (!form.take(outcome)) return;
    toast(t("desk.kinds.saved"));
    props.onDone();
  }
  return { form, save, pending: create.pending || update.pending };
}

/** A kind of session: what it is called, how long, where, and who books it. */
export function KindForm(props: { kind?: Kind; onDone: () => void }) {
  const t = useT();
  const { form, save, pending } = useKindForm(props);
  const lengths = Array.from({ length: 35 }, (_, step) => 10 + step * 5);
  const bufferOptions = [
    { id: "", label: t("desk.kinds.bufferOwn") },
    ...buffers.map((id) => ({
      id,
      label: id === "0" ? t("staff.hours.none") : t("session.minutes", { minutes: Number(id) }),
    })),
  ];
  return (
    <Form form={form} onSubmit={save}>
      <FormText name="name" label={t("desk.kinds.name")} hint={t("desk.kinds.nameHint")} maxLength={80} autoFocus />
      <FormNativeSelect
        name="minutes"
        label={t("book.length")}
        options={lengths.map((minutes) => ({ id: String(minutes), label: t("session.minutes", { minutes }) }))}
      />
      <FormTicks
        name="places"
        label={t("book.where")}
        options={[
          { id: "IN_PERSON", label: t("session.inPerson") },
          { id: "ONLINE", label: t("session.online") },
        ]}
      />
      <FormTicks
        name="bookedBy"
        label={t("desk.kinds.by")}
        options={[
          { id: "CLIENT", label: t("desk.kinds.clients") },
          { id: "STAFF", label: t("desk.kinds.staff") },
        ]}
      />
      <FormSwitch name="needsApproval" label={t("desk.kinds.needsApproval")} hint={t("desk.kinds.needsApprovalHint")} />
      <div className="grid gap-4 sm:grid-cols-2">
        <FormNativeSelect name="bufferBefore" label={t("staff.hours.bufferBefore")} options={bufferOptions} />
        <FormNativeSelect name="bufferAfter" label={t("staff.hours.bufferAfter")} options={bufferOptions} />
      </div>
      <ColorField />
      <Button type="submit" className="justify-self-start" pending={pending && t("form.saving")}>
        {t("form.save")}
      </Button>
    </Form>
  );
}

/** How the kind stands out on the calendar: a color, with a shape and a name of its own. */
function ColorField() {
  const t = useT();
  const { value, onChange } = useField<string>("color");
  return (
    <Holder name="color">
      <fieldset className="m-0 grid min-w-0 gap-2 border-0 p-0">
        <legend className="p-0 font-semibold">{t("desk.kinds.color")}</legend>
        <div className="grid grid-cols-2 gap-2 sm:grid-cols-4">
          {colors.map((color) => {
            const { Icon, text } = palette[color];
            return (
              <label
                key={color}
                className={cx(
                  "flex min-h-11 cursor-pointer items-center gap-2 rounded-control border-[1.5px] px-3 text-small has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus",
                  value === color
                    ? "border-accent bg-accent-soft font-semibold text-accent-soft-ink"
                    : "border-control",
                )}
              >
                <input
                  type="radio"
                  name="color"
                  value={color}
                  checked={value === color}
                  onChange={() => onChange(color)}
                  className="sr-only"
                />
                <Icon size={18} strokeWidth={2} aria-hidden className={text} />
                {t(`desk.color.${color}`)}
              </label>
            );
          })}
        </div>
      </fieldset>
    </Holder>
  );
}
