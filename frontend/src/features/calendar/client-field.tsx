import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useT } from "@/i18n";
import { ComboBox } from "@/ui/combobox";
import { findClients } from "./queries";

/** The value that stays when typing pauses. */
export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}

/** Finds a client while one types; with `counselorId` it says when somebody else counsels them. */
export function ClientField(props: {
  value: string | null;
  onChange: (id: string | null) => void;
  error?: string;
  counselorId?: string;
  autoFocus?: boolean;
}) {
  const t = useT();
  const [text, setText] = useState("");
  const search = useSettled(text, 150);
  const { data, isError } = useQuery({ ...findClients(search), placeholderData: keepPreviousData });
  const options = (data?.clients.nodes ?? []).map((client) => {
    const theirs = !props.counselorId || client.counselors.some((one) => one.id === props.counselorId);
    const with_ = client.counselors.map((one) => one.name).join(", ");
    return {
      id: client.id,
      label: client.member.name,
      detail: theirs
        ? (client.member.pronouns ?? undefined)
        : with_
          ? t("staff.book.counseledBy", { names: with_ })
          : t("staff.clients.noCounselor"),
    };
  });
  return (
    <ComboBox
      label={t("staff.book.client")}
      placeholder={t("staff.book.clientHint")}
      options={options}
      value={props.value}
      onChange={props.onChange}
      onSearch={setText}
      error={props.error}
      empty={isError ? t("staff.book.searchFailed") : t(data ? "staff.book.noClient" : "state.loading")}
      autoFocus={props.autoFocus}
    />
  );
}
