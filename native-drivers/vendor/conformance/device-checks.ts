import { decode } from 'jpeg-js';
import { mediaTypeOf } from '../../protocols/page.ts';
import { imageAssembly } from '../images.ts';
import type { AdapterTell, Rehearsal } from '../messages.ts';
import type { Check } from './check.ts';
import { ConformanceFailure, type Probe } from './probe.ts';

const readLimit = 30_000;
const fail = (message: string): never => {
  throw new ConformanceFailure(message);
};
const state =
  (device: string, ...states: string[]) =>
  (tell: AdapterTell) =>
    tell.tell === 'device' && tell.device === device && states.includes(tell.state);
const isOutcome = (device: string) => (tell: AdapterTell) =>
  (tell.tell === 'finished' || tell.tell === 'failed') && tell.device === device;

async function open(probe: Probe, device: string): Promise<void> {
  probe.process.order({ do: 'open', device });
  await probe.next('the state ready after open', state(device, 'ready'), 10_000);
}

/** Has it read, with a document put before it where it can act that out. */
function read(probe: Probe, device: string): void {
  if (probe.hello.rehearses.includes('document'))
    probe.process.order({ do: 'rehearse', device, what: 'document' });
  else probe.process.order({ do: 'read', device });
}

/** Everything from a reading's start to its end. */
async function reading(probe: Probe, device: string): Promise<AdapterTell[]> {
  await probe.next('the start of a reading', (tell) => tell.tell === 'started' && tell.device === device);
  const seen: AdapterTell[] = [];
  await probe.next(
    'the end of a reading',
    (tell) => {
      if (!seen.includes(tell)) seen.push(tell);
      return isOutcome(device)(tell);
    },
    readLimit,
  );
  return seen;
}

/** Why it will not open; of a PNG only how it begins and ends is looked at. */
function problemOf(bytes: Uint8Array): string | null {
  if (mediaTypeOf(bytes) === 'image/png') {
    const end = Buffer.from(bytes.subarray(-8, -4)).toString('latin1');
    return end === 'IEND' ? null : 'without its end';
  }
  try {
    decode(bytes, { useTArray: true, maxResolutionInMP: 200, maxMemoryUsageInMB: 2048 });
    return null;
  } catch {
    return 'that does not open';
  }
}

function judgeResults(tells: readonly AdapterTell[]): string {
  const images = imageAssembly();
  const found: string[] = [];
  let ofUse = false;
  for (const tell of tells) {
    if (tell.tell === 'lines' || tell.tell === 'barcode') ofUse = true;
    if (tell.tell === 'lines') found.push(`${tell.lines.length} lines`);
    if (tell.tell === 'barcode') found.push('a barcode');
    if (tell.tell === 'image') images.begin(tell);
    if (tell.tell !== 'part') continue;
    const image = images.add(tell);
    if (image && 'problem' in image) fail(`a picture with ${image.problem}`);
    if (!image || 'problem' in image) continue;
    const problem = problemOf(image.bytes);
    if (problem) fail(`a picture ${problem}`);
    if (image.light === 'white') ofUse = true;
    found.push(`a picture of ${image.bytes.length} bytes in ${image.light} light`);
  }
  const begun = tells.filter(({ tell }) => tell === 'image').length;
  if (begun > found.filter((one) => one.startsWith('a picture')).length) fail('a picture that was not whole');
  if (found.length === 0) fail('a reading that finished without a result');
  if (!ofUse) fail(`a reading of nothing that is looked at: ${found.join(', ')}`);
  return found.join(', ');
}

/** Brings it to a fault and back to ready. */
async function fault(probe: Probe, device: string, what: Rehearsal, code: string): Promise<string> {
  await open(probe, device);
  probe.process.order({ do: 'rehearse', device, what });
  const told = await probe.next('the state faulted', state(device, 'faulted'));
  if (told.tell === 'device' && told.fault !== code) fail(`the fault was ${told.fault}, not ${code}`);
  probe.process.order({ do: 'read', device });
  const refused = await probe.next('a refusal to read', isOutcome(device));
  if (refused.tell !== 'failed') fail('it read although it had a fault');
  probe.process.order({ do: 'rehearse', device, what: 'cured' });
  await probe.next('the state present or ready after the cure', state(device, 'present', 'ready'));
  await open(probe, device);
  return `${code}, and ready after the cure`;
}

