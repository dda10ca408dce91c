import { create } from 'qrcode';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { qrModuleSize } from './qr-size.ts';
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

/**
 * Dark on white, never tinted, never covered, each module whole pixels of the screen.
 *
 * @param pixelsPerInch device pixels of an inch of the screen; null when nobody has told
 */
export function Qr({
  text,
  label,
  pixelsPerInch = null,
  dimmed = false,
}: {
  text: string;
  label: string;
  pixelsPerInch?: number | null;
  dimmed?: boolean;
}) {
  const { path, size } = useMemo(() => qrPath(text), [text]);
  const drawn = useRef<SVGSVGElement>(null);
  const [width, setWidth] = useState<number | null>(null);
  useLayoutEffect(() => {
    const place = drawn.current?.parentElement;
    if (!place) return;
    const measure = () => {
      const { paddingLeft, paddingRight } = getComputedStyle(place);
      const available = place.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
      const module = qrModuleSize({ available, modules: size, devicePixelRatio, pixelsPerInch });
      setWidth(module * size);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(place);
    return () => observer.disconnect();
  }, [size, pixelsPerInch]);
  return (
    <svg
      ref={drawn}
      className={`qr ${dimmed ? 'qr-dimmed' : ''}`}
      style={width === null ? undefined : { inlineSize: width }}
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
