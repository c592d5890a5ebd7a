import type { ReactNode } from "react";
import { centerBoot } from "@/api/boot";
import { type FragmentType, unmask } from "@/gql";
import { useT } from "@/i18n";
import { Notice } from "@/ui";
import { runsOutSoon } from "./expiring";
import { SteerCredentialParts } from "./queries-mentors";
import { useExpiryWords } from "./words";

/** What stops because a credential ran out, or will: new people, never those whom the mentor walks with. */
export function CredentialNotice(props: {
  held: ReadonlyArray<FragmentType<typeof SteerCredentialParts>>;
  expired: boolean;
  /** What an ended one means, to whoever reads it. */
  ended: string;
  /** The way to where it is mended. */
  children: ReactNode;
}) {
  const t = useT();
  const expiry = useExpiryWords();
  const soon = runsOutSoon(
    props.held.map((one) => unmask(SteerCredentialParts, one)),
    centerBoot().today,
  );
  if (props.expired) {
    return (
      <Notice tone="attention">
        {props.ended} {props.children}
      </Notice>
    );
  }
  if (!soon) return null;
  return (
    <Notice>
      {t("mentoring.credentialSoon", { kind: soon.kind, when: expiry(soon) })} {props.children}
    </Notice>
  );
}
