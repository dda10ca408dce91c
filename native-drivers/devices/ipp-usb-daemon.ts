import { connect, type NetConnectOpts } from 'node:net';

/** Where ipp-usb is asked for its state, and where it serves its first scanner as soon as it has one (ipp-usb(8)). */
const places: readonly NetConnectOpts[] = [
  { path: '/var/ipp-usb/ctrl' },
  { port: 60_000, host: '127.0.0.1' },
];

/**
 * Whether ipp-usb runs. It takes every scanner and printer that speaks HTTP over USB, so one that it does not serve yet
 * is to be left to it as well.
 */
export async function ippUsbRuns(at = places): Promise<boolean> {
  const answers = await Promise.all(at.map(answersAt));
  return answers.includes(true);
}

function answersAt(place: NetConnectOpts): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ ...place, timeout: 500 });
    const end = (runs: boolean) => {
      socket.destroy();
      resolve(runs);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}
