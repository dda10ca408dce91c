import { readFile } from 'node:fs/promises';
import type {
  ChipFault,
  DocumentDefect,
  VirtualPassport,
} from '../../electron/host/documents/chip/virtual/index.ts';
import type { ApduPeer } from '../peers/vpcd-card.ts';
import { SimulatorError } from './errors.ts';
import { jpegInfo } from './jpeg-size.ts';
import type { Specimen, SpecimenDocument } from './specimens.ts';

/** The chips in the documents of the specimens. */
export interface SpecimenChips {
  /** What can be wrong with them, `none` first. */
  readonly defects: readonly string[];
  has(specimen: Specimen, document: SpecimenDocument): boolean;
  /**
   * A document's chip. One and the same passport each time; what happens once (it is torn off, it forgets its session)
   * happens once to each chip that is given here.
   * @throws SimulatorError `simulator/no-specimens` when the portrait cannot be read
   */
  chipOf(specimen: Specimen, document: SpecimenDocument, defect: string): Promise<ApduPeer>;
}

/** Opens with the zone of another document, as if the page had been misread; the card access number is its own. */
const WRONG_KEY = 'wrong-key';
/** Of every specimen. */
const CARD_ACCESS_NUMBER = '123456';

/**
 * Chips that the invented state issues to its specimens, with its keys in `folder`. Everything in them is as in a good passport
 * of today: PACE, chip and active authentication, DG1, DG2, DG11, DG12.
 * @returns null when the folder is not there: documents without chips
 * @throws SimulatorError `simulator/no-specimens` when the state's keys cannot be used
 */
export async function specimenChips(folder: string): Promise<SpecimenChips | null> {
  // A station with real devices has no use for it.
  const virtual = await import('../../electron/host/documents/chip/virtual/index.ts');
  const { CHIP_FAULTS, DOCUMENT_DEFECTS, FaultyChip, VirtualChip, issueDefective, personalise } = virtual;
  const state = await virtual.readInventedState(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null;
    throw new SimulatorError('simulator/no-specimens', 'the invented state cannot issue', { cause });
  });
  if (!state) return null;
  const made = new Map<string, Promise<VirtualPassport>>();

  const isDocumentDefect = (name: string): name is DocumentDefect =>
    name !== 'none' && (DOCUMENT_DEFECTS as readonly string[]).includes(name);
  const isFault = (name: string): name is ChipFault => (CHIP_FAULTS as readonly string[]).includes(name);

  const issue = async (specimen: Specimen, document: SpecimenDocument, defect: string) => {
    const request = await requestOf(specimen, document);
    return isDocumentDefect(defect)
      ? issueDefective(state.authority, request, defect)
      : personalise({ ...request, signer: state.signer });
  };
  const passportOf = (specimen: Specimen, document: SpecimenDocument, defect: string) => {
    const name = JSON.stringify([specimen.id, document.id, defect]);
    const before = made.get(name);
    if (before) return before;
    const passport = issue(specimen, document, defect);
    made.set(name, passport);
    passport.catch(() => made.delete(name));
    return passport;
  };

  return {
    defects: [...new Set<string>([...DOCUMENT_DEFECTS, ...CHIP_FAULTS, WRONG_KEY])],
    has: ({ portrait }, { lines, particulars }) =>
      lines.length > 0 && portrait !== null && particulars.issueDate !== undefined,
    async chipOf(specimen, document, defect) {
      const { personality } = await passportOf(
        specimen,
        document,
        isDocumentDefect(defect) ? defect : 'none',
      );
      const chip = new VirtualChip(defect === WRONG_KEY ? withOtherKey(personality) : personality);
      return new FaultyChip(chip, isFault(defect) ? defect : 'none');
    },
  };
}

function withOtherKey(personality: VirtualPassport['personality']): VirtualPassport['personality'] {
  const keys = personality.keys.map((key) =>
    key.kind === 'mrz'
      ? { ...key, information: key.information.replace(/^./, (first) => (first === 'X' ? 'Y' : 'X')) }
      : key,
  );
  return { ...personality, keys };
}

/** What the state is asked to issue. */
async function requestOf({ portrait }: Specimen, { lines, particulars }: SpecimenDocument) {
  const image = portrait && new Uint8Array(await readFile(portrait).catch(() => new Uint8Array()));
  const size = image && jpegInfo(image);
  if (!image || !size) throw new SimulatorError('simulator/no-specimens', 'there is no portrait to issue');
  const { primary = '', secondary = '', birthDate, birthPlace, issueDate = '' } = particulars;
  return {
    mrz: lines,
    portrait: { image, format: 'jpeg', width: size.width, height: size.height },
    issuedAt: Date.parse(issueDate),
    can: CARD_ACCESS_NUMBER,
    chipAuthentication: { ciphers: ['AES-128'], parameters: 'brainpoolP256r1' },
    activeAuthentication: { key: { curve: 'brainpoolP256r1' } },
    holder: {
      fullName: `${primary}<<${secondary}`,
      ...(birthDate && { dateOfBirth: birthDate.replaceAll('-', '') }),
      ...(birthPlace && { placeOfBirth: [birthPlace] }),
    },
    issuingAuthority: 'Ministry of Specimens',
  } as const;
}
