import { describe, expect, it } from 'vitest';
import { ChildError, type ChildOrder, type ChildResult, childRunner } from '../transports/child.ts';
import { wiaBus, wiaSource } from './wia-scanner.ts';

const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1, 2, 3);
const device = { id: '{6BDD1FC6}\\0001', name: 'Desk scanner' };
const answering = (result: Partial<ChildResult>) => {
  const orders: ChildOrder[] = [];
  return {
    orders,
    run: async (order: ChildOrder) => {
      orders.push(order);
      return { code: 0, output: new Uint8Array(), complaint: '', ...result };
    },
  };
};
const script = ({ args }: ChildOrder) => Buffer.from(args.at(-1)!, 'base64').toString('utf16le');

describe('WIA, as far as it goes without Windows', () => {
  it('lists scanners from what the script answers, and none from what it does not', async () => {
    const { run, orders } = answering({
      output: new TextEncoder().encode(`${JSON.stringify([device])}\r\n`) as never,
    });
    const bus = wiaBus({ run, watch: () => () => {} });
    expect(await bus.list()).toEqual([device]);
    expect(script(orders[0]!)).toContain('WIA.DeviceManager');
    await bus.close();
    for (const bad of ['', '{}', '[{"id":7}]']) {
      const other = wiaBus({
        run: answering({ output: new TextEncoder().encode(bad) as never }).run,
        watch: () => () => {},
      });
      expect(await other.list()).toEqual([]);
      await other.close();
    }
  });

  it('tells the script what is wanted, and takes its picture and resolution', async () => {
    const { run, orders } = answering({ output: png as never, complaint: 'dpi=400\r\n' });
    const page = await wiaSource(device, run).scan({ dotsPerInch: 300, color: 'gray', from: 'feeder' });
    expect(page).toEqual({ bytes: png, mediaType: 'image/png', dotsPerInch: 400 });
    expect(JSON.parse(orders[0]!.input!)).toEqual({ id: device.id, dpi: 300, intent: 2, source: 1 });
  });

  it.each([
    ['hresult=80210016', 'device/cover-open'],
    ['hresult=80210002', 'device/jam'],
    ['hresult=80210003', 'device/no-document'],
    ['hresult=80210006', 'device/busy'],
    ['hresult=80210015', 'device/disconnected-before-sending'],
    ['hresult=80004005', 'device/failed'],
    ['something else', 'device/failed'],
  ])('names %s', async (complaint, code) => {
    const { run } = answering({ code: 1, complaint });
    await expect(wiaSource(device, run).scan({ dotsPerInch: 300 })).rejects.toMatchObject({ code });
  });

  it('names what is no picture, what takes too long, and what was called off', async () => {
    const scan = (run: Parameters<typeof wiaSource>[1]) => wiaSource(device, run).scan({ dotsPerInch: 300 });
    await expect(scan(answering({}).run)).rejects.toMatchObject({ code: 'device/protocol' });
    for (const [child, code] of [
      ['child/time-out', 'device/time-out'],
      ['child/cancelled', 'drivers/cancelled'],
      ['child/not-started', 'device/failed'],
    ] as const) {
      await expect(scan(() => Promise.reject(new ChildError(child, 'x')))).rejects.toMatchObject({ code });
    }
  });
});

describe('a program that is run', () => {
  const node = childRunner(process.execPath);
  const order = (code: string, more: Partial<ChildOrder> = {}) =>
    node({ args: ['-e', code], timeout: 8000, maxBytes: 1000, ...more });

  it('gives its output, its complaint and its code', async () => {
    const { code, output, complaint } = await order(
      "process.stdin.pipe(process.stdout); console.error('oh'); process.exitCode = 3",
      { input: 'hello' },
    );
    expect([code, Buffer.from(output).toString(), complaint]).toEqual([3, 'hello', 'oh\n']);
  });

  it('is stopped when it is too much, too long or called off, and named when it is not there', async () => {
    await expect(
      order("process.stdout.write('x'.repeat(1001)); setTimeout(() => {}, 1e5)"),
    ).rejects.toMatchObject({
      code: 'child/too-large',
    });
    await expect(order('setTimeout(() => {}, 1e5)', { timeout: 100 })).rejects.toMatchObject({
      code: 'child/time-out',
    });
    await expect(order('setTimeout(() => {}, 1e5)', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'child/cancelled',
    });
    await expect(
      childRunner('/no/such/program')({ args: [], timeout: 9, maxBytes: 9 }),
    ).rejects.toMatchObject({
      code: 'child/not-started',
    });
  });
});
