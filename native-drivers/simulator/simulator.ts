import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SimulatorAction, SimulatorState } from '../../electron/contract/index.ts';
import type { EsclEndpoint } from '../devices/escl-scanner.ts';
import type { ApduPeer } from '../peers/vpcd-card.ts';
import type { HidTransport } from '../transports/hid.ts';
import type { PcscTransport } from '../transports/pcsc.ts';
import type { UsbTransport } from '../transports/usb.ts';
import { barcodeReader, barcodeReaderId } from './barcode-reader.ts';
import { chipReader, chipReaderId } from './chip-reader.ts';
import { SimulatorError } from './errors.ts';
import {
  barcodeReaderFaults,
  chipReaderFaults,
  type ProcessEnds,
  pageCameraFaults,
  processEnds,
  readerFaults,
  type SimulatedFault,
  scannerFaults,
} from './faults.ts';
import { jpegInfo } from './jpeg-size.ts';
import { pageCamera, pageCameraId } from './page-camera.ts';
import { type LaidPage, pageScanner, pageScannerId } from './page-scanner.ts';
import { passportReader, passportReaderId } from './passport-reader.ts';
import { specimenChips } from './specimen-chips.ts';
import { loadSpecimens } from './specimens.ts';
import { virtualHid } from './virtual-hid.ts';
import { webcam } from './webcam.ts';

/** Simulated devices behind the interfaces of the real ones, and the world around them. */
export interface Simulator {
  readonly hid: HidTransport;
  readonly escl: readonly EsclEndpoint[];
  readonly pcsc: readonly PcscTransport[];
  readonly usb: readonly UsbTransport[];
  state(): SimulatorState;
  /** @throws SimulatorError */
  act(action: SimulatorAction): Promise<SimulatorState>;
  onChange(listener: (state: SimulatorState) => void): () => void;
  /** Tells the reader's id. Only a simulated world knows this; a reader in HID POS mode does not report it. */
  onRemoved(listener: (source: string) => void): () => void;
  close(): Promise<void>;
}

/** What a simulated station can have: a page-edge reader, a hand-held imager, a flat-bed scanner, a chip reader, a camera over a table. */
export const simulatedDevices = [
  'mrz-reader',
  'barcode-reader',
  'page-scanner',
  'chip-reader',
  'page-camera',
] as const;
export type SimulatedDevice = (typeof simulatedDevices)[number];
/** A desk has one way to take a page. */
const usualDevices = simulatedDevices.filter((device) => device !== 'page-camera');

export interface SimulatorOptions {
  /** Which of them it has; when not given all but the page camera. */
  devices?: readonly SimulatedDevice[];
  /**
   * Folder of the specimens; without it the devices are there and nobody comes. Their state's keys are in `utopia`; without
   * them no document has a chip.
   */
  specimens: string | null;
  /** File the simulated camera plays; its folder must exist. Without it there is no camera. */
  webcam: string | null;
  ends?: ProcessEnds;
}

