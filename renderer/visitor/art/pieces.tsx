import type { ReactNode, SVGProps } from 'react';

/** The parts the drawings share. Their colours are the tokens', so that every drawing is of one hand. */
export function Scene({ children, width = 640, height = 520, ...rest }: SVGProps<SVGSVGElement>) {
  return (
    <svg className="art" viewBox={`0 0 ${width} ${height}`} aria-hidden="true" {...rest}>
      {children}
    </svg>
  );
}

/** A soft ground for a scene to stand on. */
export function Ground({ cx = 320, cy = 270, r = 235 }: { cx?: number; cy?: number; r?: number }) {
  return <circle cx={cx} cy={cy} r={r} fill="var(--paper-deep)" />;
}

/** A closed booklet with the sign of a chip on its cover (ICAO Doc 9303-9 §2.3), 170 × 236. */
export function Cover() {
  return (
    <g>
      <rect width="170" height="236" rx="13" fill="var(--accent)" />
      <rect width="13" height="236" rx="6" fill="var(--accent-deep)" />
      <g fill="none" stroke="#f0c987" strokeWidth="4">
        <circle cx="90" cy="92" r="34" />
        <ellipse cx="90" cy="92" rx="14" ry="34" />
        <path d="M56 92h68M61 74h58M61 110h58" />
        <rect x="66" y="182" width="48" height="28" rx="4" />
        <circle cx="90" cy="196" r="7" />
        <path d="M66 196h17M97 196h17" />
      </g>
      <rect x="48" y="150" width="84" height="8" rx="4" fill="#f0c987" />
    </g>
  );
}

export function Silhouette({ x = 0, y = 0, scale = 1 }: { x?: number; y?: number; scale?: number }) {
  return (
    <g transform={`translate(${x} ${y}) scale(${scale})`}>
      <circle cx="30" cy="26" r="17" fill="var(--accent)" />
      <path d="M0 80c0-20 13-32 30-32s30 12 30 32Z" fill="var(--accent)" />
    </g>
  );
}

/** The photo page, 236 × 170, with its two lines for machines. */
export function DataPage() {
  return (
    <g>
      <rect width="236" height="170" rx="10" fill="var(--surface)" stroke="var(--line)" strokeWidth="3" />
      <rect x="16" y="18" width="66" height="86" rx="5" fill="var(--accent-wash)" />
      <Silhouette x={19} y={24} />
      <g fill="var(--line)">
        <rect x="98" y="22" width="76" height="9" rx="4" />
        <rect x="98" y="42" width="118" height="9" rx="4" />
        <rect x="98" y="62" width="98" height="9" rx="4" />
        <rect x="98" y="82" width="56" height="9" rx="4" />
      </g>
      <g fill="none" stroke="var(--ink)" strokeWidth="7" strokeDasharray="9 4">
        <path d="M16 128h204" />
        <path d="M16 147h204" />
      </g>
    </g>
  );
}

/** A phone, 176 × 330, with what is on its screen. */
export function Phone({ children }: { children?: ReactNode }) {
  return (
    <g>
      <rect width="176" height="330" rx="28" fill="var(--ink)" />
      <rect x="10" y="10" width="156" height="310" rx="19" fill="var(--surface)" />
      <rect x="64" y="20" width="48" height="9" rx="4.5" fill="var(--ink)" />
      {children}
    </g>
  );
}

/** A credential as wallets show it, 132 × 84. */
export function CredentialCard() {
  return (
    <g>
      <rect width="132" height="84" rx="11" fill="var(--accent)" />
      <circle cx="22" cy="23" r="10" fill="#f0c987" />
      <g fill="#fff">
        <rect x="40" y="18" width="58" height="7" rx="3.5" opacity=".9" />
        <rect x="14" y="50" width="80" height="6" rx="3" opacity=".55" />
        <rect x="14" y="63" width="52" height="6" rx="3" opacity=".55" />
      </g>
    </g>
  );
}

export function TickBadge({ r = 30 }: { r?: number }) {
  const k = r / 30;
  return (
    <g>
      <circle r={r} fill="var(--good)" stroke="var(--paper)" strokeWidth={6 * k} />
      <path
        d={`M${-12 * k} ${k}l${8.5 * k} ${9 * k} ${16 * k} ${-18 * k}`}
        fill="none"
        stroke="#fff"
        strokeWidth={6 * k}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </g>
  );
}

/** Some modules of a code, for drawings only: nothing to scan. */
export function CodeSketch() {
  const corner = (x: number, y: number) => (
    <path d={`M${x} ${y}h30v30h-30zM${x + 8} ${y + 8}v14h14v-14z`} fillRule="evenodd" />
  );
  return (
    <g fill="var(--ink)">
      {corner(0, 0)}
      {corner(70, 0)}
      {corner(0, 70)}
      <path d="M40 0h10v10h-10zM54 14h8v16h-8zM40 22h8v18h-8zM0 40h16v8h-16zM26 46h20v8h-20zM56 42h10v18h-10zM76 40h24v8h-24zM84 56h16v8h-16zM40 64h10v16h-10zM58 70h18v8h-18zM84 74h16v10h-16zM44 88h20v12h-20zM72 90h12v10h-12zM92 92h8v8h-8z" />
    </g>
  );
}
