import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { boot } from "@/api/boot";
import { asApiError } from "@/api/errors";
import { api } from "@/api/fetcher";
import { markSignedOut } from "@/api/signed-out";
import { graphql } from "@/gql";
import { useT } from "@/i18n";
import { Button, ButtonAnchor } from "@/ui/button";
import { ErrorNotice } from "@/ui/errors";
import { Dialog } from "@/ui/overlay";

const WhoIsThere = graphql(`
  query WhoIsThere {
    viewer {
      permissions
      account {
        member {
          id
          roles
        }
      }
    }
  }
`);

/** Over the page, which stays as it is: sign in beside it, come back, go on. Somebody else signing in starts anew. */
export default function SignedOutDialog() {
  const t = useT();
  const queryClient = useQueryClient();
  const [error, setError] = useState<unknown>();
  const operator = boot().audience === "ops";

  const check = useCallback(async () => {
    if (operator) {
      location.reload();
      return;
    }
    try {
      const { viewer } = await api({ document: WhoIsThere });
      const before = boot();
      if (before.audience === "ops" || viewer.account.member.id !== before.viewer.id) {
        location.reload();
        return;
      }
      setError(undefined);
      markSignedOut(false);
      await queryClient.invalidateQueries();
    } catch (cause) {
      const failure = asApiError(cause);
      setError(failure.kind === "signed-out" ? undefined : failure);
    }
  }, [operator, queryClient]);

  useEffect(() => {
    if (operator) return;
    const onBack = () => document.visibilityState === "visible" && void check();
    document.addEventListener("visibilitychange", onBack);
    return () => document.removeEventListener("visibilitychange", onBack);
  }, [check, operator]);

  const signIn = operator ? "/ops/sign-in" : `${boot().base}/sign-in`;
  return (
    <Dialog isOpen strict role="alertdialog" title={t("signedOut.title")}>
      <p className="text-ink-2">{t("signedOut.text")}</p>
      {error !== undefined && <ErrorNotice error={error} />}
      <ButtonAnchor href={signIn} target="_blank" rel="noopener" size="large" block>
        {t("signedOut.signIn")}
      </ButtonAnchor>
      <Button variant="quiet" block onPress={() => void check()}>
        {t("signedOut.goOn")}
      </Button>
    </Dialog>
  );
}
