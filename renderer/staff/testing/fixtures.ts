import type { Check, Notice, ReadField, StaffSnapshot, Ticket } from '../../../electron/contract/index.ts';
import { simulatedWorld } from '../../simulation/testing/fixtures.ts';
import type { StaffVisit } from '../words/decision.ts';
import { brokenDevices, devices, now, testedDevices, troubledDevices } from './devices.ts';
import { offerVisits, someOffer } from './offers.ts';

const made = (
  check: Check['check'],
  outcome: Check['outcome'],
  reason: string,
  facts: Check['facts'] = {},
) => ({
  check,
  outcome,
  reason,
  facts,
});

export const someChecks: Check[] = [
  made('mrz-check-digits', 'passed', 'all-right', { format: 'TD3', made: 5, failed: '' }),
  made('mrz-reading', 'passed', 'as-read'),
  made('mrz-page-match', 'passed', 'same'),
  made('barcode-structure', 'not-checked', 'not-available'),
  made('barcode-match', 'not-checked', 'not-available'),
  made('document-expiry', 'passed', 'in-date'),
  made('document-choice-match', 'passed', 'same', { type: true, country: true }),
  made('details-match', 'failed', 'given-names', { family: true, given: false }),
  made('chip-access', 'not-checked', 'not-available'),
  made('passive-authentication', 'not-checked', 'not-available'),
  made('chip-authentication', 'not-checked', 'not-available'),
  made('mrz-chip-match', 'not-checked', 'not-available'),
  made('visual-zone-match', 'not-checked', 'page-text-not-read'),
  made('optical-authenticity', 'not-checked', 'not-available'),
  made('portrait-source', 'passed', 'page-image', { source: 'page-image' }),
  made('portrait-quality', 'passed', 'good', {
    interEyeDistance: 74,
    yaw: 1,
    pitch: -3,
    roll: 0,
    sharpness: 62,
  }),
  made('camera-genuine', 'not-checked', 'simulated-station', { label: 'webcam.mjpeg' }),
  made('face-quality', 'passed', 'good', {
    interEyeDistance: 121,
    yaw: -4,
    pitch: 2,
    roll: 1,
    sharpness: 71,
    luminanceMean: 88,
    illuminationUniformity: 64,
    eyesOpen: 97,
  }),
  made('liveness', 'not-checked', 'no-detector'),
  made('face-match', 'passed', 'same-person', {
    score: 0.4127,
    threshold: 0.525,
    modelSha256: '9f3a61c07be2d4455a0c'.padEnd(64, '0'),
  }),
  made('staff-observation', 'not-checked', 'not-available'),
];

const read = (
  field: ReadField['field'],
  value: string,
  assurance: ReadField['assurance'],
  more: Partial<ReadField> = {},
): ReadField => ({
  field,
  value,
  from: ['reader', 'page'],
  assurance,
  differs: false,
  confirm: assurance !== 'check-digit',
  ...more,
});

const passportFields: ReadField[] = [
  read('familyName', 'LINDQVIST', 'none'),
  read('givenNames', 'MAJA ELIN', 'none'),
  read('birthDate', '1988-04-17', 'check-digit'),
  read('sex', 'F', 'none'),
  read('nationality', 'UTO', 'none'),
  read('issuer', 'UTO', 'none'),
  read('documentNumber', '•••••567', 'check-digit'),
  read('expiryDate', '2032-04-16', 'check-digit'),
];

export const referredVisit = (): StaffVisit => ({
  id: 'visit-1',
  step: 'referred',
  startedAt: now - 187_000,
  checks: someChecks,
  evidenceStrength: 'FAIR',
  outcome: 'refer',
  awaitingStaff: true,
  observed: false,
  called: false,
  ticket: 'K7M-2QX',
  openTicket: false,
  summary: {
    givenNames: 'Maja Elin',
    familyName: 'Lindqvist',
    birthDate: '1988-04-17',
    expiryDate: '2032-04-16',
    issuer: 'UTO',
    nationality: 'UTO',
    documentNumberMasked: '•••••567',
    documentType: 'passport',
  },
  fields: passportFields,
  pageRefs: ['page'],
  portraitRef: 'portrait',
  selfieRef: 'selfie',
  txCode: null,
});

