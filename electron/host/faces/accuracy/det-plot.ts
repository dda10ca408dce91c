/** One point of the curve: both rates at some threshold. */
export interface ErrorRates {
  readonly falseMatch: number;
  readonly falseNonMatch: number;
}

export interface Curve {
  readonly name: string;
  readonly points: readonly ErrorRates[];
}

const SIZE = 640;
const MARGIN = { left: 74, right: 24, top: 34, bottom: 62 };
const TICKS = [1e-5, 1e-4, 1e-3, 0.01, 0.05, 0.1, 0.2, 0.4];
const [LEAST, MOST] = [5e-6, 0.5];
const COLOURS = ['#0b5cad', '#b3261e', '#2e7d32', '#6a1b9a'];

/**
 * Detection error trade-off (Martin et al. 1997; ISO/IEC 19795-1): both error rates on normal deviate scales, on which two
 * normal distributions give a straight line. As SVG.
 */
export function detPlot(title: string, curves: readonly Curve[]): string {
  const place = (rate: number) => (deviate(rate) - deviate(LEAST)) / (deviate(MOST) - deviate(LEAST));
  const x = (rate: number) => MARGIN.left + place(rate) * (SIZE - MARGIN.left - MARGIN.right);
  const y = (rate: number) => SIZE - MARGIN.bottom - place(rate) * (SIZE - MARGIN.top - MARGIN.bottom);
  const grid = TICKS.flatMap((rate) => {
    const [across, up, text] = [x(rate).toFixed(1), y(rate).toFixed(1), label(rate)];
    return [
      `<path class="grid" d="M${across} ${y(LEAST).toFixed(1)}V${y(MOST).toFixed(1)}M${x(LEAST).toFixed(1)} ${up}H${x(MOST).toFixed(1)}"/>`,
      `<text x="${across}" y="${SIZE - MARGIN.bottom + 18}" text-anchor="middle">${text}</text>`,
      `<text x="${MARGIN.left - 8}" y="${(Number(up) + 4).toFixed(1)}" text-anchor="end">${text}</text>`,
    ];
  });
  const lines = curves.flatMap(({ name, points }, k) => {
    const colour = COLOURS[k % COLOURS.length]!;
    const d = visible(points)
      .map(({ falseMatch, falseNonMatch }, index) => {
        const at = `${x(falseMatch).toFixed(1)} ${y(falseNonMatch).toFixed(1)}`;
        return `${index === 0 ? 'M' : 'L'}${at}`;
      })
      .join('');
    return [
      ...(d === '' ? [] : [`<path class="curve" stroke="${colour}" d="${d}"/>`]),
      `<text x="${SIZE - MARGIN.right - 8}" y="${MARGIN.top + 18 * (k + 1)}" text-anchor="end" fill="${colour}">${escaped(name)}</text>`,
    ];
  });
  const middle = MARGIN.left + (SIZE - MARGIN.left - MARGIN.right) / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE} ${SIZE}" font-family="sans-serif" font-size="12">`,
    '<style>.grid{stroke:#ddd;fill:none}.curve{fill:none;stroke-width:2}</style>',
    `<rect width="${SIZE}" height="${SIZE}" fill="#fff"/>`,
    `<text x="${middle}" y="20" text-anchor="middle" font-size="14">${escaped(title)}</text>`,
    ...grid,
    ...lines,
    `<text x="${middle}" y="${SIZE - 18}" text-anchor="middle">false match rate</text>`,
    `<text transform="translate(18 ${SIZE / 2}) rotate(-90)" text-anchor="middle">false non-match rate</text>`,
    '</svg>\n',
  ].join('\n');
}

/** Rates off the scale are drawn at its edge, once on each side. */
function visible(points: readonly ErrorRates[]): ErrorRates[] {
  const held = (rate: number) => Math.min(MOST, Math.max(LEAST, rate));
  const placed = points.map(({ falseMatch, falseNonMatch }) => ({
    falseMatch: held(falseMatch),
    falseNonMatch: held(falseNonMatch),
  }));
  return placed.filter((point, k) => {
    const last = placed[k - 1];
    return !last || last.falseMatch !== point.falseMatch || last.falseNonMatch !== point.falseNonMatch;
  });
}

/** Inverse of the standard normal distribution (Acklam's rational approximation, relative error below 1.2e-9). */
export function deviate(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError('a deviate needs a share between 0 and 1');
  const tail = 0.02425;
  if (p > 1 - tail) return -deviate(1 - p);
  if (p < tail) {
    const q = Math.sqrt(-2 * Math.log(p));
    const top = ((((C[0]! * q + C[1]!) * q + C[2]!) * q + C[3]!) * q + C[4]!) * q + C[5]!;
    return top / ((((D[0]! * q + D[1]!) * q + D[2]!) * q + D[3]!) * q + 1);
  }
  const q = p - 0.5;
  const r = q * q;
  const top = (((((A[0]! * r + A[1]!) * r + A[2]!) * r + A[3]!) * r + A[4]!) * r + A[5]!) * q;
  return top / (((((B[0]! * r + B[1]!) * r + B[2]!) * r + B[3]!) * r + B[4]!) * r + 1);
}

const A = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
  2.506628277459239,
];
const B = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572];
const C = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const D = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416];

const label = (rate: number) => (rate < 0.01 ? rate.toExponential(0) : `${rate * 100} %`);
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
