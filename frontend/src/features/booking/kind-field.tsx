import { useT } from "@/i18n";
import { RadioGroup, Segmented } from "@/ui/fields";
import type { Choice, KindView } from "./choice";
import { LengthAndPlace } from "./length-and-place";
import type { BookSearch } from "./search";

/** What kind of session, and where; where a center has no kinds, how long. */
export function KindAndPlace(props: {
  kinds: readonly KindView[];
  choice: Choice;
  onChange: (change: BookSearch) => void;
}) {
  const t = useT();
  const { kinds, choice, onChange } = props;
  const { kind } = choice;
  if (!kind) {
    return (
      <div className="flex flex-wrap gap-x-8 gap-y-4">
        <LengthAndPlace
          orientation="horizontal"
          minutes={String(choice.minutes)}
          place={choice.place}
          onMinutes={(value) => onChange({ minutes: Number(value) })}
          onPlace={(value) => onChange({ place: value })}
        />
      </div>
    );
  }
  const placeWords = { IN_PERSON: t("session.inPerson"), ONLINE: t("session.online") };
  const detail = (one: KindView) =>
    [
      t("session.minutes", { minutes: one.minutes }),
      ...one.places.map((place) => placeWords[place]),
      one.needsApproval && t("bookMore.approval"),
    ]
      .filter(Boolean)
      .join(" · ");
  return (
    <div className="grid gap-4">
      {kinds.length > 1 ? (
        <RadioGroup
          label={t("bookMore.kind")}
          value={kind.id}
          onChange={(type) => onChange({ type })}
          options={kinds.map((one) => ({ id: one.id, label: one.name, detail: detail(one) }))}
        />
      ) : (
        <p className="text-ink-2">
          {kind.name} · {detail(kind)}
        </p>
      )}
      {kind.places.length > 1 && (
        <Segmented
          label={t("book.where")}
          orientation="horizontal"
          value={choice.place}
          onChange={(place) => onChange({ place: place as KindView["places"][number] })}
          options={kind.places.map((place) => ({ id: place, label: placeWords[place] }))}
        />
      )}
    </div>
  );
}
