/** One closed curve of a rosette: its middle radius, how far and how often it swings, and where it begins. */
export interface Curve {
  radius: number;
  swing: number;
  petals: number;
  turn: number;
}

/** The curve as an SVG path around (0, 0); 6 points per petal's quarter keep it smooth at kiosk size. */
export function curvePath({ radius, swing, petals, turn }: Curve): string {
  const count = petals * 24;
  const points: string[] = [];
  for (let i = 0; i < count; i++) {
    const angle = (i / count) * Math.PI * 2;
    const r = radius + swing * Math.cos(petals * angle + turn);
    points.push(`${(r * Math.cos(angle)).toFixed(1)} ${(r * Math.sin(angle)).toFixed(1)}`);
  }
  return `M${points.join('L')}Z`;
}

/** The security pattern of a document: one curve, turned `copies` times within one petal. */
export function rosette(curve: Omit<Curve, 'turn'>, copies: number): string {
  return Array.from({ length: copies }, (_, i) =>
    curvePath({ ...curve, turn: (i / copies) * Math.PI * 2 }),
  ).join('');
}
