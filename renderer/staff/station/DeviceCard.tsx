import { CircleStop, FlaskConical, Play } from 'lucide-react';
import { useState } from 'react';
import type { DeviceReport, StaffCommand } from '../../../electron/contract/index.ts';
import { useHostNow } from '../../state/index.ts';
import { useSend, useStaffState } from '../desk.tsx';
import { DeskButton } from '../parts/DeskButton.tsx';
import { deviceIcons } from '../parts/DeviceRow.tsx';
import { StateMark } from '../parts/StateMark.tsx';
import { cureText, deviceFaults, deviceName, transports } from '../words/devices.ts';
import { deviceKinds, deviceStates } from '../words/station.ts';
import { agoText } from '../words/time.ts';
import { DeviceNow } from './DeviceNow.tsx';
import './device-card.css';

/** @param why id of the sentence that says why nothing can be tested now */
export function DeviceCard({ device, why }: { device: DeviceReport; why: string | undefined }) {
  const Icon = deviceIcons[device.kind];
  const { text, tone } = deviceStates[device.state];
  return (
    <li className="device-card" data-tone={tone} data-testid={`device-${device.id}`}>
      <div className="device-card-head">
        <span className="device-card-icon">
          <Icon aria-hidden="true" />
        </span>
        <h2>{deviceKinds[device.kind]}</h2>
        <StateMark tone={tone}>{text}</StateMark>
        <p className="device-card-name">{deviceName(device)}</p>
      </div>
      <ul className="device-card-facts">
        <li>{transports[device.transport]}</li>
        {device.firmware && <li>Firmware {device.firmware}</li>}
        {device.simulated && (
          <li>
            <FlaskConical aria-hidden="true" />
            Simulated
          </li>
        )}
      </ul>
      <DeviceNow device={device} />
      <TestButtons device={device} why={why} />
      <LastFault device={device} />
    </li>
  );
}

function TestButtons({ device, why }: { device: DeviceReport; why: string | undefined }) {
  const send = useSend();
  const [asking, setAsking] = useState<StaffCommand['type'] | null>(null);
  const ask = async (type: 'staff.test-device' | 'staff.end-test') => {
    setAsking(type);
    await send({ type, device: device.id });
    setAsking(null);
  };
  const running = device.test !== null && device.test.endedAt === null;
  return (
    <div className="device-card-buttons">
      <DeskButton
        icon={Play}
        label={`Test the ${deviceName(device)}`}
        testId={`test-${device.id}`}
        describedBy={why}
        pending={asking === 'staff.test-device'}
        disabled={!device.testable}
        onPress={() => void ask('staff.test-device')}
      >
        Test
      </DeskButton>
      {running && (
        <DeskButton
          kind="quiet"
          icon={CircleStop}
          label={`Stop the test of the ${deviceName(device)}`}
          testId={`end-test-${device.id}`}
          pending={asking === 'staff.end-test'}
          onPress={() => void ask('staff.end-test')}
        >
          Stop
        </DeskButton>
      )}
    </div>
  );
}

/** What went wrong last, or since when it is wrong. */
function LastFault({ device: { fault, lastFault, test } }: { device: DeviceReport }) {
  const now = useHostNow(
    useStaffState((state) => state.clockOffset),
    20_000,
  );
  if (!lastFault)
    return <p className="device-card-last">{!fault && 'No error since the kiosk was started.'}</p>;
  const ago = agoText(lastFault.at, now);
  if (fault?.code === lastFault.code) return <p className="device-card-last">This began {ago}.</p>;
  return (
    <p className="device-card-last">
      <strong>Last error, {ago}:</strong> {deviceFaults[lastFault.code].title}.
      {/* What cures it stands above when the test failed with it. */}
      {test?.code !== lastFault.code && ` ${cureText(lastFault.code, lastFault.cure)}`}
    </p>
  );
}
