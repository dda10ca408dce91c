import { CodedError } from '../../contract/errors.ts';

const OURS = /^(hub|issuer|ticket)\/[a-z-]+$/;
/** Of the operating system and of SQLite: what is to be read or written there cannot be. */
const FOLDER = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'EEXIST',
  'ENOTDIR',
  'EISDIR',
  'ENOENT',
  'SQLITE_READONLY',
]);
const FULL = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL']);

/** The stable code of an error, whoever made it: ours, the operating system's or a database's; it holds no data. */
export function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as Error & { code?: unknown }).code : undefined;
  return typeof code === 'string' && /^[\w/-]{1,60}$/.test(code) ? code : undefined;
}

function inWords(error: Error, code: string): CodedError | null {
  if (OURS.test(code)) {
    // Why a database cannot be opened is in the error of whoever tried.
    const inner = codeOf(error.cause);
    const why = code === 'hub/database' && inner !== undefined ? ` (${inner})` : '';
    return new CodedError(code, `${error.message}${why}`, { cause: error });
  }
  if (FULL.has(code))
    return new CodedError('hub/disk-full', `there is no room left to write (${code})`, { cause: error });
  if (FOLDER.has(code))
    return new CodedError('hub/folder', `a folder or a file in it cannot be used (${code})`, {
      cause: error,
    });
  if (code.startsWith('SQLITE_'))
    return new CodedError('hub/database', `the database cannot be used (${code})`, { cause: error });
  return null;
}

/**
 * The issuer's rooms have errors of their own, as coded as ours, which the command line may show; and what stands in the
 * way of an operator, a full disk or a folder of another user, is said in words.
 */
export async function coded<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const code = codeOf(error);
    throw (error instanceof Error && code !== undefined && inWords(error, code)) || error;
  }
}
