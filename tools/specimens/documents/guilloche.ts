/** Fine-line background print of our own design, as SVG; lengths in millimetres. */

function path(points: [number, number][]): string {
  return points.map(([x, y], k) => `${k ? 'L' : 'M'}${x.toFixed(2)} ${y.toFixed(2)}`).join('');
}

/** A rosette: a hypotrochoid whose radius breathes. */
function rosette(cx: number, cy: number, size: number, lobes: number, depth: number, phase: number): string {
  const points: [number, number][] = [];
  for (let k = 0; k <= 720; k++) {
    const a = (k / 720) * Math.PI * 2;
    const r = size * (1 - depth + depth * Math.cos(lobes * a + phase));
    points.push([cx + r * Math.cos(a), cy + r * Math.sin(a)]);
  }
  return path(points);
}

function wave(y: number, width: number, height: number, k: number, shift: number): string {
  const points: [number, number][] = [];
  for (let x = 0; x <= width; x += 0.8) {
    const t = (x / width) * Math.PI * 2;
    points.push([x, y + height * (Math.sin(t * 2 + shift) * 0.6 + Math.sin(t * 5 - shift * 1.7 + k) * 0.4)]);
  }
  return path(points);
}

/** @param hue degrees of the lighter of the two inks. */
export function guilloche(width: number, height: number, hue: number): string {
  const line = (d: string, colour: string, stroke: number) =>
    `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${stroke}"/>`;
  const one = `hsl(${hue} 38% 74%)`;
  const two = `hsl(${(hue + 48) % 360} 36% 77%)`;
  const out: string[] = [];
  for (let k = 0; k < 46; k++)
    out.push(line(wave((k / 45) * height, width, 3.2, k * 0.12, k * 0.21), k % 2 ? one : two, 0.1));
  for (let k = 0; k < 16; k++) {
    out.push(line(rosette(width * 0.68, height * 0.38, 12 + k * 1.3, 12, 0.16, k * 0.4), one, 0.085));
    out.push(line(rosette(width * 0.68, height * 0.38, 6 + k * 1.1, 18, 0.22, -k * 0.3), two, 0.085));
  }
  return out.join('');
}
