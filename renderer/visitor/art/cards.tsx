import type { Face } from '../documents.ts';
import { DataPage, Silhouette } from './pieces.tsx';

/** Size of a drawn card; the proportions are those of ID-1 (ISO/IEC 7810). */
export const cardWidth = 220;
export const cardHeight = 139;

/** One side of a card, 220 × 139; a booklet's photo page is drawn at its own size, 236 × 170. */
export function FaceOf({ face }: { face: Face }) {
  switch (face) {
    case 'photo-page':
      return <DataPage />;
    case 'photo':
      return <PhotoSide />;
    case 'lines':
      return <LinesSide />;
    case 'barcode':
      return <BarcodeSide />;
  }
}

export function Blank() {
  return (
    <rect
      width={cardWidth}
      height={cardHeight}
      rx="13"
      fill="var(--surface)"
      stroke="var(--line)"
      strokeWidth="3"
    />
  );
}

function PhotoSide() {
  return (
    <g>
      <Blank />
      <path d="M1.5 26V14.5a13 13 0 0 1 13-13h191a13 13 0 0 1 13 13V26Z" fill="var(--accent)" />
      <rect x="16" y="40" width="64" height="82" rx="5" fill="var(--accent-wash)" />
      <Silhouette x={18} y={42} />
      <g fill="var(--line)">
        <rect x="96" y="46" width="68" height="9" rx="4" />
        <rect x="96" y="66" width="106" height="9" rx="4" />
        <rect x="96" y="86" width="88" height="9" rx="4" />
        <rect x="96" y="106" width="52" height="9" rx="4" />
      </g>
    </g>
  );
}

function LinesSide() {
  return (
    <g>
      <Blank />
      <g fill="var(--line)">
        <rect x="16" y="18" width="92" height="9" rx="4" />
        <rect x="16" y="36" width="62" height="9" rx="4" />
        <rect x="16" y="54" width="80" height="9" rx="4" />
      </g>
      <circle cx="178" cy="42" r="24" fill="none" stroke="var(--line)" strokeWidth="6" />
      <g fill="none" stroke="var(--ink)" strokeWidth="7" strokeDasharray="9 4">
        <path d="M16 86h189M16 103h189M16 120h189" />
      </g>
    </g>
  );
}

/** Bars of a PDF417 for the eye: five rows of widths that mean nothing. */
const rows = [
  '3 1 2 4 1 2 3 1 1 2 4 2 1 3 2 1 2 3 1 4 2 1 1 3',
  '3 1 4 1 2 2 1 3 2 1 2 4 1 1 3 2 2 1 4 1 2 3 2 2',
  '3 1 1 3 2 1 4 2 1 2 3 1 2 2 1 4 1 3 2 2 1 1 4 3',
  '3 1 2 2 1 4 1 1 3 2 1 3 2 1 4 1 2 2 3 1 1 4 2 2',
  '3 1 3 1 2 1 2 4 2 1 1 2 4 3 1 2 1 1 2 3 4 1 2 3',
].map((row) => row.split(' ').map(Number));

function BarcodeSide() {
  return (
    <g>
      <Blank />
      <path d="M1.5 18h217v16h-217z" fill="var(--line)" />
      <g fill="var(--line)">
        <rect x="16" y="44" width="84" height="8" rx="4" />
        <rect x="116" y="44" width="56" height="8" rx="4" />
      </g>
      <path d={bars(16, 64, 188, 60)} fill="var(--ink)" />
    </g>
  );
}

function bars(x: number, y: number, width: number, height: number): string {
  const rowHeight = height / rows.length;
  return rows
    .flatMap((row, index) => {
      const unit = width / row.reduce((sum, one) => sum + one, 0);
      let at = x;
      return row.map((bar, place) => {
        const from = at;
        at += bar * unit;
        return place % 2 === 0
          ? `M${from.toFixed(1)} ${y + index * rowHeight}h${(bar * unit).toFixed(1)}v${rowHeight}H${from.toFixed(1)}z`
          : '';
      });
    })
    .join('');
}
