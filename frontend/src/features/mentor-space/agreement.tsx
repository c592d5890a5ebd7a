import { useSuspenseQuery } from "@tanstack/react-query";
import type { MentorPairLineFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button, Card } from "@/ui";
import { useSay } from "@/ui/deed";
import { useAgree } from "./deeds-pair";
import { agreement } from "./queries";

/** What both read and accept, each for themself. */
export function Agreement({ pair }: { pair: MentorPairLineFragment }) {
  const t = useT();
  const say = useSay();
  const agree = useAgree();
  const { version, lines } = useSuspenseQuery(agreement).data.mentorshipAgreement;
  return (
    <Card labelledBy="agreement" className="grid grid-cols-[minmax(0,1fr)] content-start gap-4">
      <h2 id="agreement" className="text-h2">
        {t("mentoring.mine.agreement")}
      </h2>
      <ol className="m-0 grid list-decimal gap-2 pl-5">
        {lines.map((line) => (
          <li key={line} className="measure">
            {line}
          </li>
        ))}
      </ol>
      <p className="text-small text-ink-2">
        {t(pair.agreedByMentor ? "mentoring.mine.iAgreed" : "mentoring.mine.iNotYet")}{" "}
        {t(pair.agreedByClient ? "mentoring.mine.theyAgreed" : "mentoring.mine.theyNotYet", { name: pair.client.name })}
      </p>
      {!pair.agreedByMentor && pair.state !== "CLOSED" && (
        <Button
          className="justify-self-start"
          pending={agree.pending && t("form.saving")}
          onPress={() =>
            void agree
              .run({ input: { mentorshipId: pair.id, version } })
              .then((outcome) => say(outcome, t("form.saved")))
          }
        >
          {t("mentoring.mine.agree")}
        </Button>
      )}
    </Card>
  );
}
