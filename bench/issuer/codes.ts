import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import QRCode from 'qrcode';
import { createIssuer, memoryKeyStore, SqliteIssuerStore, testKeys } from '../../issuer/index.ts';
import { mintTicket, newHubKeyPair, ticketOfferUri } from '../../issuer/ticket/index.ts';
import type { Table } from '../lib/table.ts';
import { CONFIGURATION, claimsOf, profile } from './specimen.ts';

const PEOPLE = [
  ['a usual name', 'MEILIN SORA', 'TAN'],
  ['the longest of an MRZ', 'MARIA MAGDALENA FRANZISKA', 'VON HOHENZOLLERN SIGMA'],
  ['a longer one of a chip', 'Ana Luísa Fernanda Beatriz Conceição', 'de Albuquerque e Castro Vasconcelos'],
] as const;
const KIOSK = 'https://desk-7.northwind.example/open';
const HUB = 'https://hub.northwind.example';
/** A ticket's code may not be larger: what cameras read at arm's length from a kiosk's screen. */
const LARGEST_TICKET = 15;

type Way = (claims: ReturnType<typeof claimsOf>) => Promise<string>;

/** An issuer that lives as long as its answer: what its links look like is all that is wanted. */
function linksOf(issuerUrl: string, form: 'offerUri' | 'byValueUri'): Way {
  return async (claims) => {
    const db = new Database(':memory:');
    const issuer = createIssuer({
      issuerUrl,
      displayName: 'Northwind',
      store: new SqliteIssuerStore(db),
      keys: testKeys({
        store: memoryKeyStore(),
        issuerUrls: [issuerUrl],
        credentialDays: 365,
        clock: Date.now,
        random: randomBytes,
      }),
      profiles: [profile],
    });
    try {
      const order = { claims, configurationId: CONFIGURATION, txCode: true, subjectRef: randomUUID() };
      return (await issuer.createOffer(order))[form];
    } finally {
      issuer.close();
      db.close();
    }
  };
}

const ticket: Way = async (claims) => {
  const checks = ['mrz-check-digits', 'document-expiry', 'chip-access', 'passive-authentication', 'liveness'];
  const { publicKey } = await newHubKeyPair();
  const now = Date.now();
  const text = await mintTicket(
    {
      kiosk: 7,
      sequence: 4321,
      issuedAt: now,
      expiresAt: now + 3_600_000,
      txCode: '004812',
      claims,
      logHead: randomBytes(8),
    },
    {
      terms: { profile, checks },
      kioskKey: generateKeyPairSync('ed25519').privateKey,
      hub: { keyId: 3, publicKey, url: HUB },
    },
  );
  return ticketOfferUri(HUB, text);
};

/** The form of Microsoft's documented answer; the service itself is not asked. */
const entra: Way = async () =>
  `openid-vc://?request_uri=https://verifiedid.did.msidentity.com/v1.0/tenants/${randomUUID()}/verifiableCredentials/issuanceRequests/${randomUUID()}`;

const WAYS: readonly (readonly [name: string, way: Way])[] = [
  ['kiosk’s own issuer, by reference', linksOf(KIOSK, 'offerUri')],
  ['kiosk’s own issuer, by value', linksOf(KIOSK, 'byValueUri')],
  ['hub, by reference', linksOf(`${HUB}/open`, 'offerUri')],
  ['Entra Verified ID', entra],
  ['offline ticket', ticket],
];

/** How large the code on the screen is, by way and person, at the level it is drawn at. */
export async function codes(): Promise<Table> {
  const rows: string[][] = [];
  const failures: string[] = [];
  for (const [name, way] of WAYS) {
    const cells: string[] = [];
    for (const [person, given, family] of PEOPLE) {
      const uri = await way(claimsOf(given, family));
      const { version } = QRCode.create(uri, { errorCorrectionLevel: 'M' });
      cells.push(`${version} (${uri.length})`);
      if (way === ticket && version > LARGEST_TICKET)
        failures.push(`the offline ticket of ${person} needs version ${version}`);
    }
    rows.push([name, ...cells]);
  }
  return {
    title: 'QR version at level M (characters), by way and person',
    columns: ['way', ...PEOPLE.map(([person]) => person)],
    rows,
    notes: [
      'Version v has 17 + 4v modules a side. Links by reference or value hold no claims, so they are the same for everybody.',
      'An external issuer’s code is whatever link that issuer returns.',
    ],
    failures,
  };
}
