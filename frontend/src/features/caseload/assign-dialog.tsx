import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useAction } from "@/api/action";
import { keys } from "@/api/keys";
import { counselors } from "@/features/calendar/queries";
import { graphql } from "@/gql";
import { useT } from "@/i18n";
import { Button, ErrorNotice, Notice } from "@/ui";
import { Select } from "@/ui/fields";
import { Dialog } from "@/ui/overlay";
import { toast } from "@/ui/toaster";

const AssignCounselor = graphql(`
  mutation AssignCounselor($input: AssignCounselorInput!) {
    assignCounselor(input: $input) {
      client {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

/** Who counsels this client from now on, besides those who do already. */
export function AssignDialog(props: { clientId: string; name: string; taken: readonly string[]; onClose: () => void }) {
  const t = useT();
  const { data, isError, error } = useQuery(counselors);
  const assign = useAction(AssignCounselor, (answer) => answer.assignCounselor, {
    invalidates: [keys.clients, keys.sessions],
  });
  const [chosen, setChosen] = useState<string | null>(null);
  const [missing, setMissing] = useState<string>();
  const free = data?.counselors.filter((one) => !props.taken.includes(one.id)) ?? [];
  const problem = assign.problems[0];

  async function save() {
    if (!chosen) return setMissing(t("staff.client.counselorMissing"));
    const outcome = await assign.run({ input: { clientId: props.clientId, counselorId: chosen } });
    if (!outcome.ok) return;
    toast(t("staff.client.assigned"));
    props.onClose();
  }
  return (
    <Dialog
      isOpen
      title={t("staff.client.assignTitle", { name: props.name })}
      onOpenChange={(open) => !open && props.onClose()}
    >
      {(isError || assign.error) && <ErrorNotice error={assign.error ?? error} />}
      {problem && (
        <Notice tone="attention" live>
          {problem.message}
        </Notice>
      )}
      {data && free.length === 0 ? (
        <p className="text-ink-2">{t("staff.client.nobodyLeft")}</p>
      ) : (
        <>
          <Select
            label={t("staff.session.counselor")}
            placeholder={t("staff.choose")}
            options={free.map((one) => ({ id: one.id, label: one.name }))}
            value={chosen}
            onChange={(id) => {
              setChosen(id);
              setMissing(undefined);
            }}
            error={missing}
          />
          <Button
            className="justify-self-start"
            pending={assign.pending && t("form.saving")}
            onPress={() => void save()}
          >
            {t("staff.client.assign")}
          </Button>
        </>
      )}
    </Dialog>
  );
}
