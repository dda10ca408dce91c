import { type CborValue, fullDate, jsonToCbor } from '../mdoc/index.ts';
import { type CredentialProfile, type ProfileClaim, valueAt } from '../profile/index.ts';

const JPEG_URL = 'data:image/jpeg;base64,';

/** A claim's value in the CBOR type its data element has: dates as full-date, a portrait as bytes. */
function elementValue({ source, mdoc }: ProfileClaim, value: unknown): CborValue {
  if (source.as === 'date' && typeof value === 'string') return fullDate(value);
  if (source.as === 'portrait' && typeof value === 'string' && value.startsWith(JPEG_URL))
    return new Uint8Array(Buffer.from(value.slice(JPEG_URL.length), 'base64'));
  if (mdoc?.first === true && Array.isArray(value)) return jsonToCbor(value[0] ?? null);
  return jsonToCbor(value);
}

/** The claims that the profile gives a place in the mdoc, by namespace; what is not there is left out. */
export function mdocElements(
  profile: CredentialProfile,
  claims: Record<string, unknown>,
): Map<string, Map<string, CborValue>> {
  const nameSpaces = new Map<string, Map<string, CborValue>>();
  for (const claim of profile.claims) {
    const value = valueAt(claims, claim.path);
    if (claim.mdoc === undefined || value === undefined) continue;
    const { nameSpace, element } = claim.mdoc;
    const elements = nameSpaces.get(nameSpace) ?? new Map<string, CborValue>();
    nameSpaces.set(nameSpace, elements.set(element, elementValue(claim, value)));
  }
  return nameSpaces;
}