/** A copied chip of a known state: most steps are good, and one proof says no. */
const chipVisit = (): StaffVisit => {
  const chip: Check[] = [
    made('chip-access', 'passed', 'pace', { key: 'mrz', mapping: 'generic' }),
    made('passive-authentication', 'passed', 'genuine', {
      country: 'DE',
      listDate: '2026-11-11',
      listDays: 12,
    }),
    made('chip-authentication', 'failed', 'wrong-keys', {
      proof: 'agreement',
      parameters: 'brainpoolP256r1',
    }),
    made('chip-signature', 'passed', 'signature-good', { algorithm: 'ECDSA SHA-256' }),
    made('chip-hashes', 'passed', 'hashes-match', { hash: 'SHA-256', files: 'DG1 DG2 DG14' }),
    made('chip-signer-chain', 'passed', 'csca-known'),
    made('chip-signer-validity', 'passed', 'valid-now', { signerUntil: '2032-04-30' }),
    made('chip-signer-revocation', 'not-checked', 'offline'),
    made('chip-proof-agreement', 'failed', 'wrong-keys', { parameters: 'brainpoolP256r1' }),
    made('mrz-chip-match', 'passed', 'zones-equal'),
  ];
  const given = new Set(chip.map(({ check }) => check));
  return {
    ...referredVisit(),
    checks: [...someChecks.filter(({ check }) => !given.has(check)), ...chip],
    fields: passportFields.map((field) => ({ ...field, from: ['reader', 'page', 'chip'], confirm: false })),
  };
};

const someSimulator = simulatedWorld({
  presented: { person: 'maja', document: 'passport', side: 'front' },
  faults: { 'escl:scanner': 'jam' },
});

export const idleSnapshot = (changes: Partial<StaffSnapshot> = {}): StaffSnapshot => ({
  revision: 1,
  now,
  station: {
    name: 'Kiosk 1',
    organisation: 'Northgate University Help Desk',
    posture: 'attended',
    simulated: true,
    languages: [{ code: 'en', name: 'English', direction: 'ltr' }],
    defaultLanguage: 'en',
    keyboardReader: false,
    cameras: [],
    pixelsPerInch: null,
  },
  outOfService: null,
  notices: [],
  health: [
    { part: 'vault', state: 'degraded', detail: 'encrypted; key protection: file' },
    { part: 'vision', state: 'ok', detail: 'compares faces on this machine' },
    { part: 'models', state: 'ok', detail: 'embedder 9f3a61c07be2, landmarks 64184e229b26' },
    { part: 'issuer', state: 'ok', detail: 'http://127.0.0.1:40123' },
    {
      part: 'drivers',
      state: 'ok',
      detail: 'up; started again 0 times, 0 of them after a hang; 0 messages dropped',
    },
    { part: 'camera', state: 'ok', detail: 'not in use' },
  ],
  devices,
  simulator: null,
  trust: { lists: [], simulated: true },
  tickets: [],
  visit: null,
  ...changes,
});

const day = 86_400_000;
const someLists: StaffSnapshot['trust']['lists'] = [
  {
    kind: 'master-list',
    country: 'DE',
    signer: 'C=DE, O=bund, OU=bsi, serialNumber=0039, CN=CSCA Master List Signer',
    root: '3f2a91bc77de0012'.repeat(4),
    signedAt: now - 12 * day,
    importedAt: now - 3 * day,
    certificates: 512,
    states: 98,
    old: false,
  },
  {
    kind: 'certificate',
    country: 'CH',
    signer: 'C=CH, O=Admin, OU=Services, CN=csca-switzerland-4',
    root: '90ab12cd34ef5678'.repeat(4),
    signedAt: null,
    importedAt: now - 140 * day,
    certificates: 1,
    states: 1,
    old: true,
  },
];

