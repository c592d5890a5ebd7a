/** Four stones on each other. */
export function Logo(props: { size?: number }) {
  const size = props.size ?? 24;
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="currentColor"
      aria-hidden="true"
      className="flex-none text-accent"
    >
      <ellipse cx="12" cy="19.4" rx="9.4" ry="3.2" />
      <ellipse cx="11.2" cy="13.2" rx="6.8" ry="2.6" opacity="0.85" />
      <ellipse cx="12.4" cy="8.2" rx="4.7" ry="2.1" opacity="0.7" />
      <ellipse cx="11.8" cy="4.2" rx="2.9" ry="1.6" opacity="0.55" />
    </svg>
  );
}
