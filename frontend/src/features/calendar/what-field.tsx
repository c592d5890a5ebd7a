import { KindSelect } from "@/features/session-kinds/kind-select";
import type { SessionPlace } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Segmented } from "@/ui/fields";
import type { What } from "./use-what";

/** The kind, or a length, and where. */
export function WhatField({ what }: { what: What }) {
  const t = useT();
  return (
    <>
      <KindSelect kinds={what.bookable} value={what.kindId} onChange={what.setKindId} />
      {!what.kind && (
        <Segmented
          label={t("book.length")}
          value={what.minutes}
          onChange={what.setMinutes}
          options={["30", "45", "60"].map((id) => ({ id, label: t("book.minutes", { minutes: id }) }))}
        />
      )}
      <Segmented
        label={t("book.where")}
        value={what.place}
        onChange={(value) => what.setPlace(value as SessionPlace)}
        options={what.places.map((id) => ({
          id,
          label: t(id === "ONLINE" ? "session.online" : "session.inPerson"),
        }))}
      />
    </>
  );
}
