import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { VaultError } from './errors.ts';

/** The state of a log, as signed: C2SP tlog-checkpoint. */
export interface Checkpoint {
  /** unique name of the log */
  readonly origin: string;
  readonly size: number;
  /** root of the RFC 6962 tree over the first `size` rows, 32 bytes */
  readonly root: Uint8Array;
}

const ed25519 = Uint8Array.of(1);

/** The first four bytes of SHA-256(name ‖ "\n" ‖ 0x01 ‖ key), C2SP signed-note. */
function keyId(name: string, publicKey: Uint8Array): Buffer {
  return createHash('sha256').update(`${name}\n`).update(ed25519).update(publicKey).digest().subarray(0, 4);
}

function rawPublicKey(key: KeyObject): Buffer {
  return Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x!, 'base64url');
}

/** The public half in signed-note's form, `name+id+base64`: what a verifier needs to be given once. */
export function verifierKeyOf(name: string, privateKey: KeyObject): string {
  const publicKey = rawPublicKey(privateKey);
  const encoded = Buffer.concat([ed25519, publicKey]).toString('base64');
  return `${name}+${keyId(name, publicKey).toString('hex')}+${encoded}`;
}

/** @param privateKey Ed25519 */
export function signCheckpoint({ origin, size, root }: Checkpoint, privateKey: KeyObject): string {
  const text = `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;
  const signature = sign(null, Buffer.from(text), privateKey);
  const signed = Buffer.concat([keyId(origin, rawPublicKey(privateKey)), signature]).toString('base64');
  return `${text}\n— ${origin} ${signed}\n`;
}

/**
 * The text of a signed note with the signature of that key on it; other signatures (witnesses) are passed over.
 * @throws VaultError 'vault/tampered', or 'vault/invalid' when the verifier key is none
 */
export function openNote(note: string, verifierKey: string): string {
  const [, name, id, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(verifierKey) ?? [];
  const key = Buffer.from(encoded ?? '', 'base64');
  if (!name || key[0] !== 1 || key.byteLength !== 33 || keyId(name, key.subarray(1)).toString('hex') !== id) {
    throw new VaultError('vault/invalid', 'This is no Ed25519 verifier key in the form of a signed note.');
  }
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.subarray(1).toString('base64url') };
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
  const end = note.lastIndexOf('\n\n');
  const text = note.slice(0, end + 1);
  for (const line of note.slice(end + 2).split('\n')) {
    if (end < 0 || !line.startsWith(`— ${name} `)) continue;
    const bytes = Buffer.from(line.slice(name.length + 3), 'base64');
    if (bytes.subarray(0, 4).toString('hex') !== id) continue;
    if (verify(null, Buffer.from(text), publicKey, bytes.subarray(4))) return text;
  }
  throw new VaultError('vault/tampered', 'The note does not carry a valid signature of that key.');
}

/** @throws VaultError 'vault/tampered' (signature), 'vault/invalid' (form) */
export function openCheckpoint(note: string, verifierKey: string): Checkpoint {
  const [origin, size, root] = openNote(note, verifierKey).split('\n');
  const checkpoint = {
    origin: origin ?? '',
    size: Number(size),
    root: new Uint8Array(Buffer.from(root ?? '', 'base64')),
  };
  const sound = /^(0|[1-9]\d*)$/.test(size ?? '') && checkpoint.root.byteLength === 32;
  if (!sound || !verifierKey.startsWith(`${origin}+`)) {
    throw new VaultError('vault/invalid', 'The note is no checkpoint of that log.');
  }
  return checkpoint;
}
