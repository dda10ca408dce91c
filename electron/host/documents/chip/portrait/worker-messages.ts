export interface WorkerCall {
  readonly id: number;
  readonly image: Uint8Array;
}

export type WorkerAnswer =
  | {
      readonly id: number;
      readonly good: true;
      readonly png: Uint8Array;
      readonly decoder: 'jpeg2000' | 'openjpeg';
    }
  | { readonly id: number; readonly good: false };

/** The worker runs what strangers made: its answers are believed only in this form. */
export function isAnswer(raw: unknown): raw is WorkerAnswer {
  if (typeof raw !== 'object' || raw === null) return false;
  const { id, good, png, decoder } = raw as Partial<Record<string, unknown>>;
  if (typeof id !== 'number') return false;
  if (good === false) return true;
  return good === true && png instanceof Uint8Array && (decoder === 'jpeg2000' || decoder === 'openjpeg');
}
