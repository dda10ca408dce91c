import { CodedError } from '../../../electron/contract/index.ts';
import { createVisionEngine, expectedModels, type VisionEngine } from '../index.ts';
import type { VisionUnderTest } from './under-test.ts';

/** What a test may do in the page; pictures are named, and stay in the page. */

const pictures = new Map<string, Uint8Array<ArrayBuffer>>();
let engine: VisionEngine | undefined;

async function timed(run: () => unknown): Promise<unknown> {
  const began = performance.now();
  try {
    const answer = await run();
    return { answer, ms: performance.now() - began };
  } catch (error) {
    return { code: error instanceof CodedError ? error.code : String(error) };
  }
}

async function draw(
  size: [number, number],
  quality: number,
  paint: (context: OffscreenCanvasRenderingContext2D) => void,
) {
  const canvas = new OffscreenCanvas(...size);
  const context = canvas.getContext('2d')!;
  context.fillStyle = '#ddd';
  context.fillRect(0, 0, ...size);
  paint(context);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
  return new Uint8Array(await blob.arrayBuffer());
}

const bitmap = (name: string) => createImageBitmap(new Blob([pictures.get(name)!]));

const underTest: VisionUnderTest = {
  async start() {
    try {
      engine = await createVisionEngine({ modelBase: '/models', expected: expectedModels });
      return { startMs: engine.info().startMs };
    } catch (error) {
      return { code: error instanceof CodedError ? error.code : String(error) };
    }
  },
  load(name, base64) {
    pictures.set(
      name,
      Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)),
    );
  },
  async degrade(from, to, { scale, turn, light, quality, blur = 0 }) {
    const source = await bitmap(from);
    const [width, height] = [source.width * scale, source.height * scale];
    const paint = (context: OffscreenCanvasRenderingContext2D) => {
      context.filter = `brightness(${light}) blur(${blur}px)`;
      context.translate(width / 2, height / 2);
      context.rotate((turn * Math.PI) / 180);
      context.drawImage(source, -width / 2, -height / 2, width, height);
    };
    pictures.set(to, await draw([width, height], quality, paint));
  },
  async compose(to, size, pasted) {
    const sources = await Promise.all(pasted.map(({ name }) => bitmap(name)));
    const paint = (context: OffscreenCanvasRenderingContext2D) => {
      for (const [k, { at }] of pasted.entries()) context.drawImage(sources[k]!, ...at);
    };
    pictures.set(to, await draw(size, 0.9, paint));
  },
  call: (method, picture, keepAs) =>
    timed(async () => {
      const answer = await engine![method](pictures.get(picture)!);
      if ('portrait' in answer && keepAs) pictures.set(keepAs, answer.portrait as Uint8Array<ArrayBuffer>);
      return 'portrait' in answer ? { ...answer, portrait: answer.portrait.length } : answer;
    }),
  sequence: (reference, frames) =>
    timed(() =>
      engine!.measureSequence({
        reference: pictures.get(reference)!,
        frames: frames.map((frame) => pictures.get(frame)!),
        identify: frames.map((_, k) => k),
      }),
    ),
  compare: (portrait, selfies) =>
    timed(() =>
      engine!.compare({
        portrait: pictures.get(portrait)!,
        selfies: selfies.map((selfie) => pictures.get(selfie)!),
      }),
    ),
};

Object.assign(window, { underTest });
