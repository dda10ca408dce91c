import type { Picture } from '../../../electron/contract/index.ts';

/** A face of nobody, drawn: enough to see where a picture stands and how it is cut. */
const face = (x: number, y: number, scale: number) => `
  <g transform="translate(${x} ${y}) scale(${scale})">
    <path d="M-90 190c0-70 40-95 90-95s90 25 90 95z" fill="#3d5a66"/>
    <path d="M-22 70h44v50c-10 14-34 14-44 0z" fill="#c99a78"/>
    <ellipse cx="0" cy="10" rx="62" ry="80" fill="#dcb08e"/>
    <path d="M-66 8c-6-84 24-104 66-104s72 20 66 104c-8-40-24-58-66-58s-58 18-66 58z" fill="#4a3427"/>
    <circle cx="-24" cy="4" r="6" fill="#33261f"/><circle cx="24" cy="4" r="6" fill="#33261f"/>
    <path d="M-20 48q20 14 40 0" stroke="#9c5f4d" stroke-width="5" fill="none" stroke-linecap="round"/>
  </g>`;

const svg = (width: number, height: number, body: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${body}</svg>`;

const lines = [
  'P&lt;UTOLINDQVIST&lt;&lt;MAJA&lt;ELIN&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;',
  'X1234567&lt;4UTO8804175F3204167&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;06',
];

const drawings: Record<string, string> = {
  page: svg(
    1250,
    880,
    `<rect width="1250" height="880" fill="#e9efe9"/><circle cx="820" cy="380" r="300" fill="none" stroke="#c3d6cb" stroke-width="40"/>
     <rect x="70" y="150" width="350" height="450" fill="#cfdcdc"/>${face(245, 370, 1.3)}
     <text x="70" y="100" font-family="sans-serif" font-size="48" fill="#274b4d">UTOPIA · PASSPORT · SPECIMEN</text>
     <g font-family="sans-serif" font-size="40" fill="#22393a"><text x="480" y="220">LINDQVIST</text><text x="480" y="300">MAJA ELIN</text><text x="480" y="380">17 APR 1988</text><text x="480" y="460">X1234567</text></g>
     <g font-family="monospace" font-size="40" fill="#111"><text x="60" y="740">${lines[0]}</text><text x="60" y="810">${lines[1]}</text></g>`,
  ),
  'card-front': svg(
    1010,
    638,
    `<rect width="1010" height="638" fill="#e9efe9"/><rect x="60" y="140" width="290" height="380" fill="#cfdcdc"/>${face(205, 330, 1.1)}
     <text x="60" y="90" font-family="sans-serif" font-size="44" fill="#274b4d">UTOPIA · CARD · SPECIMEN</text>`,
  ),
  'card-back': svg(
    1010,
    638,
    `<rect width="1010" height="638" fill="#e9efe9"/><g font-family="monospace" font-size="48" fill="#111"><text x="50" y="440">I&lt;UTOX1234567&lt;4&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;</text><text x="50" y="510">8804175F3204167UTO&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;6</text><text x="50" y="580">LINDQVIST&lt;&lt;MAJA&lt;ELIN&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;</text></g>`,
  ),
  portrait: svg(350, 450, `<rect width="350" height="450" fill="#cfdcdc"/>${face(175, 220, 1.4)}`),
  selfie: svg(
    1280,
    720,
    `<rect width="1280" height="720" fill="#d8d2c6"/><rect x="900" y="120" width="240" height="600" fill="#b6a68d"/>${face(640, 340, 1.9)}`,
  ),
};

/** Pictures by the references the fixtures name. @throws Error for any other */
export function drawnPicture(ref: string): Picture {
  const drawing = drawings[ref];
  if (!drawing) throw new Error('no such picture');
  return { bytes: new TextEncoder().encode(drawing), mediaType: 'image/svg+xml' };
}
