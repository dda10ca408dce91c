import type { Picture } from '../../../electron/contract/index.ts';

/** A drawn page and a drawn portrait of nobody, so that the gallery needs no picture of a person. */
export async function drawPicture(ref: string): Promise<Picture> {
  const portrait = ref === 'portrait';
  const canvas = new OffscreenCanvas(portrait ? 350 : 1250, portrait ? 450 : 880);
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('no canvas');
  pen.direction = 'ltr';
  if (portrait) drawPerson(pen, 0, 0, 350, 450);
  else drawPage(pen);
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return { bytes: new Uint8Array(await blob.arrayBuffer()), mediaType: 'image/png' };
}

type Pen = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

function drawPage(pen: Pen) {
  pen.fillStyle = '#e9eee6';
  pen.fillRect(0, 0, 1250, 880);
  pen.strokeStyle = 'rgba(11,85,87,.16)';
  for (let i = 0; i < 60; i++) {
    pen.beginPath();
    for (let x = 0; x <= 1250; x += 25) pen.lineTo(x, i * 16 + Math.sin(x / 90 + i / 4) * 18);
    pen.stroke();
  }
  drawPerson(pen, 60, 120, 350, 450);
  pen.fillStyle = '#0b5557';
  pen.font = 'bold 44px sans-serif';
  pen.fillText('UTOPIA · PASSPORT', 60, 80);
  pen.fillStyle = '#10292b';
  pen.font = '40px sans-serif';
  const lines = ['ERIKSSON', 'ANNA MARIA', 'UTOPIAN', '12 AUG 1984', 'ZENITH', '15 APR 2032'];
  for (const [i, line] of lines.entries()) pen.fillText(line, 470, 170 + i * 76);
  pen.font = '46px monospace';
  pen.fillText('P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 24, 720, 1200);
  pen.fillText('L898902C36UTO7408122F1204159ZE184226B<<<<<10', 24, 800, 1200);
}

/** Draws a plain figure; the gallery's camera shows the same one. */
export function drawPerson(pen: Pen, x: number, y: number, width: number, height: number) {
  const at = (part: number, of: number) => part * of;
  pen.save();
  pen.translate(x, y);
  pen.beginPath();
  pen.rect(0, 0, width, height);
  pen.clip();
  pen.fillStyle = '#cfdcd8';
  pen.fillRect(0, 0, width, height);
  const ellipse = (cx: number, cy: number, rx: number, ry: number, fill: string) => {
    pen.fillStyle = fill;
    pen.beginPath();
    pen.ellipse(at(cx, width), at(cy, height), at(rx, width), at(ry, height), 0, 0, Math.PI * 2);
    pen.fill();
  };
  ellipse(0.5, 1.06, 0.46, 0.3, '#37526b');
  ellipse(0.5, 0.38, 0.27, 0.28, '#4a3227');
  pen.fillStyle = '#d9a57b';
  pen.fillRect(at(0.41, width), at(0.6, height), at(0.18, width), at(0.2, height));
  ellipse(0.5, 0.46, 0.22, 0.25, '#e8b88f');
  ellipse(0.42, 0.44, 0.025, 0.014, '#2b1d16');
  ellipse(0.58, 0.44, 0.025, 0.014, '#2b1d16');
  ellipse(0.5, 0.6, 0.07, 0.012, '#b0685a');
  pen.restore();
}
