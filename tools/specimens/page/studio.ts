/**
 * Runs in Chromium: turns raw renders (RGBA) into the JPEG files of a specimen. Every function is self-contained and
 * repeatable: noise comes from a counted generator, never from chance.
 */

interface RoomPaint {
  wall: string;
  floor: string;
  window: { x: number; width: number; tint: string } | null;
  whiteBalance: [number, number];
  brightness: number;
  seed: number;
}

/** What the page offers to the tool that opened it. */
export interface Studio {
  /** A portrait on a plain ground, as a photographer delivers it; JPEG as a data URL. */
  portrait(render: string, width: number, height: number): Promise<string>;
  /** A frame of a webcam in that room. */
  webcam(render: string, room: RoomPaint, frame: number): Promise<string>;
  /** Width of one character in units of the font's size. */
  advance(font: string): Promise<number>;
}

/** mulberry32: small, and the same everywhere. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

async function picture(url: string): Promise<ImageBitmap> {
  return createImageBitmap(await (await fetch(url)).blob());
}

function canvasOf(width: number, height: number) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.imageSmoothingQuality = 'high';
  return { canvas, context };
}

async function jpeg(canvas: OffscreenCanvas, quality: number): Promise<string> {
  const bytes = new Uint8Array(
    await (await canvas.convertToBlob({ type: 'image/jpeg', quality })).arrayBuffer(),
  );
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return `data:image/jpeg;base64,${btoa(text)}`;
}

/** Path tracing leaves grain: a bilateral filter on a window of 7 × 7, gentle on brightness, strong on colour. */
function denoise(image: ImageData, sigmaLuma: number): ImageData {
  const { width, height, data } = image;
  const out = new ImageData(width, height);
  const luma = new Float32Array(width * height);
  for (let i = 0; i < luma.length; i++)
    luma[i] = 0.3 * data[4 * i]! + 0.59 * data[4 * i + 1]! + 0.11 * data[4 * i + 2]!;
  const soft = new Float32Array(luma.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let sum = 0;
      let n = 0;
      for (let dy = -1; dy <= 1; dy++)
        for (let dx = -1; dx <= 1; dx++) {
          const [u, v] = [x + dx, y + dy];
          if (u < 0 || v < 0 || u >= width || v >= height) continue;
          sum += luma[v * width + u]!;
          n++;
        }
      soft[y * width + x] = sum / n;
    }
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const sums = [0, 0, 0, 0];
      let colourWeight = 0;
      let lumaWeight = 0;
      for (let dy = -3; dy <= 3; dy++)
        for (let dx = -3; dx <= 3; dx++) {
          const [u, v] = [x + dx, y + dy];
          if (u < 0 || v < 0 || u >= width || v >= height) continue;
          const to = v * width + u;
          const difference = (soft[to]! - soft[at]!) / sigmaLuma;
          const near = Math.exp(-(dx * dx + dy * dy) / 7 - difference * difference * 0.5);
          const wide = Math.exp(-(dx * dx + dy * dy) / 12 - difference * difference * 0.12);
          lumaWeight += near;
          colourWeight += wide;
          sums[3]! += near * luma[to]!;
          for (const c of [0, 1, 2] as const) sums[c]! += wide * (data[4 * to + c]! - luma[to]!);
        }
      const level = sums[3]! / lumaWeight;
      for (const c of [0, 1, 2] as const) out.data[4 * at + c] = level + sums[c]! / colourWeight;
      out.data[4 * at + 3] = 255;
    }
  return out;
}

