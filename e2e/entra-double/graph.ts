import { randomUUID } from 'node:crypto';

/** A user of the directory. */
export interface DirectoryUser {
  id: string;
  userPrincipalName: string;
  givenName: string | null;
  surname: string | null;
  accountEnabled: boolean;
}

/** The tenant's Temporary Access Pass policy, as far as a pass is held against it. */
export interface PassPolicy {
  enabled: boolean;
  isUsableOnceRequired: boolean;
  maximumLifetimeInMinutes: number;
}

type GraphAnswer = { status: number; body: unknown };

/** "Microsoft Graph error responses and resource types". */
const refusal = (status: number, code: string): GraphAnswer => ({
  status,
  body: { error: { code, message: 'refused', innerError: { 'request-id': randomUUID() } } },
});

export const graphRefusal = refusal;

/** "Create temporaryAccessPassMethod", "Permissions": either lets an application make a pass, the first nothing else. */
const PASS_ROLES = ['UserAuthMethod-TAP.ReadWrite.All', 'UserAuthenticationMethod.ReadWrite.All'];

/**
 * Graph v1.0: "Get a user" with `$select`, and "Create temporaryAccessPassMethod", whose table of properties says what a
 * pass may have. The documentation does not list the error of a method that is switched off; 400 is what is assumed.
 */
export function answerGraph(
  method: string,
  path: string,
  body: unknown,
  roles: readonly string[],
  users: readonly DirectoryUser[],
  policy: PassPolicy,
  passes: { user: string; pass: string }[],
): GraphAnswer {
  const list = /^\/v1\.0\/users\?(.*)$/.exec(path)?.[1];
  if (list !== undefined) {
    if (!roles.includes('User.Read.All')) return refusal(403, 'Authorization_RequestDenied');
    const value = usersBy(new URLSearchParams(list), users);
    return value === null ? refusal(400, 'Request_UnsupportedQuery') : { status: 200, body: { value } };
  }
  const [, name, rest] =
    /^\/v1\.0\/users\/([^/?]+)(\/authentication\/temporaryAccessPassMethods)?(?:\?.*)?$/.exec(path) ?? [
      null,
      null,
      undefined,
    ];
  if (name === null) return refusal(404, 'Request_ResourceNotFound');
  const wanted = decodeURIComponent(name).toLowerCase();
  const user = users.find(
    ({ id, userPrincipalName }) => id === wanted || userPrincipalName.toLowerCase() === wanted,
  );
  if (rest === undefined) {
    if (method !== 'GET') return refusal(405, 'Request_BadRequest');
    if (!roles.includes('User.Read.All')) return refusal(403, 'Authorization_RequestDenied');
    return user === undefined ? refusal(404, 'Request_ResourceNotFound') : { status: 200, body: user };
  }
  if (method !== 'POST') return refusal(405, 'Request_BadRequest');
  if (!PASS_ROLES.some((role) => roles.includes(role))) return refusal(403, 'accessDenied');
  if (user === undefined) return refusal(404, 'resourceNotFound');
  const { lifetimeInMinutes = 60, isUsableOnce = false } = body as {
    lifetimeInMinutes?: number;
    isUsableOnce?: boolean;
  };
  const once = policy.isUsableOnceRequired && !isUsableOnce;
  if (
    !policy.enabled ||
    once ||
    lifetimeInMinutes < 10 ||
    lifetimeInMinutes > policy.maximumLifetimeInMinutes
  )
    return refusal(400, 'badRequest');
  const pass = `+${randomUUID().slice(0, 7)}`;
  passes.push({ user: user.id, pass });
  return {
    status: 201,
    body: {
      '@odata.type': '#microsoft.graph.temporaryAccessPassAuthenticationMethod',
      id: randomUUID(),
      temporaryAccessPass: pass,
      createdDateTime: new Date().toISOString(),
      startDateTime: new Date().toISOString(),
      lifetimeInMinutes,
      isUsableOnce,
      isUsable: true,
      methodUsabilityReason: 'EnabledByPolicy',
    },
  };
}

/** "List users" with `$filter`: two equalities joined by `and`, as the `$filter` query parameter writes texts. */
function usersBy(query: URLSearchParams, users: readonly DirectoryUser[]): { id: string }[] | null {
  const [, first, last] =
    /^givenName eq '((?:[^']|'')*)' and surname eq '((?:[^']|'')*)'$/.exec(query.get('$filter') ?? '') ?? [];
  if (first === undefined || last === undefined) return null;
  const plain = (text: string) => text.replaceAll("''", "'").toLowerCase();
  return users
    .filter(
      ({ givenName, surname }) =>
        (givenName ?? '').toLowerCase() === plain(first) && (surname ?? '').toLowerCase() === plain(last),
    )
    .slice(0, Number(query.get('$top') ?? 100))
    .map(({ id }) => ({ id }));
}
