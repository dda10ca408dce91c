import { DeviceError } from '../errors.ts';
import type { HidInfo, HidPort, HidTransport } from '../transports/hid.ts';

/** A HID bus in memory. */
export interface VirtualHid extends HidTransport {
  plug(info: HidInfo): void;
  unplug(path: string): void;
  plugged(path: string): boolean;
  /** Delivers an input report to whoever has the device open. */
  send(path: string, report: Uint8Array): void;
}

export function virtualHid(): VirtualHid {
  const attached = new Map<string, HidInfo>();
  const ports = new Map<string, Set<OpenPort>>();
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of [...listeners]) queueMicrotask(listener);
  };
  return {
    simulated: true,
    list: async () => [...attached.values()],
    async open(info) {
      const { path } = info;
      if (!attached.has(path)) {
        throw new DeviceError('device/disconnected-before-sending', 'the reader is gone');
      }
      const port = openPort(info, () => ports.get(path)?.delete(port));
      ports.set(path, (ports.get(path) ?? new Set()).add(port));
      return port;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      listeners.clear();
      for (const open of ports.values()) for (const port of [...open]) await port.close();
    },
    plug(info) {
      attached.set(info.path, info);
      changed();
    },
    unplug(path) {
      if (!attached.delete(path)) return;
      for (const port of [...(ports.get(path) ?? [])]) port.fail();
      ports.delete(path);
      changed();
    },
    plugged: (path) => attached.has(path),
    send(path, report) {
      for (const port of [...(ports.get(path) ?? [])]) port.deliver(report);
    },
  };
}

interface OpenPort extends HidPort {
  deliver(report: Uint8Array): void;
  fail(): void;
}

function openPort(info: HidInfo, closed: () => void): OpenPort {
  const reports = new Set<(report: Uint8Array) => void>();
  const errors = new Set<(error: Error) => void>();
  let open = true;
  let gone: DeviceError | null = null;
  const alive = async () => {
    if (!open) throw new DeviceError('device/disconnected-before-sending', 'the reader is gone');
  };
  return {
    info,
    onReport(listener) {
      reports.add(listener);
      return () => reports.delete(listener);
    },
    onError(listener) {
      errors.add(listener);
      if (gone) listener(gone);
      return () => errors.delete(listener);
    },
    featureReport: alive,
    async close() {
      open = false;
      reports.clear();
      errors.clear();
      closed();
    },
    deliver(report) {
      if (open) for (const listener of [...reports]) listener(report.slice());
    },
    fail() {
      open = false;
      gone = new DeviceError('device/disconnected-before-sending', 'the reader is gone');
      for (const listener of [...errors]) listener(gone);
    },
  };
}
