import type { Picture } from '../../../electron/contract/index.ts';

/** A drawn page and a drawn portrait of nobody, so that the gallery needs no picture of a person. */
export async function drawPicture(ref: string): Promise<Picture> {
  const [width, height, draw] = drawings[ref] ?? drawings.page!;
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('no canvas');
  pen.direction = 'ltr';
  draw(pen);
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return { bytes: new Uint8Array(await blob.arrayBuffer()), mediaType: 'image/png' };
}

type Pen = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

const drawings: Record<string, [width: number, height: number, draw: (pen: Pen) => void]> = {
  portrait: [350, 450, (pen) => drawPerson(pen, 0, 0, 350, 450)],
  page: [1250, 880, drawPage],
  'card-front': [1010, 638, drawCardFront],
  'card-lines': [1010, 638, drawCardLines],
  'card-barcode': [1010, 638, drawCardBarcode],
};

function drawGround(pen: Pen, width: number, height: number) {
  pen.fillStyle = '#e9eee6';
  pen.fillRect(0, 0, width, height);
  pen.strokeStyle = 'rgba(11,85,87,.16)';
  for (let i = 0; i < 60; i++) {
    pen.beginPath();
    for (let x = 0; x <= width; x += 25) pen.lineTo(x, i * 16 + Math.sin(x / 90 + i / 4) * 18);
    pen.stroke();
  }
}

function drawCardFront(pen: Pen) {
  drawGround(pen, 1010, 638);
  drawPerson(pen, 50, 130, 300, 390);
  pen.fillStyle = '#0b5557';
  pen.font = 'bold 40px sans-serif';
  pen.fillText('UTOPIA · CARD', 50, 80);
  pen.fillStyle = '#10292b';
  pen.font = '36px sans-serif';
  const lines = ['ERIKSSON', 'ANNA MARIA', 'UTOPIAN', '12 AUG 1984', '15 APR 2032'];
  for (const [i, line] of lines.entries()) pen.fillText(line, 400, 170 + i * 70);
}

function drawCardLines(pen: Pen) {
  drawGround(pen, 1010, 638);
  pen.fillStyle = '#10292b';
  pen.font = '44px monospace';
  pen.fillText('I<UTOD231458907<<<<<<<<<<<<<<<', 40, 450, 930);
  pen.fillText('7408122F1204159UTO<<<<<<<<<<<6', 40, 520, 930);
  pen.fillText('ERIKSSON<<ANNA<MARIA<<<<<<<<<<', 40, 590, 930);
}

function drawCardBarcode(pen: Pen) {
  drawGround(pen, 1010, 638);
  pen.fillStyle = '#10292b';
  for (let y = 0; y < 12; y++)
    for (let x = 0; x < 130; x++) {
      const bar = x < 6 || x > 123 || (x * 7 + y * 13 + ((x * y) % 5)) % 3 === 0;
      if (bar) pen.fillRect(50 + x * 7, 330 + y * 20, 7, 20);
    }
}

function drawPage(pen: Pen) {
  drawGround(pen, 1250, 880);
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
