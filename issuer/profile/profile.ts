import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { IssuerError } from '../errors.ts';

const REQUIRED_LOCALES = ['en', 'de', 'fr', 'es', 'ar'];
/** RFC 9901 §4.1 and SD-JWT VC §3.2.2: names an issuer uses itself, never a profile. */
export const RESERVED_CLAIMS: readonly string[] = [
  'iss',
  'iat',
  'nbf',
  'exp',
  'cnf',
  'vct',
  'status',
  '_sd',
  '_sd_alg',
  '...',
];

const display = z
  .array(z.object({ locale: z.string().min(2), name: z.string().min(1), description: z.string().optional() }))
  .refine((entries) => REQUIRED_LOCALES.every((locale) => entries.some((entry) => entry.locale === locale)), {
    error: `a name is needed in ${REQUIRED_LOCALES.join(', ')}`,
  });

const colour = z.string().regex(/^#[0-9a-f]{6}$/);

const sourceField = z.enum([
  'givenNames',
  'familyName',
  'birthDate',
  'nationality',
  'issuingState',
  'documentType',
  'documentNumber',
  'expiryDate',
  'email',
]);

/** Which fact a claim comes from, and the form it takes. */
const source = z.discriminatedUnion('as', [
  z.object({ as: z.literal('text'), from: sourceField }),
  z.object({ as: z.literal('date'), from: z.enum(['birthDate', 'expiryDate']) }),
  z.object({ as: z.literal('country'), from: z.enum(['nationality', 'issuingState']) }),
  z.object({ as: z.literal('country-list'), from: z.enum(['nationality', 'issuingState']) }),
  z.object({ as: z.literal('age-at-least'), from: z.literal('birthDate'), years: z.int().min(1).max(120) }),
  /** The document's portrait, as a JPEG in a data URL: in a credential only where its profile says so. */
  z.object({ as: z.literal('portrait') }),
  z.object({ as: z.literal('verification') }),
]);
export type ClaimSource = z.infer<typeof source>;

const claim = z.object({
  path: z.array(z.string().min(1)).min(1).max(2),
  source,
  mandatory: z.boolean().default(false),
  /** The data element it becomes in an mdoc; a claim without one is not in the mdoc. */
  mdoc: z
    .object({
      nameSpace: z.string().min(1),
      element: z.string().min(1),
      /** The first entry of a list, for elements that hold one value. */
      first: z.boolean().default(false),
    })
    .optional(),
  /** The claim it becomes in a Microsoft Entra Verified ID; a claim without one is not in it. */
  entra: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_]{0,60}$/)
    .optional(),
  display,
});
export type ProfileClaim = z.infer<typeof claim>;

const configurationId = z.string().regex(/^[A-Za-z0-9._-]+$/);
/** Names others' credentials have: nobody but the issuers those are for may use them. */
const FOREIGN = /^(urn:)?eu[.:]?europa\.ec\.eudi\.pid|^urn:eudi:pid/i;
const ownName = z
  .string()
  .regex(/^[A-Za-z0-9._:-]+$/)
  .refine((name) => !FOREIGN.test(name), {
    error: 'this type is not for an identity proofing desk to issue',
  });

const configuration = z.discriminatedUnion('format', [
  z.object({ id: configurationId, format: z.literal('dc+sd-jwt') }),
  z.object({
    id: configurationId,
    format: z.literal('jwt_vc_json'),
    /** Credential types; the first is always VerifiableCredential. */
    types: z.tuple([z.literal('VerifiableCredential')], ownName),
  }),
  z.object({
    id: configurationId,
    format: z.literal('mso_mdoc'),
    doctype: ownName,
    /** Data elements about the issuance itself, which some document types want: full-dates, and texts of the organisation's own. */
    issuance: z
      .object({
        nameSpace: z.string().min(1),
        issueDate: z.string().min(1).optional(),
        expiryDate: z.string().min(1).optional(),
        texts: z.record(z.string().min(1), z.string().min(1)).default({}),
      })
      .optional(),
  }),
]);
export type ProfileConfiguration = z.infer<typeof configuration>;
export type CredentialFormat = ProfileConfiguration['format'];

const image = z.object({
  /** An https address, or the image itself as a data URL. */
  uri: z.string().regex(/^(https:\/\/|data:image\/)/),
  altText: z.string().optional(),
  /** Subresource integrity (W3C SRI §3.5) of what is at the address. */
  integrity: z
    .string()
    .regex(/^sha(256|384|512)-[A-Za-z0-9+/]+=*$/)
    .optional(),
});

const schema = z
  .object({
    id: z.string().regex(/^[a-z0-9-]+$/),
    /** Path of the type under the first issuer identifier; `vct` is the identifier, a slash and this. */
    vctPath: z.string().regex(/^[a-z0-9-]+(\/[a-z0-9-]+)*$/),
    configurations: z.array(configuration).min(1),
    validityDays: z.int().min(1).max(3650),
    display,
    colours: z.object({ background: colour, text: colour }),
    logo: image.optional(),
    backgroundImage: image.optional(),
    claims: z.array(claim).min(1),
  })
  .superRefine((profile, context) => {
    const seen = new Set<string>();
    for (const { path } of profile.claims) {
      const key = JSON.stringify(path);
      if (seen.has(key)) context.addIssue({ code: 'custom', message: `claim ${key} is there twice` });
      seen.add(key);
      if (RESERVED_CLAIMS.includes(path[0]!))
        context.addIssue({ code: 'custom', message: `claim name ${path[0]} is reserved` });
    }
    const wantsMdoc = profile.configurations.some(({ format }) => format === 'mso_mdoc');
    if (wantsMdoc && !profile.claims.some(({ mdoc }) => mdoc !== undefined))
      context.addIssue({ code: 'custom', message: 'no claim says what it becomes in the mdoc' });
  });

/** What a credential looks like and where its claims come from: data, so that an organisation can have its own. */
export type CredentialProfile = z.infer<typeof schema>;

/** @throws IssuerError issuer/bad-profile */
export function parseProfile(value: unknown): CredentialProfile {
  const result = schema.safeParse(value);
  if (!result.success)
    throw new IssuerError(
      'issuer/bad-profile',
      `credential profile is not valid: ${z.prettifyError(result.error)}`,
    );
  return result.data;
}

/** Reads a profile from a JSON file. @throws IssuerError issuer/bad-profile */
export async function loadProfile(file: string | URL): Promise<CredentialProfile> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new IssuerError('issuer/bad-profile', 'credential profile cannot be read as JSON', { cause });
  }
  return parseProfile(value);
}

/** The type's identifier, which is also the address of its description. */
export function vctOf(profile: CredentialProfile, typesUrl: string): string {
  return `${typesUrl}/${profile.vctPath}`;
}
