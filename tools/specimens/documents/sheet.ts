/** What the press prints and the scanner sees: 125 × 88 mm at 300 dpi, a TD3 data page or a card that lies on the lid. */
export const SHEET = { width: 125, height: 88 };
export const PIXELS = { width: 1476, height: 1039 };

/** @param drawing SVG in millimetres. */
export function sheet(drawing: string): string {
  const scale = PIXELS.width / SHEET.width;
  return `<!doctype html><meta charset="utf-8"><style>html,body{margin:0;background:#fff}svg{display:block}
    text{font-family:'Noto Sans Variable',sans-serif}</style>
  <svg xmlns="http://www.w3.org/2000/svg" width="${PIXELS.width}" height="${PIXELS.height}" viewBox="0 0 ${PIXELS.width / scale} ${PIXELS.height / scale}">
  ${drawing}
  </svg>`;
}
