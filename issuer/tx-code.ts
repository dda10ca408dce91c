import { z } from 'zod';
import { IssuerError } from './errors.ts';
import { preferred } from './http/language.ts';
import { randomFrom } from './secrets.ts';
import type { RandomSource, TxCodeForm, Variant } from './types.ts';

const DIGITS = '0123456789';
/** Without characters that look like others. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LONGEST_DESCRIPTION = 300;

/** In the languages of the kiosk. */
const DESCRIPTIONS = {
  en: 'The code you were given at the desk',
  de: 'Der Code, den Sie am Schalter erhalten haben',
  fr: 'Le code qui vous a été remis au guichet',
  es: 'El código que le dieron en el mostrador',
  pt: 'O código que lhe deram no balcão',
  pl: 'Kod, który otrzymano w okienku',
  tr: 'Gişede size verilen kod',
  ar: 'الرمز الذي أُعطي لك عند المكتب',
};

const stored = z.object({
  inputMode: z.enum(['numeric', 'text']).default('numeric'),
  length: z.int().default(6),
  description: z.string().optional(),
});

/** A transaction code's form, complete. */
export type TxCode = z.infer<typeof stored>;

/**
 * Checks how a transaction code shall look. Wallets that ask for attestations take four to six digits and nothing else.
 * @throws IssuerError issuer/bad-offer
 */
export function checkTxCode(form: TxCodeForm, variant: Variant): TxCode {
  const bad = (message: string) => new IssuerError('issuer/bad-offer', message);
  const checked = stored.parse(form);
  const [least, most] = checked.inputMode === 'text' ? [6, 32] : [4, variant === 'haip' ? 6 : 12];
  if (checked.inputMode === 'text' && variant === 'haip')
    throw bad('a transaction code for this identifier is numeric');
  if (checked.length < least || checked.length > most)
    throw bad(`a ${checked.inputMode} transaction code has ${least} to ${most} characters`);
  if ((checked.description?.length ?? 0) > LONGEST_DESCRIPTION)
    throw bad(`the description of a transaction code has at most ${LONGEST_DESCRIPTION} characters`);
  return checked;
}

/** The form as it was kept with an offer; offers of earlier versions had only one. */
export function storedTxCode(json: string | null): TxCode {
  return stored.parse(json === null ? {} : JSON.parse(json));
}

export function newTxCode({ inputMode, length }: TxCode, random: RandomSource): string {
  return randomFrom(inputMode === 'text' ? LETTERS : DIGITS, length, random);
}

/** As it was typed: text codes have no small letters, and nobody minds a space. */
export function typedTxCode({ inputMode }: TxCode, given: string): string {
  return inputMode === 'text' ? given.replaceAll(/\s/g, '').toUpperCase() : given.trim();
}

/** `tx_code` of the credential offer: OpenID4VCI 1.0 §4.1.1. */
export function txCodeObject(form: TxCode, acceptLanguage: string | null): Record<string, unknown> {
  return {
    input_mode: form.inputMode,
    length: form.length,
    description: form.description ?? preferred(DESCRIPTIONS, acceptLanguage),
  };
}
