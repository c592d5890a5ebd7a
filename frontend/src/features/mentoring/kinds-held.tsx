/** For a field with the list `credential-kinds`: what is renewed is written as it was, with one press. */
export function KindsHeld(props: { of: ReadonlyArray<{ kind: string }> }) {
  return (
    <datalist id="credential-kinds">
      {[...new Set(props.of.map((one) => one.kind))].map((kind) => (
        <option key={kind} value={kind} />
      ))}
    </datalist>
  );
}
