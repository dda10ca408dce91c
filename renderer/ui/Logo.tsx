/** The mark: the bell of a reception desk, its dome drawn with the ridges of a fingerprint. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg className={className} viewBox="0 0 48 48" role="img" aria-label="Proofdesk">
      <Mark />
    </svg>
  );
}

/** Its shapes alone, 48 × 48, to be set into a drawing. */
export function Mark() {
  return (
    <>
      <rect x="21.4" y="6" width="5.2" height="9" rx="2.6" fill="currentColor" />
      <path d="M6 34a18 18 0 0 1 36 0Z" fill="currentColor" />
      <g fill="none" stroke="var(--paper)" strokeWidth="2.5" strokeLinecap="round">
        <path d="M12.6 34v-.6a11.4 11.4 0 0 1 19.6-7.9M35 30.2c.3 1 .4 2.1.4 3.2v.6" />
        <path d="M18.4 34v-.6a5.6 5.6 0 0 1 11.2 0v.6" />
      </g>
      <rect x="3" y="37.4" width="42" height="5" rx="2.5" fill="currentColor" />
    </>
  );
}
