import { X509Certificate } from 'node:crypto';
import type { CredentialFormat, IssuerKeys, SigningKey } from '../../../issuer/index.ts';
import { CredentialError } from './errors.ts';

const EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** What a look found: it has ended, or not begun; it ends soon; all is well, which it is for keys that renew themselves. */
export type SigningFound = 'ended' | { endsSoon: number } | 'well';

/** What staff are told of the signing certificate. */
export type SigningNotice =
  | 'credentials/signing-expired'
  | 'credentials/signing-ends-soon'
  | 'credentials/signing-mdoc-profile';

function isOn(key: SigningKey, now: number): boolean {
  const begun = key.x5c.every(
    (der) => new X509Certificate(Buffer.from(der, 'base64')).validFromDate.getTime() <= now,
  );
  // An issuer makes no offer on its certificate's last day: the credential would not be worth it.
  return begun && key.notAfter > now + DAY_MS;
}

/**
 * Looks whether the supplied certificates still are in their time: at the start, before every offer, and every hour so that
 * staff know before a visitor does.
 * @param told the code of what there is to tell when that changes, and null when there is nothing more
 */
export function watchSigning({
  keys,
  formats,
  clock,
  noticeDays = 30,
  told = () => {},
  report = () => {},
}: {
  keys: IssuerKeys;
  /** What is issued: only then the certificate for mdocs counts. */
  formats: readonly CredentialFormat[];
  clock: () => number;
  noticeDays?: number;
  told?: (code: SigningNotice | null) => void;
  /** Told why an hourly look came to nothing; the next one, or the next offer, looks again. */
  report?: (error: unknown) => void;
}) {
  let found: SigningFound = 'well';
  const mdocs = formats.includes('mso_mdoc');

  async function look(anew = false): Promise<void> {
    if (keys.testOnly) return;
    const all = [await keys.current(), ...(mdocs ? [await keys.forMdoc()] : [])];
    const now = clock();
    const before = found;
    const ends = Math.min(...all.map(({ notAfter }) => notAfter));
    if (!all.every((key) => isOn(key, now))) found = 'ended';
    else found = ends - now < noticeDays * DAY_MS ? { endsSoon: ends } : 'well';
    if (found === 'well') {
      if (before !== 'well') told(null);
    } else if (anew || typeof found !== typeof before || before === 'well')
      told(found === 'ended' ? 'credentials/signing-expired' : 'credentials/signing-ends-soon');
  }

  const timer = setInterval(() => void look().catch(report), EVERY_MS);
  timer.unref();
  return {
    /** Tells everything anew, for whoever listens only now. */
    async tell(): Promise<void> {
      await look(true);
      if (mdocs && (keys.warnings ?? []).length > 0) told('credentials/signing-mdoc-profile');
    },
    /** @throws CredentialError `credentials/signing-expired` when nothing may be signed now */
    async check(): Promise<void> {
      await look();
      if (found === 'ended')
        throw new CredentialError(
          'credentials/signing-expired',
          'the signing certificate is not in its time',
        );
    },
    found: () => found,
    /** What some verifiers will not like of the certificate for mdocs. */
    warnings: () => (mdocs ? (keys.warnings ?? []) : []),
    stop: () => clearInterval(timer),
  };
}
export type SigningWatch = ReturnType<typeof watchSigning>;
