import { createHash, randomBytes, randomInt } from 'node:crypto';

/** Issuance specification, "Pin type": a hashed PIN of numeric digits. */
export interface HashedPin {
  value: string;
  type: 'numeric';
  length: number;
  salt: string;
  alg: 'sha256';
  iterations: 1;
}

const LENGTH = 6;

/** Six digits that travel to the phone another way than the QR code. */
export function newPin(): string {
  return String(randomInt(10 ** LENGTH)).padStart(LENGTH, '0');
}

/** base64 of SHA-256 over the UTF-8 of salt and PIN, the salt first; one iteration is all there is. */
export function hashPin(pin: string, salt = randomBytes(24).toString('base64url')): HashedPin {
  const value = createHash('sha256').update(salt, 'utf8').update(pin, 'utf8').digest('base64');
  return { value, type: 'numeric', length: pin.length, salt, alg: 'sha256', iterations: 1 };
}