/** @throws SimulatorError `simulator/no-specimens`, `simulator/no-camera` */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { ends = processEnds, devices = usualDevices } = options;
  const people = options.specimens ? await loadSpecimens(options.specimens) : [];
  const chips = options.specimens ? await specimenChips(join(options.specimens, 'utopia')) : null;
  const faults = new Map<string, SimulatedFault>();
  const changes = new Set<(state: SimulatorState) => void>();
  const removals = new Set<(source: string) => void>();
  let presented: SimulatorState['presented'] = null;
  let standing: string | null = null;
  let acting: readonly string[] = [];
  let defect = 'none';
  /** Of what is presented, as it was first laid down. */
  let chip: ApduPeer | null = null;

  const personOf = (id: string) => {
    const found = people.find((one) => one.id === id);
    if (!found) throw new SimulatorError('simulator/unknown-person', 'there is no such person');
    return found;
  };
  const documentOf = (of: { person: string; document: string }) => {
    const found = personOf(of.person).documents.find((one) => one.id === of.document);
    if (!found) throw new SimulatorError('simulator/unknown-document', 'the person has no such document');
    return found;
  };
  const state = (): SimulatorState => ({
    people: people.map((one) => ({
      id: one.id,
      name: one.name,
      documents: one.documents.map((document) => ({
        id: document.id,
        label: document.label,
        twoSided: document.back !== null,
        barcode: document.barcode !== null,
        chip: chips?.has(one, document) ?? false,
      })),
    })),
    presented,
    standing,
    faults: Object.fromEntries(faults),
    chip: { laid: tap?.pcsc.laid ?? false, defect, defects: [...(chips?.defects ?? ['none'])] },
  });
  const changed = () => {
    for (const listener of [...changes]) listener(state());
  };
  const worldOf = (device: string) => ({
    fault: () => faults.get(device),
    spent() {
      faults.delete(device);
      changed();
    },
    ends,
  });

  const camera = options.webcam
    ? webcam(options.webcam, people.flatMap((one) => one.frames)[0] ?? null)
    : null;
  await camera?.show([]);

  const hid = virtualHid();
  const has = (device: SimulatedDevice) => devices.includes(device);
  const reader = has('mrz-reader') ? passportReader(hid, worldOf(passportReaderId)) : null;
  const barcodes = has('barcode-reader') ? barcodeReader(hid, worldOf(barcodeReaderId)) : null;
  const scanner = has('page-scanner')
    ? await pageScanner({ ...worldOf(pageScannerId), page: () => laidPage() })
    : null;
  const overTable = has('page-camera')
    ? pageCamera({ ...worldOf(pageCameraId), page: () => laidPage() })
    : null;
  const tap = has('chip-reader') ? chipReader(worldOf(chipReaderId)) : null;
  tap?.pcsc.onChange(changed);
  const laidPage = async (): Promise<LaidPage | null> => {
    if (!presented) return null;
    const { page, back } = documentOf(presented);
    const bytes = await readFile(presented.side === 'back' && back !== null ? back : page);
    return { bytes, mediaType: 'image/jpeg', dotsPerInch: jpegInfo(bytes)?.dotsPerInch ?? 300 };
  };

  const known = {
    [passportReaderId]: { device: reader, faults: readerFaults },
    [barcodeReaderId]: { device: barcodes, faults: barcodeReaderFaults },
    [pageScannerId]: { device: scanner, faults: scannerFaults },
    [pageCameraId]: { device: overTable, faults: pageCameraFaults },
    [chipReaderId]: { device: tap, faults: chipReaderFaults },
  };
  const deviceOf = (id: string) => {
    const { device, faults = [] } = Object.hasOwn(known, id) ? (known[id] ?? {}) : {};
    if (!device) throw new SimulatorError('simulator/unknown-device', 'there is no such simulated device');
    return { device, faults };
  };
  const breakDevice = (id: string, fault: SimulatedFault | 'none') => {
    const possible = deviceOf(id).faults;
    if (fault === 'none') faults.delete(id);
    else if (possible.includes(fault)) faults.set(id, fault);
    else throw new SimulatorError('simulator/not-applicable', 'that device cannot fail in this way');
  };
  const inHand = () => {
    if (!presented) throw new SimulatorError('simulator/not-applicable', 'no document has been presented');
    return { ...presented, ...documentOf(presented) };
  };
  const putAway = () => {
    tap?.lift();
    chip = null;
  };
  const layChip = async () => {
    const held = inHand();
    deviceOf(chipReaderId);
    const document = documentOf(held);
    if (!chips?.has(personOf(held.person), document))
      throw new SimulatorError('simulator/not-applicable', 'the document has no chip');
    const now = presented;
    const made = chip ?? (await chips.chipOf(personOf(held.person), document, defect));
    // Another document may have come meanwhile.
    if (presented !== now) return;
    chip = made;
    tap?.lay(made);
  };
  /** Whoever cannot do what is asked stands and waits. */
  const film = async (person: string | null, actions: readonly string[]) => {
    const specimen = person === null ? null : personOf(person);
    const acts = actions.flatMap((act) => {
      const keys = specimen?.acts[act] ?? [];
      return keys.length > 0 ? [keys] : [];
    });
    await camera?.show(specimen?.frames ?? [], acts);
  };
  const perform = async (action: SimulatorAction): Promise<void> => {
    switch (action.type) {
      case 'present': {
        const { lines } = documentOf(action);
        putAway();
        presented = { person: action.person, document: action.document, side: 'front' };
        if (lines.length > 0) reader?.swipe(lines);
        return;
      }
      case 'turn': {
        const { person, id, side, back } = inHand();
        if (back === null) throw new SimulatorError('simulator/not-applicable', 'the document has one side');
        presented = { person, document: id, side: side === 'front' ? 'back' : 'front' };
        return;
      }
      case 'scan-barcode': {
        const { barcode, format } = inHand();
        if (barcode === null)
          throw new SimulatorError('simulator/not-applicable', 'the document has no barcode');
        deviceOf(barcodeReaderId);
        return barcodes?.scan(barcode, format === 'AAMVA' ? ']L2' : ']Q1');
      }
      case 'remove': {
        if (!presented) return;
        putAway();
        presented = null;
        for (const listener of [...removals]) listener(passportReaderId);
        return;
      }
      case 'lay-chip':
        return layChip();
      case 'lift-chip':
        deviceOf(chipReaderId);
        return tap?.lift();
      case 'chip-defect': {
        if (action.defect !== 'none' && !chips?.defects.includes(action.defect))
          throw new SimulatorError('simulator/not-applicable', 'no chip can be broken in this way');
        defect = action.defect;
        chip = null;
        return;
      }
      case 'plug':
        return deviceOf(action.device).device.plug();
      case 'unplug':
        return deviceOf(action.device).device.unplug();
      case 'break':
        return breakDevice(action.device, action.fault);
      case 'stand': {
        await film(action.person, acting);
        standing = action.person;
        return;
      }
      case 'act': {
        await film(standing, action.actions);
        acting = action.actions;
      }
    }
  };

  return {
    hid,
    escl: scanner ? [scanner.endpoint] : [],
    pcsc: tap ? [tap.pcsc] : [],
    usb: overTable ? [overTable.usb] : [],
    state,
    async act(action) {
      await perform(action);
      changed();
      return state();
    },
    onChange(listener) {
      changes.add(listener);
      return () => changes.delete(listener);
    },
    onRemoved(listener) {
      removals.add(listener);
      return () => removals.delete(listener);
    },
    async close() {
      reader?.stop();
      barcodes?.stop();
      overTable?.stop();
      await scanner?.unplug();
    },
  };
}
