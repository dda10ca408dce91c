import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type WindowClient } from '../../e2e/kiosk/client.ts';
import { type KioskProcess, startKiosk } from '../../e2e/kiosk/process.ts';
import { createBenchStation } from './station.ts';

/** A running kiosk whose data outlives its process, with its staff and its station panel connected. */
export interface Desk {
  kiosk: KioskProcess;
  staff: WindowClient<'staff'>;
  station: WindowClient<'station'>;
  close(): Promise<void>;
}

/** @param vision whether the measurement needs the face engine; it is ready when this resolves */
export async function openDesk({ vision }: { vision: boolean }): Promise<Desk> {
  const bench = createBenchStation();
  const data = mkdtempSync(join(tmpdir(), 'proofdesk-bench-data-'));
  const kiosk = await startKiosk({
    data,
    flags: ['--station', bench.stationFile, ...(vision ? [] : ['--no-vision'])],
    env: { PROOFDESK_RESOURCES: bench.resources },
  });
  const close = async () => {
    await kiosk.stop();
    bench.remove();
    rmSync(data, { recursive: true, force: true });
  };
  try {
    const station = await connect('station', await kiosk.address('station'));
    const staff = await connect('staff', await kiosk.address('staff'));
    await station.until(({ devices }) =>
      ['mrz-reader', 'page-scanner'].every((kind) =>
        devices.some((one) => one.kind === kind && one.state === 'ready'),
      ),
    );
    if (vision) await kiosk.vision;
    return { kiosk, staff, station, close };
  } catch (error) {
    await close();
    throw error;
  }
}
