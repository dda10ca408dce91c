import type { CredentialFormat, CredentialProfile } from './profile/index.ts';
import type { Variant } from './types.ts';

/** HAIP 1.0 §6 knows no W3C credentials. */
export const HAIP_FORMATS: readonly CredentialFormat[] = ['dc+sd-jwt', 'mso_mdoc'];

/** One way to give a credential: a format, from one of the issuer's identifiers. */
export interface OfferForm {
  readonly configurationId: string;
  readonly variant: Variant;
  /** For staff's eyes. */
  readonly name: string;
}

/**
 * What a visitor whose wallet takes nothing may ask for, one after the other: each format, then the second identifier. An
 * unknown format counts for nothing; where none is left the profile's first is offered.
 * @param formats the first by default; all of them in the profile's order when not given
 * @param attested whether there is the second identifier
 */
export function formsOf(
  { configurations }: CredentialProfile,
  formats: readonly CredentialFormat[] | undefined,
  attested: boolean,
): [OfferForm, ...OfferForm[]] {
  const wanted = formats
    ? formats.flatMap((format) => configurations.filter((one) => one.format === format))
    : configurations;
  const open = wanted.map(
    ({ id, format }): OfferForm => ({ configurationId: id, variant: 'open', name: format }),
  );
  const haip = wanted
    .filter(({ format }) => attested && HAIP_FORMATS.includes(format))
    .map(
      ({ id, format }): OfferForm => ({
        configurationId: id,
        variant: 'haip',
        name: `${format}, attested wallets`,
      }),
    );
  const { id, format } = configurations[0]!;
  const [first = { configurationId: id, variant: 'open' as const, name: format }, ...more] = [
    ...open,
    ...haip,
  ];
  return [first, ...more];
}
