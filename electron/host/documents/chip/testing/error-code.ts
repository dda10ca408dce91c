import { CodedError } from '../../../../contract/index.ts';

/** The code of the {@link CodedError} that `work` throws, or `none`; any other error goes through. */
export function errorCode(work: () => unknown): string {
  try {
    work();
    return 'none';
  } catch (error) {
    if (error instanceof CodedError) return error.code;
    throw error;
  }
}

/** As {@link errorCode}, for what is rejected. */
export async function rejectionCode(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'none';
  } catch (error) {
    if (error instanceof CodedError) return error.code;
    throw error;
  }
}
