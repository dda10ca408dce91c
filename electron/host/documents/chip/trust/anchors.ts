import { type Certificate, countryOf, readCertificate } from '../certificates/index.ts';
import { understood } from '../errors.ts';
import { hexOf } from '../tlv/index.ts';
import { listAge, type TrustList } from './list.ts';

function add(index: Map<string, Certificate[]>, key: string | null, certificate: Certificate): void {
  if (key === null) return;
  const there = index.get(key);
  if (there) there.push(certificate);
  else index.set(key, [certificate]);
}

/**
 * The states' certificate authorities (CSCA) this station trusts, found by what a document signer says of its issuer.
 */
export class TrustAnchors {
  readonly lists: readonly TrustList[];
  readonly #byKeyId = new Map<string, Certificate[]>();
  readonly #byName = new Map<string, Certificate[]>();
  readonly #byCountry = new Map<string, Certificate[]>();
  readonly #list = new Map<Certificate, TrustList>();

  readonly #oldAfterDays: number;

  /** @param oldAfterDays how long a list is as good as new; for ever when not given */
  constructor(lists: readonly TrustList[], oldAfterDays = Number.POSITIVE_INFINITY) {
    this.lists = lists;
    this.#oldAfterDays = oldAfterDays;
    const seen = new Set<string>();
    for (const list of lists) {
      for (const encoded of list.certificates) {
        const name = hexOf(encoded);
        if (seen.has(name)) continue;
        seen.add(name);
        this.#add(encoded, list);
      }
    }
  }

  #add(encoded: Uint8Array, list: TrustList): void {
    const certificate = understood(() => readCertificate(encoded));
    if (!certificate) return;
    add(this.#byKeyId, certificate.extensions.subjectKeyId, certificate);
    add(this.#byName, certificate.subject.comparable, certificate);
    add(this.#byCountry, countryOf(certificate.subject), certificate);
    this.#list.set(certificate, list);
  }

  /** Certificates, each counted once. */
  get size(): number {
    return this.#list.size;
  }

  /** Countries with at least one certificate, as their certificates write them, in order. */
  get countries(): string[] {
    return [...this.#byCountry.keys()].sort();
  }

  /** Whether all lists are old: states may have added keys that none of them knows. */
  areOld(now: number): boolean {
    return this.lists.every((list) => listAge(list, now) > this.#oldAfterDays);
  }

  hasCountry(country: string): boolean {
    return this.#byCountry.has(country);
  }

  /**
   * Who may have issued a certificate, the likeliest first: the key it names, then every key of the name it gives,
   * then the rest of that country's. The signature decides among them.
   */
  possibleIssuers(certificate: Certificate): Certificate[] {
    const { authorityKeyId } = certificate.extensions;
    const country = countryOf(certificate.issuer) ?? countryOf(certificate.subject);
    return [
      ...new Set([
        ...((authorityKeyId && this.#byKeyId.get(authorityKeyId)) || []),
        ...(this.#byName.get(certificate.issuer.comparable) ?? []),
        ...((country && this.#byCountry.get(country)) || []),
      ]),
    ];
  }

  /** The list one of these certificates came with. */
  listOf(certificate: Certificate): TrustList | null {
    return this.#list.get(certificate) ?? null;
  }
}
