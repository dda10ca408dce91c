import { CircleCheck, CircleDashed, TriangleAlert, Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DeviceReport } from '../../../electron/contract/index.ts';
import { useHostNow } from '../../state/index.ts';
import { Spinner } from '../../ui/Spinner.tsx';
import { useStaffState } from '../desk.tsx';
import { findingWords, testHints, testProgress, testPrompt } from '../words/device-tests.ts';
import { cureText, deviceFaults } from '../words/devices.ts';
import type { Tone } from '../words/station.ts';
import { agoText } from '../words/time.ts';

type Test = NonNullable<DeviceReport['test']>;

/**
 * The one thing to know of a device now: what is wrong with it and its cure, else how its test goes or went. All of them take
 * the same room, so that the card stays as it is.
 */
export function DeviceNow({ device }: { device: DeviceReport }) {
  const { fault, test, state } = device;
  if (fault && test?.endedAt !== null)
    return (
      <Box tone="bad" sign={<Wrench aria-hidden="true" />} title={deviceFaults[fault.code].title}>
        {cureText(fault.code, fault.cure)} <code>{fault.code}</code>
      </Box>
    );
  if (!test)
    return (
      <Box
        tone="idle"
        sign={<CircleDashed aria-hidden="true" />}
        title={state === 'absent' ? 'Not there' : 'Not tested'}
      >
        {state === 'absent'
          ? 'It was here before. Check its cable and its power; it is taken up again by itself.'
          : testHints[device.kind]}
      </Box>
    );
  return <TestNow device={device} test={test} />;
}

function TestNow({ device, test }: { device: DeviceReport; test: Test }) {
  const now = useHostNow(
    useStaffState((state) => state.clockOffset),
    20_000,
  );
  switch (test.state) {
    case 'waiting':
      return (
        <Box tone="busy" sign={<Spinner />} title={testPrompt(device)}>
          The test ends by itself when nothing comes within half a minute.
        </Box>
      );
    case 'reading':
      return (
        <Box tone="busy" sign={<Spinner />} title={testProgress[device.kind]}>
          One moment.
        </Box>
      );
    case 'passed': {
      const { text, tone } = test.found
        ? findingWords(test.found)
        : { text: 'It works.', tone: 'good' as const };
      const good = tone === 'good';
      const Sign = good ? CircleCheck : TriangleAlert;
      return (
        <Box
          tone={tone}
          sign={<Sign aria-hidden="true" />}
          title={good ? 'Test passed' : 'It reads, with a doubt'}
          when={agoText(test.endedAt ?? test.startedAt, now)}
        >
          {text}
        </Box>
      );
    }
    case 'failed': {
      const code = test.code ?? 'device/failed';
      return (
        <Box
          tone="bad"
          sign={<TriangleAlert aria-hidden="true" />}
          title={`Test failed: ${lowerFirst(deviceFaults[code].title)}`}
          when={agoText(test.endedAt ?? test.startedAt, now)}
        >
          {cureText(code, device.lastFault?.code === code ? device.lastFault.cure : '')} <code>{code}</code>
        </Box>
      );
    }
  }
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

function Box({
  tone,
  sign,
  title,
  when,
  children,
}: {
  tone: Tone | 'busy';
  sign: ReactNode;
  title: string;
  when?: string;
  children: ReactNode;
}) {
  return (
    <div className={`device-now device-now-${tone}`} data-testid="device-now">
      {sign}
      <p className="device-now-title">
        {title}
        {when && <small> · {when}</small>}
      </p>
      <p className="device-now-text">{children}</p>
    </div>
  );
}