const notice = (id: string, level: Notice['level'], minutes: number, text: string): Notice => ({
  id,
  code: id,
  level,
  at: now - minutes * 60_000,
  text,
});

export const manyNotices: Notice[] = [
  notice('drivers/restarted', 'info', 1, 'The driver process ended and was started again.'),
  notice('camera/lost', 'warning', 2, 'The camera was lost during a visit. Check its cable.'),
  notice(
    'vault/quarantined',
    'error',
    190,
    'The database could not be read and was set aside unchanged in the folder "quarantine". A fresh one was started; finished visits of the old one are not lost but not open here.',
  ),
  notice(
    'vision/unavailable',
    'warning',
    12,
    'The face engine did not answer. It is started again by itself.',
  ),
  notice(
    'issuer/cancel-failed',
    'warning',
    14,
    'An offer could not be withdrawn; it expires by itself within minutes.',
  ),
  notice('host/unexpected', 'warning', 3000, 'Something needs attention: host/unexpected.'),
];

const ticket = (number: string, minutes: number, reason: Ticket['reason']): Ticket => ({
  ticket: number,
  visit: `visit-${number}`,
  at: now - minutes * 60_000,
  reason,
});

export const someTickets: Ticket[] = [
  ticket('K7M-2QX', 3, 'undecided'),
  ticket('9RD-HW4', 42, 'no-biometrics'),
  ticket('TTB-38Z', 190, 'called'),
  ticket('4GN-V6C', 400, 'attempts'),
  ticket('XA2-97P', 1200, 'equipment'),
];

const inLobby = { ...idleSnapshot().station, posture: 'self-service' as const };

const observed = made('staff-observation', 'passed', 'document-and-person', {
  genuine: true,
  samePerson: true,
});

/** The staff window's states worth looking at, by name. */
const offerScenes = Object.fromEntries(
  Object.entries(offerVisits).map(([name, visit]) => [
    name,
    () =>
      idleSnapshot({
        visit: {
          ...referredVisit(),
          outcome: 'accept',
          evidenceStrength: 'STRONG',
          awaitingStaff: false,
          observed: true,
          called: visit.offer?.state === 'taken',
          ticket: null,
          checks: [...someChecks.slice(0, -1), observed],
          ...visit,
        },
      }),
  ]),
);