/** The checks for each device, in this order, on one running adapter. */
export const deviceChecks: readonly Check[] = [
  {
    name: 'opens and closes',
    async run(probe, device) {
      await open(probe, device);
      probe.process.order({ do: 'close', device });
      await probe.next('the state present after close', state(device, 'present'));
      await open(probe, device);
      return 'present, ready, present, ready';
    },
  },
  {
    name: 'reads a document',
    async run(probe, device) {
      read(probe, device);
      const tells = await reading(probe, device);
      if (tells.at(-1)?.tell === 'failed') fail('the reading failed; is there a document?');
      return judgeResults(tells);
    },
  },
  {
    name: 'answers its heartbeat while it reads',
    async run(probe, device) {
      read(probe, device);
      await probe.next('the start of a reading', ({ tell }) => tell === 'started');
      const began = performance.now();
      probe.process.order({ do: 'ping', n: 7_000_001 });
      let ended = false;
      await probe.next(
        'a pong',
        (tell) => {
          ended ||= isOutcome(device)(tell);
          return tell.tell === 'pong' && tell.n === 7_000_001;
        },
        1000,
      );
      const took = Math.round(performance.now() - began);
      if (!ended) await probe.next('the end of a reading', isOutcome(device), readLimit);
      return `${took} ms`;
    },
  },
  {
    name: 'refuses a second reading and finishes the first',
    async run(probe, device) {
      read(probe, device);
      await probe.next('the start of a reading', ({ tell }) => tell === 'started');
      probe.process.order({ do: 'read', device });
      const first = await probe.next('a refusal', isOutcome(device), readLimit);
      if (first.tell !== 'failed' || first.fault !== 'device/busy')
        fail('the second was not refused as busy');
      const second = await probe.next('the end of the first', isOutcome(device), readLimit);
      if (second.tell !== 'finished') fail('the first did not finish');
      return 'device/busy for the second';
    },
  },
  {
    name: 'is called off',
    async run(probe, device) {
      read(probe, device);
      await probe.next('the start of a reading', ({ tell }) => tell === 'started');
      probe.process.order({ do: 'cancel', device });
      await probe.next('the end of a reading', isOutcome(device), 3000);
      await probe.settle();
      read(probe, device);
      await probe.next('the end of the next', isOutcome(device), readLimit);
      return 'ended at once, and read again';
    },
  },
  {
    name: 'says when it is unplugged and plugged in',
    needs: ['unplug', 'plug'],
    async run(probe, device) {
      probe.process.order({ do: 'rehearse', device, what: 'unplug' });
      await probe.next('the state absent', state(device, 'absent'));
      probe.process.order({ do: 'read', device });
      const refused = await probe.next('a refusal to read', isOutcome(device));
      if (refused.tell !== 'failed') fail('it read although it was away');
      probe.process.order({ do: 'rehearse', device, what: 'plug' });
      await probe.next('the state present', state(device, 'present', 'ready'));
      await open(probe, device);
      return 'absent, present, ready';
    },
  },
  {
    name: 'says when it is unplugged in a reading',
    needs: ['unplug-while-reading', 'plug'],
    async run(probe, device) {
      probe.process.order({ do: 'rehearse', device, what: 'unplug-while-reading' });
      read(probe, device);
      const outcome = await probe.next('the end of the reading', isOutcome(device), readLimit);
      const wrong = outcome.tell !== 'failed' || outcome.fault !== 'device/disconnected-while-sending';
      if (wrong) fail('it did not fail as device/disconnected-while-sending');
      await probe.next('the state absent', state(device, 'absent'));
      probe.process.order({ do: 'rehearse', device, what: 'plug' });
      await probe.next('the state present', state(device, 'present', 'ready'));
      await open(probe, device);
      return 'failed, absent, ready again';
    },
  },
  {
    name: 'says that its cover is open',
    needs: ['cover-open', 'cured'],
    run: (probe, device) => fault(probe, device, 'cover-open', 'device/cover-open'),
  },
  {
    name: 'says that a document is jammed',
    needs: ['jam', 'cured'],
    run: (probe, device) => fault(probe, device, 'jam', 'device/jam'),
  },
  {
    name: 'says that it may not be opened',
    needs: ['access-denied', 'cured'],
    run: (probe, device) => fault(probe, device, 'access-denied', 'device/access-denied'),
  },
  {
    name: 'says that it is in use',
    needs: ['busy'],
    async run(probe, device) {
      probe.process.order({ do: 'rehearse', device, what: 'busy' });
      read(probe, device);
      const outcome = await probe.next('a refusal', isOutcome(device), readLimit);
      if (outcome.tell !== 'failed' || outcome.fault !== 'device/busy')
        fail('it did not fail as device/busy');
      return 'device/busy';
    },
  },
];
