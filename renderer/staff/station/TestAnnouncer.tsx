import type { DeviceReport } from '../../../electron/contract/index.ts';
import { findingWords, testProgress, testPrompt } from '../words/device-tests.ts';
import { cureText, deviceFaults, deviceName } from '../words/devices.ts';

/** Tells who does not look at the cards how the newest test goes; one region, so that no two talk at once. */
export function TestAnnouncer({ devices }: { devices: readonly DeviceReport[] }) {
  const newest = devices
    .filter(({ test }) => test !== null)
    .toSorted((a, b) => lastMove(a) - lastMove(b))
    .at(-1);
  return (
    <p className="visually-hidden" role="status" data-testid="test-status">
      {newest && `${deviceName(newest)}: ${sentence(newest)}`}
    </p>
  );
}

const lastMove = ({ test }: DeviceReport) => test?.endedAt ?? test?.startedAt ?? 0;

function sentence(device: DeviceReport): string {
  const { test, kind } = device;
  switch (test?.state) {
    case 'waiting':
      return `${testPrompt(device)}.`;
    case 'reading':
      return `${testProgress[kind]}.`;
    case 'passed':
      return `test passed. ${test.found ? findingWords(test.found).text : ''}`;
    case 'failed': {
      const code = test.code ?? 'device/failed';
      return `test failed. ${deviceFaults[code].title}. ${cureText(code, device.fault?.code === code ? device.fault.cure : '')}`;
    }
    default:
      return '';
  }
}