export const staffScenes: Record<string, () => StaffSnapshot> = {
  idle: () => idleSnapshot(),
  'idle-self-service': () =>
    idleSnapshot({ station: { ...idleSnapshot().station, posture: 'self-service', simulated: false } }),
  'help-desk': () => idleSnapshot({ helpDesk: { state: 'idle' } }),
  'help-desk-waiting': () =>
    idleSnapshot({
      helpDesk: {
        state: 'waiting',
        requestUri: `openid-vc://?request_uri=https://verifiedid.did.msidentity.com/${'x'.repeat(120)}`,
        expiresAt: now + 300_000,
      },
    }),
  'help-desk-failed': () =>
    idleSnapshot({
      helpDesk: {
        state: 'failed',
        code: 'entra/wrong-account',
        text: 'The presented Verified ID does not belong to the account that was named. No pass was made.',
      },
    }),
  'help-desk-verified': () => idleSnapshot({ helpDesk: { state: 'verified' } }),
  'help-desk-done': () =>
    idleSnapshot({
      helpDesk: { state: 'done', pass: '+drkzqAD', lifetimeMinutes: 60, usableOnce: true },
    }),
  reading: () =>
    idleSnapshot({
      visit: {
        ...referredVisit(),
        step: 'document-reading',
        checks: someChecks.map((one) => made(one.check, 'not-checked', 'not-available')),
        evidenceStrength: 'NONE',
        outcome: null,
        awaitingStaff: false,
        called: true,
        ticket: null,
        summary: null,
        fields: null,
        pageRefs: [],
        portraitRef: null,
        selfieRef: null,
      },
    }),
  referred: () => idleSnapshot({ visit: { ...referredVisit(), called: true } }),
  'referred-card': () =>
    idleSnapshot({
      visit: {
        ...referredVisit(),
        checks: someChecks.map((one) =>
          one.check === 'mrz-reading'
            ? made('mrz-reading', 'not-checked', 'repaired', { source: 'page', count: 1, where: '1:8' })
            : one.check === 'mrz-page-match'
              ? made('mrz-page-match', 'failed', 'different', { fields: 'documentNumber' })
              : one,
        ),
        summary: { ...referredVisit().summary!, documentType: 'identity-card', familyName: 'LINDQVIST' },
        fields: passportFields.map((field) =>
          field.field === 'documentNumber'
            ? { ...field, from: ['page'], assurance: 'repaired', differs: true, confirm: true }
            : field.field === 'givenNames'
              ? { ...field, value: 'MAJA ELIN ALEXANDRA THEODORA', from: ['page', 'barcode'] }
              : field,
        ),
        pageRefs: ['card-front', 'card-back'],
      },
    }),
  'referred-without-document': () =>
    idleSnapshot({
      visit: {
        ...referredVisit(),
        outcome: null,
        evidenceStrength: 'NONE',
        checks: someChecks.map((one) => made(one.check, 'not-checked', 'not-available')),
        summary: null,
        fields: null,
        pageRefs: [],
        portraitRef: null,
        selfieRef: null,
      },
    }),
  decided: () =>
    idleSnapshot({
      visit: {
        ...referredVisit(),
        step: 'offer',
        outcome: 'accept',
        evidenceStrength: 'STRONG',
        awaitingStaff: false,
        observed: true,
        ticket: null,
        txCode: '493815',
        offer: someOffer({ triesLeft: 5 }),
        checks: [...someChecks.slice(0, -1), observed],
      },
    }),
  ...offerScenes,
  refused: () =>
    idleSnapshot({
      visit: {
        ...referredVisit(),
        step: 'refused',
        outcome: 'refuse',
        awaitingStaff: false,
        observed: true,
        checks: [
          ...someChecks.slice(0, -1),
          made('staff-observation', 'failed', 'person', { genuine: true, samePerson: false }),
        ],
      },
    }),
  tickets: () => idleSnapshot({ station: inLobby, tickets: someTickets }),
  'ticket-opened': () =>
    idleSnapshot({
      station: inLobby,
      tickets: someTickets.slice(1),
      visit: { ...referredVisit(), openTicket: true },
    }),
  'trust-lists': () => idleSnapshot({ trust: { lists: someLists, simulated: false }, visit: chipVisit() }),
  'out-of-service': () =>
    idleSnapshot({
      outOfService: { code: 'vault/disk-full' },
      devices: brokenDevices,
      health: idleSnapshot().health.map((one) =>
        one.part === 'vault' ? { ...one, state: 'down' as const, detail: 'no space left' } : one,
      ),
      notices: [
        notice(
          'vault/disk-full',
          'error',
          3,
          'The disk is full, so nothing can be kept. Free some space: the kiosk goes back to service by itself.',
        ),
      ],
    }),
  'many-notices': () =>
    idleSnapshot({ notices: manyNotices, devices: brokenDevices, visit: referredVisit() }),
  tests: () => idleSnapshot({ devices: testedDevices, simulator: someSimulator }),
  'tests-troubled': () =>
    idleSnapshot({
      station: { ...inLobby, simulated: false },
      devices: troubledDevices,
      notices: manyNotices.slice(0, 2),
      trust: { lists: someLists, simulated: false },
    }),
  'tests-beside-a-visit': () =>
    idleSnapshot({
      devices: testedDevices.map((one) => ({ ...one, state: 'ready', testable: false, test: null })),
      simulator: someSimulator,
      visit: referredVisit(),
    }),
  'no-devices': () =>
    idleSnapshot({
      devices: [],
      station: { ...inLobby, simulated: false },
      trust: { lists: [], simulated: false },
    }),
  'no-drivers': () =>
    idleSnapshot({
      devices: [],
      health: idleSnapshot().health.map((one) =>
        one.part === 'drivers'
          ? { ...one, state: 'down' as const, detail: 'down; started again 3 times' }
          : one,
      ),
    }),
};
