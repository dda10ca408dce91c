import { CalendarClock, MonitorCheck } from 'lucide-react';
import { useId } from 'react';
import type { StaffSnapshot } from '../../../electron/contract/index.ts';
import { DeskButton } from '../parts/DeskButton.tsx';
import { Health } from '../side/Health.tsx';
import { devicesSummary, driversAreUp, needAttention, sortDevices } from '../words/devices.ts';
import { DeviceCard } from './DeviceCard.tsx';
import { NoDevices } from './NoDevices.tsx';
import { Simulation } from './Simulation.tsx';
import { TestAnnouncer } from './TestAnnouncer.tsx';
import './station-view.css';

/** The station itself: every device, how it is, what cures it, and a test for each. */
export function StationView({ snapshot, toDesk }: { snapshot: StaffSnapshot; toDesk: () => void }) {
  const { visit, health, simulator } = snapshot;
  const devices = sortDevices(snapshot.devices);
  const up = driversAreUp(health);
  const why = useId();
  return (
    <div className="station-view">
      <div className="station-head">
        <h1>Devices</h1>
        {devices.length > 0 && (
          <p
            data-testid="devices-summary"
            data-attention={(up && needAttention(devices).length > 0) || undefined}
          >
            {devicesSummary(devices, up)}
          </p>
        )}
      </div>
      {visit && devices.length > 0 && (
        <div className="station-why" id={why} data-testid="no-tests">
          <CalendarClock aria-hidden="true" />
          <p>
            <strong>A visit is running.</strong> Its documents belong to the visitor, so no device is tested
            until it has ended.
          </p>
          <DeskButton kind="secondary" icon={MonitorCheck} onPress={toDesk}>
            Go to the desk
          </DeskButton>
        </div>
      )}
      {devices.length > 0 ? (
        <ul className="device-cards">
          {devices.map((device) => (
            <DeviceCard key={device.id} device={device} why={visit ? why : undefined} />
          ))}
        </ul>
      ) : (
        <NoDevices up={up} />
      )}
      <TestAnnouncer devices={devices} />
      {simulator && <Simulation simulator={simulator} devices={devices} />}
      <Health health={health} wide />
    </div>
  );
}
