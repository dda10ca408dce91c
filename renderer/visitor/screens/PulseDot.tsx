/** The reader waits. */
export function PulseDot() {
  return (
    <svg className="pulse-dot" viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="12" cy="12" r="7" fill="currentColor" />
    </svg>
  );
}
