import { CodedError } from '../../contract/errors.ts';

/** The issuer's rooms have errors of their own, as coded as ours, which the command line may show. */
export async function coded<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const code = error instanceof Error ? (error as Error & { code?: unknown }).code : undefined;
    if (error instanceof Error && typeof code === 'string' && /^(hub|issuer|ticket)\/[a-z-]+$/.test(code))
      throw new CodedError(code, error.message, { cause: error });
    throw error;
  }
}
