import { useSuspenseQuery } from "@tanstack/react-query";
import { DeskTexts } from "@/features/desk/texts";
import { useT } from "@/i18n";
import { TextLink } from "@/ui";
import { CoveringLine } from "./line";
import { coveringNow } from "./queries";

/** Who is away while people still have to choose. Nothing when everybody has. */
export default function CoveringAtHome() {
  return (
    <DeskTexts>
      <Away />
    </DeskTexts>
  );
}

function Away() {
  const t = useT();
  const lines = useSuspenseQuery(coveringNow).data.coverings.nodes.filter((one) => one.open > 0);
  if (!lines.length) return null;
  return (
    <section aria-labelledby="away-home" className="grid gap-3">
      <h2 id="away-home" className="text-h2">
        {t("desk.cover.home")}
      </h2>
      <div className="rounded-card border border-line bg-surface pb-3">
        <ul aria-labelledby="away-home" className="m-0 list-none divide-y divide-line p-0">
          {lines.map((line) => (
            <CoveringLine key={line.id} line={line} />
          ))}
        </ul>
        <TextLink to="/covering" search={{}} className="mx-4">
          {t("desk.cover.toAll")}
        </TextLink>
      </div>
    </section>
  );
}
