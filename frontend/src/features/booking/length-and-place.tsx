import type { SessionPlace } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Segmented } from "@/ui/fields";

/** How long a session is, and where. */
export function LengthAndPlace(props: {
  minutes: string;
  place: SessionPlace;
  onMinutes: (minutes: string) => void;
  onPlace: (place: SessionPlace) => void;
  orientation?: "horizontal";
}) {
  const t = useT();
  return (
    <>
      <Segmented
        label={t("book.length")}
        orientation={props.orientation}
        value={props.minutes}
        onChange={props.onMinutes}
        options={["30", "45", "60"].map((id) => ({ id, label: t("book.minutes", { minutes: id }) }))}
      />
      <Segmented
        label={t("book.where")}
        orientation={props.orientation}
        value={props.place}
        onChange={(value) => props.onPlace(value as SessionPlace)}
        options={[
          { id: "IN_PERSON", label: t("session.inPerson") },
          { id: "ONLINE", label: t("session.online") },
        ]}
      />
    </>
  );
}
