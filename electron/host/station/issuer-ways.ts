import { z } from 'zod';

/** https; http on loopback, for tries. */
const address = z
  .url()
  .max(500)
  .regex(/^(https:\/\/|http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])[:/]?)[^?#]*[^?#/]$/, {
    error: 'https, without a slash at its end',
  });
/** From the station file's folder. What is in it is never shown. */
const file = z.string().min(1).max(1000);
const did = z.string().regex(/^did:web:\S{1,300}$/, { error: 'a did:web' });
const claimName = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,60}$/);

/** How an account is told from the presented Verified ID. */
const account = z
  .union([
    z.strictObject({ claim: claimName }),
    z.strictObject({
      names: z.enum(['exact', 'relaxed']),
      firstName: claimName.default('firstName'),
      lastName: claimName.default('lastName'),
    }),
  ])
  .prefault({ claim: 'revocationId' });

/** The help-desk route: a Verified ID with Face Check, then a Temporary Access Pass (docs/entra.md). */
const helpDesk = z.strictObject({
  type: z.string().min(1).max(200).default('VerifiedEmployee'),
  acceptedIssuers: z.array(did).min(1).max(16),
  photoClaim: claimName.default('photo'),
  matchConfidence: z.number().int().min(50).max(100).default(70),
  account,
  /** Graph's limits, in minutes. */
  passMinutes: z.number().int().min(10).max(43_200).default(60),
  graphUrl: address.default('https://graph.microsoft.com'),
});

/** Microsoft Entra Verified ID (docs/entra.md). */
export const entraWay = z
  .strictObject({
    tenant: z
      .string()
      .min(1)
      .max(200)
      .regex(/^[A-Za-z0-9.-]+$/),
    clientId: z.string().min(1).max(100),
    secretFile: file.optional(),
    certificateFile: file.optional(),
    keyFile: file.optional(),
    authority: did,
    type: z.string().min(1).max(200),
    manifest: z.url({ protocol: /^https$/ }).max(1000),
    clientName: z.string().min(1).max(100).optional(),
    logoUrl: z
      .url({ protocol: /^https$/ })
      .max(1000)
      .optional(),
    termsOfServiceUrl: z
      .url({ protocol: /^https$/ })
      .max(1000)
      .optional(),
    /** A file of `resources/credentials`; its claims say what each is called in Entra. */
    credentialProfile: z
      .string()
      .regex(/^[a-z0-9-]+$/)
      .default('verified-identity'),
    /** Days; only where the contract lets a request say so. */
    validityDays: z.number().int().min(1).max(3650).optional(),
    relay: z.strictObject({ url: address, tokenFile: file }),
    loginUrl: address.default('https://login.microsoftonline.com'),
    serviceUrl: address.default('https://verifiedid.did.msidentity.com'),
    helpDesk: helpDesk.optional(),
  })
  .refine(
    ({ secretFile, certificateFile }) => (secretFile === undefined) !== (certificateFile === undefined),
    {
      error: 'either a secret or a certificate',
      path: ['secretFile'],
    },
  );
export type EntraWay = z.infer<typeof entraWay>;

/** An OpenID4VCI issuer elsewhere, over the API of docs/external-issuer.md. */
export const externalWay = z.strictObject({
  apiUrl: address,
  tokenUrl: address,
  clientId: z.string().min(1).max(200),
  secretFile: file,
  scope: z.string().min(1).max(300).optional(),
  /** The credential issuer identifier whose offers are shown, and the one configuration they may be for. */
  issuer: address,
  configurationId: z.string().min(1).max(200),
  maxLifeSeconds: z.number().int().min(60).max(3600).default(900),
});
export type ExternalWay = z.infer<typeof externalWay>;
