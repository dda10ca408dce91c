import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { type ServeOptions, serveHub } from '../../../issuer/hub/index.ts';
import {
  type IssuerKeys,
  type Logo,
  loadLogo,
  type SuppliedKey,
  suppliedKeys,
} from '../../../issuer/index.ts';
import { bearerKiosks, createEntraRelay } from '../../../issuer/relay/index.ts';
import { CodedError } from '../../contract/errors.ts';
import type { Arguments } from '../command.ts';
import { untilInterrupted } from '../device/interrupt.ts';
import { UsageError } from '../errors.ts';
import { EXIT_OK } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import { programRoot } from '../places.ts';
import { coded, codeOf } from './coded.ts';
import {
  attestersOf,
  needed,
  placeOf,
  placeOptions,
  profilesOf,
  readBytes,
  readJsonObject,
  readText,
  text,
  texts,
  whole,
} from './options.ts';

export const serveOptions = {
  ...placeOptions,
  host: { type: 'string' },
  port: { type: 'string' },
  'base-url': { type: 'string' },
  'new-base-url': { type: 'boolean' },
  'loopback-http': { type: 'boolean' },
  name: { type: 'string' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  'signing-chain': { type: 'string' },
  'signing-key': { type: 'string' },
  'signing-p12': { type: 'string' },
  'signing-mdoc-chain': { type: 'string' },
  'signing-mdoc-key': { type: 'string' },
  'previous-chain': { type: 'string', multiple: true },
  logo: { type: 'string', multiple: true },
  attester: { type: 'string', multiple: true },
  'access-log': { type: 'boolean' },
} as const;

export const hubOptions = {
  ...serveOptions,
  'relay-tokens': { type: 'string' },
  'trust-proxy': { type: 'string' },
} as const;

const SHORTEST_TOKEN = 32;
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

/** @throws CodedError `input/json` */
async function relayOf(values: Arguments['values']): Promise<ServeOptions['relay'] | null> {
  const file = text(values, 'relay-tokens');
  if (file === undefined) return null;
  const tokens = await readJsonObject(file, 'relay-tokens');
  const sound = (token: unknown) => typeof token === 'string' && token.length >= SHORTEST_TOKEN;
  if (!Object.values(tokens).every(sound))
    throw new CodedError('input/json', 'the relay’s tokens are texts of at least 32 characters, by kiosk');
  return createEntraRelay({ authenticate: bearerKiosks(tokens as Record<string, string>) });
}

export const SERVE_HELP = `  --port N            port to listen on (default: a free one; with --loopback-http alone the one of before)
  --host ADDRESS      address to listen on (default: 127.0.0.1)
  --base-url URL      what phones and kiosks see, https; everything issued is bound to it
  --new-base-url      takes the address in place of the one of before, for good: kiosks have to join again, tickets and
                      offers that are out are lost, and of what was issued until now nobody can check the status any more
  --loopback-http     http on loopback, for tries: nothing but this machine reaches it
  --tls-cert FILE     certificate chain to listen with, PEM; without it a proxy in front speaks https
  --tls-key FILE      its private key, PEM
  --signing-chain F   certificates that credentials are signed with, PEM, leaf first; the leaf names URL/open
  --signing-key FILE  their private key, EC P-256, PEM (default: a test authority of the hub's own)
  --signing-p12 FILE  key and certificates in one PKCS#12 file, in place of both
  --signing-mdoc-chain F, --signing-mdoc-key F
                      what mdocs are signed with, PEM, where their certificate is another (ISO/IEC 18013-5 Annex B.1.4)
  --previous-chain F  certificates of a key that signed before, PEM, leaf first; may be given several times, and has to be
                      for as long as what it signed may live: whoever verifies looks its key up here
  --attester FILE     root certificate of a wallet provider, PEM; with one there is URL/haip too
  --logo FILE         what wallets show of the issuer: PNG, JPEG or SVG, at most 512 kB; may be given once of each kind, the
                      one to show first (default: the program's)
  --name NAME         the issuer as wallets show it (default: as before, or Proofdesk)
  --access-log        a JSON line on standard error for each request, without what opens offers`;

/** What mdocs are signed with; null when it is the same. @throws UsageError; CodedError `input/file` */
async function mdocKey(values: Arguments['values']): Promise<SuppliedKey | null> {
  const names = ['signing-mdoc-key', 'signing-mdoc-chain'] as const;
  if (names.every((name) => text(values, name) === undefined)) return null;
  const [privateKeyPem, chainPem] = await Promise.all(
    names.map((name) => readText(needed(values, name, 'FILE'), name)),
  );
  return { privateKeyPem: privateKeyPem!, chainPem: chainPem! };
}

/** The organisation's own key and certificates; null when none are given. @throws UsageError; CodedError `input/file` */
async function signingKeys(
  values: Arguments['values'],
  issuerUrls: string[],
  passphrase = process.env.SIGNING_PASSPHRASE,
): Promise<IssuerKeys | null> {
  const [p12, key, chain] = ['signing-p12', 'signing-key', 'signing-chain'].map((name) => text(values, name));
  const previousChainsPem = await Promise.all(
    texts(values, 'previous-chain').map((file) => readText(file, 'previous-chain')),
  );
  const mdoc = await mdocKey(values);
  if (p12 === undefined && key === undefined && chain === undefined) {
    if (previousChainsPem.length === 0 && mdoc === null) return null;
    throw new UsageError(
      'cli/bad-arguments',
      '--previous-chain and --signing-mdoc-key need the key that signs now',
    );
  }
  const more = { previousChainsPem, issuerUrls, ...(mdoc === null ? {} : { mdoc }) };
  if (p12 === undefined)
    return suppliedKeys({
      privateKeyPem: await readText(needed(values, 'signing-key', 'FILE'), 'signing-key'),
      chainPem: await readText(needed(values, 'signing-chain', 'FILE'), 'signing-chain'),
      ...(passphrase === undefined ? {} : { passphrase }),
      ...more,
    });
  if (key !== undefined || chain !== undefined)
    throw new UsageError('cli/bad-arguments', '--signing-p12 holds both key and certificates');
  const pkcs12 = await readBytes(p12, 'signing-p12');
  return suppliedKeys({ pkcs12, passphrase: passphrase ?? '', ...more });
}

/** The organisation's logo, or the program's. @throws IssuerError issuer/bad-logo */
function logoOf(values: Arguments['values']): Promise<Logo> {
  const shipped = ['logo.png', 'logo.svg'].map((file) => join(programRoot(), 'resources/credentials', file));
  const given = texts(values, 'logo');
  const [first, ...others] = given.length > 0 ? given : shipped;
  return loadLogo([first!, ...others]);
}

/** @throws CodedError `input/file`, `input/tls` */
async function tlsOf(values: Arguments['values']): Promise<ServeOptions['tls'] | null> {
  if (text(values, 'tls-cert') === undefined && text(values, 'tls-key') === undefined) return null;
  const tls = {
    cert: await readText(needed(values, 'tls-cert', 'FILE'), 'tls-cert'),
    key: await readText(needed(values, 'tls-key', 'FILE'), 'tls-key'),
  };
  try {
    createSecureContext(tls);
  } catch (cause) {
    throw new CodedError('input/tls', '--tls-cert and --tls-key are no certificate and its key in PEM', {
      cause,
    });
  }
  return tls;
}

function checkAddress(values: Arguments['values']): void {
  const baseUrl = text(values, 'base-url');
  const loopback = values['loopback-http'] === true;
  if (baseUrl === undefined && !loopback)
    throw new UsageError('cli/bad-arguments', '--base-url URL is needed, or --loopback-http for tries');
  if (baseUrl?.startsWith('http:') && !loopback)
    throw new UsageError('cli/bad-arguments', 'http only with --loopback-http');
  const host = text(values, 'host') ?? '127.0.0.1';
  const clear = baseUrl?.startsWith('https:') !== true && text(values, 'tls-cert') === undefined;
  if (clear && !LOOPBACK.test(host))
    throw new UsageError(
      'cli/bad-arguments',
      '--loopback-http is for this machine alone, not for that --host',
    );
}

/** Runs an issuer, with or without the kiosks' side, until it is told to end. */
export async function serve({ values }: Arguments, io: CliIo, kiosks: boolean): Promise<number> {
  checkAddress(values);
  const baseUrl = text(values, 'base-url')?.replace(/\/$/, '');
  const port = whole(values, 'port', 0, 65_535);
  const host = text(values, 'host');
  const trustedProxies = whole(values, 'trust-proxy', 0, 10);
  const attestersPem = await attestersOf(values);
  const name = text(values, 'name');
  const tls = await tlsOf(values);
  const signs = text(values, 'signing-key') ?? text(values, 'signing-p12');
  if (signs !== undefined && baseUrl === undefined)
    throw new UsageError('cli/bad-arguments', 'a signing key needs --base-url: its certificate names it');
  const urls = [`${baseUrl}/open`, ...(attestersPem.length > 0 ? [`${baseUrl}/haip`] : [])];
  const keys = await coded(signingKeys(values, urls));
  const logo = await coded(logoOf(values));
  const relay = await relayOf(values);
  const note = (entry: unknown) => void io.err(`${JSON.stringify(entry)}\n`).catch(() => {});
  const running = await coded(
    serveHub({
      place: placeOf(values),
      profiles: await coded(profilesOf(values)),
      kiosks,
      ...(baseUrl === undefined ? {} : { baseUrl }),
      newUrl: values['new-base-url'] === true,
      ...(port === undefined ? {} : { port }),
      ...(host === undefined ? {} : { host }),
      ...(trustedProxies === undefined ? {} : { trustedProxies }),
      ...(name === undefined ? {} : { displayName: name }),
      ...(keys === null ? {} : { keys }),
      ...(tls === null ? {} : { tls }),
      logo,
      ...(attestersPem.length === 0 ? {} : { haip: { attestersPem } }),
      ...(values['access-log'] === true ? { onAccess: note } : {}),
      ...(relay === null ? {} : { relay }),
      report: (error) =>
        note({ error: error instanceof Error ? error.name : typeof error, code: codeOf(error) }),
    }),
  );
  const departures = keys?.warnings ?? [];
  if (departures.length > 0) note({ warning: 'issuer/mdoc-certificate', departs: departures });
  if (((await keys?.current())?.notAfter ?? Number.POSITIVE_INFINITY) <= Date.now())
    note({ warning: 'issuer/key-expired' });
  const interrupt = untilInterrupted(null);
  try {
    const { hub, listening } = running;
    const { issuer, url, testOnly, trustAnchorPem } = hub;
    const ready = {
      ready: true,
      url,
      issuer: issuer.issuerUrl,
      haip: issuer.haipUrl,
      did: issuer.did,
      listening: `${listening.host}:${listening.port}`,
      test_only: testOnly,
      trust_anchor: trustAnchorPem,
    };
    await io.out(`${JSON.stringify(ready)}\n`);
    await interrupt.over;
  } finally {
    interrupt.release();
    await running.stop();
  }
  return EXIT_OK;
}
