import type { LucideIcon } from 'lucide-react';
import { Barcode, Camera, Nfc, ScanLine, ScanText } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Device, DeviceKind } from '../../../electron/contract/index.ts';
import { deviceName } from '../words/devices.ts';
import { deviceKinds, deviceStates } from '../words/station.ts';
import { StateMark } from './StateMark.tsx';
import './device.css';

export const deviceIcons: Record<DeviceKind, LucideIcon> = {
  'mrz-reader': ScanText,
  'page-scanner': ScanLine,
  'chip-reader': Nfc,
  'barcode-reader': Barcode,
  camera: Camera,
};

/** One device: what it is for, its name, how it is, and what cures its fault. */
export function DeviceRow({ device, children }: { device: Device; children?: ReactNode }) {
  const Icon = deviceIcons[device.kind];
  const { text, tone } = deviceStates[device.state];
  return (
    <li className="device">
      <Icon className="device-icon" aria-hidden="true" />
      <p className="device-kind">{deviceKinds[device.kind]}</p>
      <StateMark tone={tone}>{text}</StateMark>
      <p className="device-name">
        {deviceName(device)}
        {device.firmware && ` · firmware ${device.firmware}`}
      </p>
      {device.fault && (
        <p className="device-fault">
          {device.fault.cure} <code>{device.fault.code}</code>
        </p>
      )}
      {children}
    </li>
  );
}
