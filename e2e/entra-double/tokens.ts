import { createHash, randomUUID, type X509Certificate } from 'node:crypto';
import { jwtVerify } from 'jose';

export interface TokenRules {
  tenant: string;
  clientId: string;
  secret: string;
  /** Certificates uploaded to the app registration. */
  certificates: readonly X509Certificate[];
  /** App roles granted, by scope. */
  roles: Record<string, readonly string[]>;
  tokenUrl: string;
}

export interface Granted {
  scope: string;
  roles: readonly string[];
}

type TokenAnswer = { status: number; body: unknown };

/** "Microsoft Entra authentication and authorization error codes", in the form of the token endpoint's error response. */
function refusal(status: number, error: string, number: number): TokenAnswer {
  return {
    status,
    body: {
      error,
      error_description: `AADSTS${number}: refused. Trace ID: ${randomUUID()}`,
      error_codes: [number],
      timestamp: new Date().toISOString(),
      trace_id: randomUUID(),
      correlation_id: randomUUID(),
    },
  };
}

/** "OAuth 2.0 client credentials flow": first case (shared secret) and second case (certificate). */
export async function grantToken(
  form: URLSearchParams,
  tenant: string,
  rules: TokenRules,
  granted: Map<string, Granted>,
): Promise<TokenAnswer> {
  if (tenant !== rules.tenant) return refusal(400, 'invalid_request', 90002);
  if (form.get('grant_type') !== 'client_credentials') return refusal(400, 'unsupported_grant_type', 70003);
  if (form.get('client_id') !== rules.clientId) return refusal(400, 'unauthorized_client', 700016);
  const scope = form.get('scope') ?? '';
  if (rules.roles[scope] === undefined) return refusal(400, 'invalid_scope', 70011);
  const refused = form.has('client_assertion')
    ? await assertionFault(form, rules)
    : form.get('client_secret') === rules.secret
      ? null
      : refusal(401, 'invalid_client', 7000215);
  if (refused !== null) return refused;
  const token = `token-${randomUUID()}`;
  granted.set(token, { scope, roles: rules.roles[scope] });
  return { status: 200, body: { token_type: 'Bearer', expires_in: 3599, access_token: token } };
}

/** "Certificate credentials", "Assertion format": header, claims and signature. */
async function assertionFault(form: URLSearchParams, rules: TokenRules): Promise<TokenAnswer | null> {
  if (form.get('client_assertion_type') !== 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
    return refusal(400, 'invalid_request', 90014);
  try {
    await jwtVerify(
      form.get('client_assertion') ?? '',
      (header) => {
        const certificate = rules.certificates.find(
          ({ raw }) => createHash('sha256').update(raw).digest('base64url') === header['x5t#S256'],
        );
        if (certificate === undefined) throw new Error('unknown certificate');
        return certificate.publicKey;
      },
      {
        algorithms: ['PS256'],
        typ: 'JWT',
        audience: rules.tokenUrl,
        issuer: rules.clientId,
        subject: rules.clientId,
        requiredClaims: ['exp', 'nbf', 'jti'],
        maxTokenAge: 600,
      },
    );
    return null;
  } catch {
    return refusal(401, 'invalid_client', 700027);
  }
}
