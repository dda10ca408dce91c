import { useId } from 'react';

/** The glass a document is laid on; its light goes along it while it works. */
export function ScannerBed({ busy = false }: { busy?: boolean }) {
  const glass = useId();
  return (
    <g>
      <clipPath id={glass}>
        <path d="M140 344h360l28 62H112Z" />
      </clipPath>
      <path d="M96 330h448l46 96H50Z" fill="var(--ink)" />
      <path d="M140 344h360l28 62H112Z" fill="#bfe0da" />
      <path d="M50 426h540v34a14 14 0 0 1-14 14H64a14 14 0 0 1-14-14Z" fill="#1b4043" />
      <circle cx="552" cy="450" r="7" fill={busy ? 'var(--glow)' : '#8fd3a8'} />
      {busy && (
        <g clipPath={`url(#${glass})`}>
          <path className="art-beam" d="M100 357h440v13H100Z" fill="#fff" opacity=".85" />
        </g>
      )}
    </g>
  );
}

/** Says which way; amber, as every hint in the drawings. */
export function Arrow({ d, className = 'art-arrow' }: { d: string; className?: string }) {
  const head = useId();
  return (
    <>
      <defs>
        <marker
          id={head}
          viewBox="0 0 10 10"
          refX="6"
          refY="5"
          markerWidth="4"
          markerHeight="4"
          orient="auto"
        >
          <path d="M1 1l6 4-6 4" fill="none" stroke="var(--glow)" strokeWidth="2.4" strokeLinecap="round" />
        </marker>
      </defs>
      <path
        className={className}
        d={d}
        fill="none"
        stroke="var(--glow)"
        strokeWidth="9"
        strokeLinecap="round"
        markerEnd={`url(#${head})`}
      />
    </>
  );
}
