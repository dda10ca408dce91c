import { z } from 'zod';
import { EntraError } from '../errors.ts';
import { type Answer, ask, type HttpOptions, persistently, trustedAddress } from '../http.ts';
import { Secret } from '../secrets.ts';
import type { TokenSource } from '../token.ts';

export interface Account {
  id: string;
  userPrincipalName: string;
  firstName: string;
  lastName: string;
  enabled: boolean;
}

export interface AccessPass {
  pass: Secret;
  lifetimeMinutes: number;
  usableOnce: boolean;
}

export interface Graph {
  /** @throws EntraError entra/user-not-found, entra/graph-forbidden, entra/graph-failed */
  account(name: string): Promise<Account>;
  /** Whether nobody else in the directory has these names. @throws EntraError */
  isOnlyOne(account: Account): Promise<boolean>;
  /** @throws EntraError entra/pass-not-allowed and as above */
  createPass(account: Account, lifetimeMinutes: number): Promise<AccessPass>;
}

const user = z.object({
  id: z.string().min(1),
  userPrincipalName: z.string(),
  givenName: z.string().nullish(),
  surname: z.string().nullish(),
  accountEnabled: z.boolean(),
});
const users = z.object({ value: z.array(z.object({ id: z.string() })) });
/** Graph v1.0, temporaryAccessPassAuthenticationMethod. */
const made = z.object({
  temporaryAccessPass: z.string().min(1),
  lifetimeInMinutes: z.number(),
  isUsableOnce: z.boolean(),
});

/** The part of Microsoft Graph v1.0 that a help desk needs, spoken to as the application. */
export function graphOver(options: {
  /** `https://graph.microsoft.com` in the public cloud. */
  graphUrl: string;
  tokens: TokenSource;
  http?: HttpOptions;
}): Graph {
  const { graphUrl, tokens, http = {} } = options;
  trustedAddress(graphUrl);

  async function call(path: string, init: { method: 'GET' | 'POST'; body?: string }): Promise<Answer> {
    const token = await tokens.get();
    const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token.reveal()}` };
    const answer = await ask(`${graphUrl}/v1.0${path}`, { ...init, headers }, http);
    const { status, retryAfter } = answer;
    if (status === 401) tokens.forget();
    if (status === 401 || status === 403)
      throw new EntraError('entra/graph-forbidden', `Graph answered ${status}`);
    if (status === 429) throw new EntraError('entra/too-many-requests', 'Graph answered 429', { retryAfter });
    if (status >= 500)
      throw new EntraError('entra/service-unavailable', `Graph answered ${status}`, { retryAfter });
    return answer;
  }

  function parse<T>(schema: z.ZodType<T>, { status, body }: Answer, expected: number): T {
    const parsed = schema.safeParse(body);
    if (status === expected && parsed.success) return parsed.data;
    throw new EntraError('entra/graph-failed', `Graph answered ${status}`);
  }

  return {
    async account(name) {
      const select = '$select=id,userPrincipalName,givenName,surname,accountEnabled';
      const path = `/users/${encodeURIComponent(name)}?${select}`;
      const answer = await persistently(() => call(path, { method: 'GET' }), http);
      if (answer.status === 404) throw new EntraError('entra/user-not-found', 'there is no such account');
      const found = parse(user, answer, 200);
      return {
        id: found.id,
        userPrincipalName: found.userPrincipalName,
        firstName: found.givenName ?? '',
        lastName: found.surname ?? '',
        enabled: found.accountEnabled,
      };
    },
    async isOnlyOne({ id, firstName, lastName }) {
      const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
      const filter = `givenName eq ${quoted(firstName)} and surname eq ${quoted(lastName)}`;
      const query = `$filter=${encodeURIComponent(filter)}&$top=2&$select=id`;
      const answer = await persistently(() => call(`/users?${query}`, { method: 'GET' }), http);
      const { value } = parse(users, answer, 200);
      return value.length === 1 && value[0]?.id === id;
    },
    async createPass({ id }, lifetimeMinutes) {
      // Not repeated: each call ends the pass of the one before.
      const answer = await call(
        `/users/${encodeURIComponent(id)}/authentication/temporaryAccessPassMethods`,
        {
          method: 'POST',
          body: JSON.stringify({ lifetimeInMinutes: lifetimeMinutes, isUsableOnce: true }),
        },
      );
      if (answer.status === 404) throw new EntraError('entra/user-not-found', 'there is no such account');
      if (answer.status === 400)
        throw new EntraError('entra/pass-not-allowed', 'the policy allows no such pass');
      const { temporaryAccessPass, lifetimeInMinutes, isUsableOnce } = parse(made, answer, 201);
      return {
        pass: new Secret(temporaryAccessPass),
        lifetimeMinutes: lifetimeInMinutes,
        usableOnce: isUsableOnce,
      };
    },
  };
}
