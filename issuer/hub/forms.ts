import { formsOf, type OfferForm } from '../forms.ts';
import { ProtocolError } from '../http/protocol-error.ts';
import type { CredentialFormat, CredentialProfile } from '../profile/index.ts';
import type { HubContext } from './context.ts';
import type { OfferRequest } from './protocol.ts';

/** As kiosks that issue themselves offer by default. */
const FORMATS: readonly CredentialFormat[] = ['dc+sd-jwt', 'mso_mdoc'];

/** What kiosks issue: the first profile is the hub's own choice. */
export const kioskProfile = ({ profiles }: Pick<HubContext, 'profiles'>): CredentialProfile =>
  [...profiles.values()][0]!;

/** In which forms kiosks may have it offered; the first is the profile's first, as everywhere at the hub. */
export function formsForKiosks(
  hub: Pick<HubContext, 'profiles' | 'issuer'>,
): readonly [OfferForm, ...OfferForm[]] {
  const profile = kioskProfile(hub);
  const formats = new Set([profile.configurations[0]!.format, ...FORMATS]);
  return formsOf(profile, [...formats], hub.issuer.haipUrl !== null);
}

/** @throws ProtocolError 400 `unknown_form` */
export function orderedForm(
  hub: Pick<HubContext, 'profiles' | 'issuer'>,
  form: OfferRequest['form'],
): OfferForm {
  const forms = formsForKiosks(hub);
  if (form === undefined) return forms[0];
  const found = forms.find(
    ({ configurationId, variant }) => configurationId === form.configuration_id && variant === form.variant,
  );
  if (found === undefined) throw new ProtocolError(400, 'unknown_form', 'the hub has no such form');
  return found;
}
