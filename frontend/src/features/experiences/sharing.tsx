import { useSuspenseQuery } from "@tanstack/react-query";
import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { useAction } from "@/api/action";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { ExperienceKind, MyExperiencesQuery, Visibility } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Badge, Fault } from "@/ui";
import { NativeSelect } from "@/ui/native-select";
import { toast } from "@/ui/toaster";
import { myExperiences } from "./queries";

const ShareExperience = graphql(`
  mutation ShareExperience($input: SetExperiencesInput!) {
    setExperiences(input: $input) {
      experiences {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const ForgetExperience = graphql(`
  mutation ForgetExperience($experienceId: ID!) {
    removeExperience(experienceId: $experienceId) {
      experiences {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
/** What fits somebody is found anew with what they share. */
const options = { invalidates: [keys.experiences, keys.walk] };
const kinds: readonly ExperienceKind[] = [
  "SUBSTANCE",
  "PATHWAY",
  "PARENTING",
  "GRIEF",
  "HEALTH",
  "TRAUMA",
  "WORK",
  "JUSTICE",
  "VETERAN",
  "LGBTQ",
  "FAITH",
  "LANGUAGE",
  "REGION",
  "AGE_BAND",
  "GENDER",
];
const steps: readonly Visibility[] = ["OFF", "SILENT", "SHARED", "FULL"];
type Word = MyExperiencesQuery["experienceWords"][number];
type Held = MyExperiencesQuery["myExperiences"][number];

/** What one lived through, word by word, and who may know. Each step is one's own, in force at once, and can be taken back at once. */
export function Sharing() {
  const t = useT();
  const { experienceWords, myExperiences: held } = useSuspenseQuery(myExperiences).data;
  const of = (word: Word) => held.find((one) => one.word?.code === word.code);
  const gone = held.filter((one) => !one.word);
  return (
    <div className="grid gap-3">
      {kinds.map((kind) => (
        <Kind key={kind} kind={kind} words={experienceWords.filter((word) => word.kind === kind)} of={of} />
      ))}
      {gone.length > 0 && <Gone held={gone} />}
      <p className="measure text-small text-ink-2">{t("walk.shareMost")}</p>
    </div>
  );
}

function Kind(props: { kind: ExperienceKind; words: readonly Word[]; of: (word: Word) => Held | undefined }) {
  const t = useT();
  const used = props.words.filter((word) => (props.of(word)?.visibility ?? "OFF") !== "OFF").length;
  const [open, setOpen] = useState(false);
  if (!props.words.length) return null;
  return (
    <details
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="group rounded-card border border-line bg-surface"
    >
      <summary className="flex min-h-14 cursor-pointer list-none items-center gap-3 rounded-card px-5">
        <span className="min-w-0 flex-1 font-semibold">{t(`walk.kind.${props.kind}`)}</span>
        {used > 0 && <Badge tone="iris">{t("walk.shareCount", { count: used })}</Badge>}
        <ChevronDown size={20} aria-hidden className="flex-none text-ink-2 group-open:rotate-180" />
      </summary>
      {open && (
        <ul aria-label={t(`walk.kind.${props.kind}`)} className="m-0 grid list-none gap-4 px-5 pt-1 pb-5">
          {props.words.map((word) => (
            <li key={word.code}>
              <Choice word={word} held={props.of(word)} />
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}

function Choice({ word, held }: { word: Word; held: Held | undefined }) {
  const t = useT();
  const share = useAction(ShareExperience, (data) => data.setExperiences, options);
  const forget = useAction(ForgetExperience, (data) => data.removeExperience, options);
  const [chosen, setChosen] = useState<Visibility | null>(null);
  const busy = share.pending || forget.pending;
  async function choose(visibility: Visibility) {
    setChosen(visibility);
    // "Nobody" keeps nothing: the word is taken out of the house.
    const outcome =
      visibility === "OFF" && held
        ? await forget.run({ experienceId: held.id })
        : await share.run({ input: { experiences: [{ code: word.code, visibility }] } });
    if (outcome.ok) toast(t(`walk.shared.${visibility}`));
    else setChosen(null);
  }
  return (
    <div className="grid gap-1" aria-busy={busy || undefined}>
      <NativeSelect
        id={`share-${word.code}`}
        label={word.label.charAt(0).toLocaleUpperCase() + word.label.slice(1)}
        value={(busy && chosen) || held?.visibility || "OFF"}
        options={steps.map((id) => ({ id, label: t(`walk.share.${id}`) }))}
        onChange={(value) => void choose(value as Visibility)}
      />
      <Fault of={share} />
      <Fault of={forget} />
    </div>
  );
}

/** Words that are not in the list any more can still be taken back. */
function Gone(props: { held: readonly Held[] }) {
  const t = useT();
  const forget = useAction(ForgetExperience, (data) => data.removeExperience, options);
  return (
    <div className="grid gap-2 rounded-card border border-line bg-surface p-5">
      <p className="text-small text-ink-2">{t("walk.shareGone", { count: props.held.length })}</p>
      <button
        type="button"
        className="min-h-11 cursor-pointer justify-self-start font-semibold text-accent underline underline-offset-3"
        onClick={() => {
          const [first] = props.held;
          if (first) void forget.run({ experienceId: first.id });
        }}
      >
        {t("walk.shareForget")}
      </button>
      <Fault of={forget} />
    </div>
  );
}
