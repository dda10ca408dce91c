import { type CborValue, fullDate, jsonToCbor } from '../mdoc/index.ts';
import {
  type CredentialProfile,
  type ProfileClaim,
  type ProfileConfiguration,
  valueAt,
} from '../profile/index.ts';

const JPEG_URL = 'data:image/jpeg;base64,';

/** A claim's value in the CBOR type its data element has: dates as full-date, a portrait as bytes. */
function elementValue({ source, mdoc }: ProfileClaim, value: unknown): CborValue {
  if (source.as === 'date' && typeof value === 'string') return fullDate(value);
  if (source.as === 'portrait' && typeof value === 'string' && value.startsWith(JPEG_URL))
    return new Uint8Array(Buffer.from(value.slice(JPEG_URL.length), 'base64'));
  if (mdoc?.first === true && Array.isArray(value)) return jsonToCbor(value[0] ?? null);
  return jsonToCbor(value);
}

type Elements = Map<string, CborValue>;
type MdocShape = Extract<ProfileConfiguration, { format: 'mso_mdoc' }>;

const day = (seconds: number) => fullDate(new Date(seconds * 1000).toISOString().slice(0, 10));

/** What the document type wants said of the issuance itself. */
function issuanceElements(
  { issuance }: MdocShape,
  { nbf, exp }: { nbf: number; exp: number },
): [string, CborValue][] {
  if (issuance === undefined) return [];
  const { issueDate, expiryDate, texts } = issuance;
  return [
    ...(issueDate === undefined ? [] : [[issueDate, day(nbf)] as [string, CborValue]]),
    ...(expiryDate === undefined ? [] : [[expiryDate, day(exp)] as [string, CborValue]]),
    ...Object.entries(texts),
  ];
}

/** The claims that the profile gives a place in the mdoc, by namespace; what is not there is left out. */
export function mdocElements(
  profile: CredentialProfile,
  shape: MdocShape,
  claims: Record<string, unknown>,
  validity: { nbf: number; exp: number },
): Map<string, Elements> {
  const nameSpaces = new Map<string, Elements>();
  const put = (nameSpace: string, element: string, value: CborValue) => {
    const elements = nameSpaces.get(nameSpace) ?? new Map<string, CborValue>();
    nameSpaces.set(nameSpace, elements.set(element, value));
  };
  for (const claim of profile.claims) {
    const value = valueAt(claims, claim.path);
    if (claim.mdoc !== undefined && value !== undefined)
      put(claim.mdoc.nameSpace, claim.mdoc.element, elementValue(claim, value));
  }
  for (const [element, value] of issuanceElements(shape, validity))
    put(shape.issuance!.nameSpace, element, value);
  return nameSpaces;
}
