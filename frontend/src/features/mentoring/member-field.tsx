import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSettled } from "@/features/calendar/client-field";
import { findClients } from "@/features/calendar/queries";
import { useT } from "@/i18n";
import { ComboBox } from "@/ui/combobox";
import { everyMentor } from "./queries-mentors";
import { fits } from "./requests";

/** Finds a client or a mentor while one types. */
export function MemberField(props: {
  label: string;
  value: string | null;
  onChange: (id: string | null) => void;
  except?: string;
  autoFocus?: boolean;
}) {
  const t = useT();
  const [text, setText] = useState("");
  const search = useSettled(text, 150);
  const clients = useQuery({ ...findClients(search), placeholderData: keepPreviousData });
  const mentors = useQuery(everyMentor);
  const options = new Map<string, { id: string; label: string; detail?: string }>();
  for (const client of clients.data?.clients.nodes ?? []) {
    options.set(client.id, { id: client.id, label: client.member.name, detail: t("role.CLIENT") });
  }
  for (const mentor of mentors.data?.mentors.nodes ?? []) {
    if (!fits(mentor.member.name, search)) continue;
    options.set(mentor.id, { id: mentor.id, label: mentor.member.name, detail: t("mentoring.mentor") });
  }
  if (props.except) options.delete(props.except);
  return (
    <ComboBox
      label={props.label}
      options={[...options.values()].slice(0, 12)}
      value={props.value}
      onChange={props.onChange}
      onSearch={setText}
      empty={
        clients.isError || mentors.isError
          ? t("staff.book.searchFailed")
          : t(clients.data ? "mentoring.nobodyFound" : "state.loading")
      }
      autoFocus={props.autoFocus}
    />
  );
}
