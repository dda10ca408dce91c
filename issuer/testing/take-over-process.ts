import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { openHub, openPlace } from '../hub/index.ts';
import { fileKeyStore, loadProfile, testKeys } from '../index.ts';

// A process that takes over a folder or a database when it is told to, and tells by which root and leaf it signs.

const [kind, place, databaseUrl] = process.argv.slice(2) as ['file' | 'hub', string, string?];
const url = 'https://hub.example';
const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const tell = (anchor: string | null, leaf: string) =>
  process.stdout.write(`${JSON.stringify([hash(anchor ?? ''), hash(leaf)])}\n`);
const theMoment = async () => {
  process.stdout.write('ready\n');
  await once(process.stdin, 'data');
};

if (kind === 'file') {
  const keys = testKeys({
    store: fileKeyStore(place),
    issuerUrls: [`${url}/open`],
    credentialDays: 365,
    clock: Date.now,
    random: randomBytes,
  });
  await theMoment();
  tell(await keys.trustAnchorPem(), (await keys.current()).kid);
} else {
  const profile = await loadProfile(
    new URL('../../resources/credentials/verified-identity.json', import.meta.url),
  );
  const opened = await openPlace(
    {
      folder: place,
      key: Buffer.alloc(32, 7).toString('base64url'),
      ...(databaseUrl === undefined ? {} : { databaseUrl }),
    },
    { create: true },
  );
  await theMoment();
  const hub = await openHub(opened, { url, profiles: [profile] });
  const types = await hub.handle(new Request(`${url}/.well-known/jwt-vc-issuer/open`));
  const { jwks } = (await types.json()) as { jwks: { keys: { kid: string }[] } };
  tell(hub.trustAnchorPem, jwks.keys.map(({ kid }) => kid).join());
  await hub.close();
  await opened.close();
}
process.exit();
