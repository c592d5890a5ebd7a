import { useQuery } from "@tanstack/react-query";
import { useT } from "@/i18n";
import { TextLink } from "@/ui";
import { covering } from "./queries";

/** The absence and what is done about it have one name, of two kinds. */
const coveringOf = (timeOffId: string) => timeOffId.replace(/^time_off:/, "covering:");

/** To the answers, where people were asked about a time off. Nothing where nobody was. */
export function CoveringLink(props: { timeOffId: string; span: string }) {
  const t = useT();
  const id = coveringOf(props.timeOffId);
  const found = useQuery(covering(id)).data?.covering;
  if (!found) return null;
  const open = found.answers.filter((one) => one.state === "OPEN").length;
  return (
    <TextLink to="/covering/$id" params={{ id }} className="text-small">
      {t(found.answers.length ? "desk.cover.link" : "desk.cover.linkNone", { open, all: found.answers.length })}
      <span className="sr-only">, {props.span}</span>
    </TextLink>
  );
}
