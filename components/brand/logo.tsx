/** The logo and the name: decorative beside a heading, an accessible name elsewhere. */
export function Logo({ size = 26 }: { size?: number }) {
  return (
    <span style={{ display: "flex", alignItems: "center", gap: 10, fontWeight: 650, letterSpacing: "-0.01em" }}>
      <svg style={{ flex: "none" }} width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="#0c7a65" />
        <path d="M9 8v16h14" fill="none" stroke="#fff" strokeWidth="3.2" strokeLinecap="round" strokeLinejoin="round" />
        <circle cx="22" cy="10" r="3.4" fill="#ffd166" />
      </svg>
      LightNode
    </span>
  );
}
