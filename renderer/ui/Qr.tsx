import { create } from 'qrcode';
import { useMemo } from 'react';
import './qr.css';

/** The dark modules as one path, and the size of the symbol in modules with the quiet zone of 4 (ISO/IEC 18004 §6.3.8). */
export function qrPath(text: string): { path: string; size: number } {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const quiet = 4;
  let path = '';
  for (let y = 0; y < modules.size; y++) {
    for (let x = 0; x < modules.size; x++) {
      if (!modules.get(y, x)) continue;
      let run = 1;
      while (x + run < modules.size && modules.get(y, x + run)) run++;
      path += `M${x + quiet} ${y + quiet}h${run}v1h-${run}z`;
      x += run - 1;
    }
  }
  return { path, size: modules.size + 2 * quiet };
}

/** Dark on white, never tinted, never covered. */
export function Qr({ text, label, dimmed = false }: { text: string; label: string; dimmed?: boolean }) {
  const { path, size } = useMemo(() => qrPath(text), [text]);
  return (
    <svg
      className={`qr ${dimmed ? 'qr-dimmed' : ''}`}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