function paintRoom(width: number, height: number, room: RoomPaint, shift: number) {
  const { canvas, context } = canvasOf(width, height);
  const random = generator(room.seed * 7919);
  const wall = context.createLinearGradient(0, 0, width, height);
  wall.addColorStop(0, room.wall);
  wall.addColorStop(1, room.floor);
  context.fillStyle = wall;
  context.fillRect(0, 0, width, height);
  context.translate(shift, 0);
  const shelf = (x: number, y: number, w: number, rows: number) => {
    context.fillStyle = 'rgba(40,34,30,0.38)';
    context.fillRect(x, y, w, rows * 62 + 8);
    for (let row = 0; row < rows; row++)
      for (let at = x + 6; at < x + w - 10; ) {
        const thick = 7 + random() * 12;
        const tall = 32 + random() * 20;
        context.fillStyle = `hsl(${Math.round(random() < 0.75 ? 14 + random() * 36 : 190 + random() * 40)} ${Math.round(6 + random() * 16)}% ${Math.round(34 + random() * 34)}%)`;
        context.fillRect(at, y + 8 + row * 62 + (52 - tall), thick, tall);
        at += thick + 1;
      }
  };
  if (room.window) {
    const { x, width: w, tint } = room.window;
    context.fillStyle = 'rgba(255,255,255,0.5)';
    context.fillRect(x - 8, -20, w + 16, 330);
    context.fillStyle = tint;
    context.fillRect(x, -20, w, 316);
    context.fillStyle = 'rgba(110,140,110,0.35)';
    context.fillRect(x, 190, w, 106);
    context.fillStyle = 'rgba(240,240,240,0.9)';
    context.fillRect(x + w / 2 - 4, -20, 8, 316);
    shelf(x > 300 ? 10 : 440, 96, 170, 5);
  } else {
    for (const lamp of [70, 300, 540]) {
      const glow = context.createRadialGradient(lamp, 46, 4, lamp, 46, 74);
      glow.addColorStop(0, 'rgba(255,240,205,1)');
      glow.addColorStop(0.25, 'rgba(255,228,176,0.8)');
      glow.addColorStop(1, 'rgba(255,220,160,0)');
      context.fillStyle = glow;
      context.fillRect(lamp - 80, -40, 160, 170);
    }
    context.fillStyle = 'rgba(84,62,44,0.75)';
    context.fillRect(-20, 250, 200, 260);
    context.fillRect(486, 210, 200, 300);
    context.fillStyle = 'rgba(60,86,66,0.75)';
    for (let k = 0; k < 16; k++) {
      context.beginPath();
      context.ellipse(70 + random() * 90, 170 + random() * 90, 12, 38, random() * 3, 0, 7);
      context.fill();
    }
  }
  const blurred = canvasOf(width, height);
  blurred.context.filter = 'blur(11px)';
  blurred.context.drawImage(canvas, -24, -18, width + 48, height + 36);
  return blurred.canvas;
}

const studio: Studio = {
  async portrait(render, width, height) {
    const source = await picture(render);
    const { canvas, context } = canvasOf(source.width, source.height);
    const ground = context.createRadialGradient(
      source.width / 2,
      source.height * 0.4,
      40,
      source.width / 2,
      source.height * 0.45,
      source.height * 0.75,
    );
    ground.addColorStop(0, '#e9ecee');
    ground.addColorStop(1, '#d3d8db');
    context.fillStyle = ground;
    context.fillRect(0, 0, source.width, source.height);
    context.drawImage(source, 0, 0);
    context.putImageData(denoise(context.getImageData(0, 0, source.width, source.height), 6), 0, 0);
    const small = canvasOf(width, height);
    small.context.filter = 'saturate(1.14) contrast(1.04)';
    small.context.drawImage(canvas, 0, 0, width, height);
    return jpeg(small.canvas, 0.93);
  },

  async webcam(render, room, frame) {
    const source = await picture(render);
    const { width, height } = source;
    const { canvas, context } = canvasOf(width, height);
    context.drawImage(paintRoom(width, height, room, 0), 0, 0);
    context.drawImage(source, 0, 0);
    context.putImageData(denoise(context.getImageData(0, 0, width, height), 6.5), 0, 0);
    const finished = canvasOf(width, height);
    finished.context.filter = `brightness(${room.brightness}) saturate(1.1) contrast(1.05)`;
    finished.context.drawImage(canvas, 0, 0);
    const image = finished.context.getImageData(0, 0, width, height);
    const random = generator(room.seed * 104729 + frame * 31);
    const [red, blue] = room.whiteBalance;
    for (let i = 0; i < image.data.length; i += 4) {
      const x = ((i / 4) % width) / width - 0.5;
      const y = Math.floor(i / 4 / width) / height - 0.5;
      const vignette = 1 - 0.34 * (x * x + y * y);
      const grain = (random() + random() - 1) * 5;
      image.data[i] = image.data[i]! * vignette * red + grain;
      image.data[i + 1] = image.data[i + 1]! * vignette + grain;
      image.data[i + 2] = image.data[i + 2]! * vignette * blue + grain;
    }
    finished.context.putImageData(image, 0, 0);
    return jpeg(finished.canvas, 0.78);
  },

  async advance(font) {
    await document.fonts.load(`100px "${font}"`);
    const { context } = canvasOf(10, 10);
    context.font = `1000px "${font}"`;
    return context.measureText('<').width / 1000;
  },
};

Object.assign(window, { studio });
