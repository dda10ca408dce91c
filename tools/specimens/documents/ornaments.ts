/** A pen stroke that stands for the holder's signature; its form follows the letters of the name. */
export function signature(name: string, x: number, y: number, width: number): string {
  const letters = [...name.toLowerCase()].filter((letter) => /\p{L}/u.test(letter));
  const step = width / (letters.length + 1);
  let d = `M${x} ${y}`;
  letters.forEach((letter, k) => {
    const code = letter.codePointAt(0)!;
    const tall = /[bdfhklt]/.test(letter) || k === 0 ? 3.6 : 1.2 + (code % 5) * 0.12;
    const drop = /[gjpqy]/.test(letter) ? 2.2 : 0.3;
    const at = x + k * step;
    d += `c${(step * 0.2).toFixed(2)} ${(-tall).toFixed(2)} ${(step * 0.9).toFixed(2)} ${(-tall * 0.9).toFixed(2)} ${(step * 0.45).toFixed(2)} ${drop.toFixed(2)}`;
    d += `S${(at + step * 0.8).toFixed(2)} ${(y - 0.9 - (code % 3) * 0.3).toFixed(2)} ${(at + step).toFixed(2)} ${(y - (k % 2) * 0.25).toFixed(2)}`;
  });
  return `<path d="${d}q3 -1.6 6.5 -.6" fill="none" stroke="#1c2a55" stroke-width=".32" stroke-linecap="round" stroke-linejoin="round"/>`;
}

/** The sun over the sea: the arms of Utopia on all its documents. */
export function emblem(cx: number, cy: number, r: number, ink: string): string {
  const rays = Array.from({ length: 24 }, (_, k) => {
    const a = (k / 24) * Math.PI * 2;
    const [inner, outer] = [r * 0.66, r * (k % 2 ? 0.86 : 1)];
    const at = (length: number) =>
      `${(cx + length * Math.cos(a)).toFixed(2)} ${(cy + length * Math.sin(a)).toFixed(2)}`;
    return `<path d="M${at(inner)}L${at(outer)}" stroke="${ink}" stroke-width=".3"/>`;
  });
  return `<g fill="none" stroke="${ink}" stroke-width=".28">${rays.join('')}
    <circle cx="${cx}" cy="${cy}" r="${r * 0.56}"/><circle cx="${cx}" cy="${cy}" r="${r * 0.5}"/>
    <path d="M${cx - r * 0.36} ${cy + r * 0.14}q${r * 0.18} -${r * 0.34} ${r * 0.36} 0t${r * 0.36} 0M${cx - r * 0.3} ${cy + r * 0.28}q${r * 0.15} -${r * 0.2} ${r * 0.3} 0t${r * 0.3} 0"/>
    <circle cx="${cx}" cy="${cy - r * 0.2}" r="${r * 0.13}" fill="${ink}"/></g>`;
}
