// A sample adapter for a full-page reader that only its maker's library can drive (docs/vendor-adapter.md).
// It stands for such a reader: where a real one would call the library, this one waits a little and sends a specimen.
// It needs nothing but Node, and is meant to be copied.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const device = 'page';
const lines = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];
const readTime = 400;
const partLength = 60_000;

// A small grey page, for when no picture was named: --image FILE.
const grey = Buffer.from(
  '/9j/4AAQSkZJRgABAQEBkAGQAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/wAALCABYAH0BAREA/8QAFQABAQAAAAAAAAAAAAAAAAAAAAb/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oACAEBAAA/AKQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAf/Z',
  'base64',
);
const file = process.argv[process.argv.indexOf('--image') + 1];
const picture = process.argv.includes('--image') ? readFileSync(file) : grey;

let attached = true;
let opened = false;
let fault = null;
let reading = null;
let next = null;
let images = 0;

const tell = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
const state = () =>
  !attached ? 'absent' : fault ? 'faulted' : !opened ? 'present' : reading ? 'busy' : 'ready';
const tellState = () => tell({ tell: 'device', device, state: state(), fault });
const error = (message) => tell({ tell: 'error', message });

/** Lines first, because they come first from a real reader too; then the picture in parts; then the end. */
function sendDocument() {
  reading = null;
  tell({ tell: 'lines', device, lines });
  const image = ++images;
  tell({
    tell: 'image',
    device,
    image,
    mediaType: 'image/jpeg',
    dotsPerInch: 400,
    light: 'white',
    bytes: picture.length,
  });
  for (let at = 0; at < picture.length; at += partLength) {
    tell({ tell: 'part', image, data: picture.subarray(at, at + partLength).toString('base64') });
  }
  tell({ tell: 'finished', device });
}

function read() {
  if (state() !== 'ready') {
    tell({
      tell: 'failed',
      device,
      fault: reading ? 'device/busy' : (fault ?? 'device/disconnected-before-sending'),
    });
    return;
  }
  const pulled = next === 'unplug-while-reading';
  const busy = next === 'busy';
  next = null;
  if (busy) {
    tell({ tell: 'failed', device, fault: 'device/busy' });
    return;
  }
  tell({ tell: 'started', device });
  reading = setTimeout(() => (pulled ? unplug() : sendDocument()), readTime);
}

function stop(why) {
  if (!reading) return;
  clearTimeout(reading);
  reading = null;
  tell({ tell: 'failed', device, fault: why });
}

function unplug() {
  stop('device/disconnected-while-sending');
  attached = false;
  opened = false;
  tellState();
}

function rehearse(what) {
  if (what === 'document') read();
  else if (what === 'unplug') unplug();
  else if (what === 'plug') {
    attached = true;
    fault = null;
    tellState();
  } else if (what === 'cured') {
    fault = null;
    tellState();
  } else if (what === 'unplug-while-reading' || what === 'busy') next = what;
  else {
    fault = `device/${what}`;
    stop(fault);
    tellState();
  }
}

const rehearses = [
  'document',
  'unplug',
  'plug',
  'unplug-while-reading',
  'cover-open',
  'jam',
  'busy',
  'access-denied',
  'cured',
];

const orders = {
  hello() {
    tell({
      tell: 'hello',
      protocol: 1,
      name: 'sample',
      version: '1.0',
      devices: [
        {
          id: device,
          name: 'Sample page reader',
          kind: 'page-scanner',
          gesture: 'lay-flat',
          firmware: '1.0',
        },
      ],
      rehearses,
    });
    tellState();
  },
  ping: ({ n }) => tell({ tell: 'pong', n }),
  open() {
    if (!attached || fault) return tellState();
    opened = true;
    tellState();
  },
  close() {
    stop('device/disconnected-before-sending');
    opened = false;
    tellState();
  },
  read,
  cancel: () => stop('device/no-document'),
  rehearse: ({ what }) => (rehearses.includes(what) ? rehearse(what) : error('there is no such rehearsal')),
  quit: () => process.exit(0),
};

const withoutDevice = new Set(['hello', 'ping', 'quit']);

const input = createInterface({ input: process.stdin });
input.on('line', (line) => {
  let order;
  try {
    order = JSON.parse(line);
  } catch {
    return error('that is no JSON');
  }
  const known = typeof order?.do === 'string' && Object.hasOwn(orders, order.do);
  if (!known) return error('there is no such order');
  if (!withoutDevice.has(order.do) && order.device !== device) return error('there is no such device');
  orders[order.do](order);
});
// The kiosk is gone: so is the reason to hold the reader.
input.on('close', () => process.exit(0));
