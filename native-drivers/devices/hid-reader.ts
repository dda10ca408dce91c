import { readDocumentMessage } from '../protocols/document-message.ts';
import type { HidInfo, HidPort, HidTransport } from '../transports/hid.ts';
import { attachment } from './attachment.ts';
import { faultOfVanishing } from './connection.ts';
import type { KeptDevice } from './keeper.ts';
import { type HidProfile, hidDecoderOf } from './profiles.ts';
import { type ReadingEvents, readings } from './reading.ts';
import { trackDevice } from './tracked.ts';

/** One reader that sends by itself whatever is laid on it. */
export function hidReader(
  id: string,
  profile: HidProfile,
  first: HidInfo,
  transport: HidTransport,
  events: ReadingEvents & { lost(): void },
): KeptDevice<HidInfo> {
  const { kind, gesture, quirks } = profile;
  const { simulated } = transport;
  const device = trackDevice(
    { id, kind, gesture, name: first.product || profile.name, transport: 'hid', simulated },
    events.changed,
  );
  const decoder = hidDecoderOf(profile);
  const read = readings(id, device, events, () => decoder.reset());
  let port: HidPort | null = null;

  const receive = (report: Uint8Array) => {
    // A burst of garbage is one failed reading, not one for each of its frames.
    if (read.silent()) return;
    const step = decoder.push(report);
    if (step.kind === 'ignored') return;
    if (step.kind === 'part') return read.go();
    const reading =
      step.kind === 'message' ? readDocumentMessage(step.bytes, step.symbology) : { problem: step.reason };
    if ('problem' in reading) read.failed('device/protocol');
    else read.done(reading);
  };
  const link = attachment<HidInfo, HidPort>({
    device,
    async open(info) {
      const opened = await transport.open(info);
      // One that knows no such report refuses it and sends all the same.
      if (quirks?.enable) await opened.featureReport(Uint8Array.from(quirks.enable)).catch(() => {});
      return opened;
    },
    opened(now) {
      port = now;
      now.onReport((report) => port === now && receive(report));
    },
    left(before) {
      port = null;
      read.stop();
      if (before === 'busy') events.readFailed({ source: id, code: faultOfVanishing(before) });
    },
    lost: events.lost,
  });
  return {
    device,
    get attached() {
      return link.attached;
    },
    attach: link.attach,
    detach: link.detach,
    close: link.close,
  };
}
