import { ClientField } from "@/features/calendar/client-field";
import { Holder, useField } from "@/ui/form-field";

/** The field of a form in which a client is found by name. */
export default function WhichClient() {
  const { value, onChange, error } = useField<string>("clientId");
  return (
    <Holder name="clientId">
      <ClientField value={value || null} error={error} onChange={(id) => onChange(id ?? "")} />
    </Holder>
  );
}
