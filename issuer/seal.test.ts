import { CompactEncrypt, compactDecrypt } from 'jose';
import { expect, test } from 'vitest';
import { openClaims, sealClaims } from './seal.ts';
import { claimsKey } from './secrets.ts';

const CLAIMS = { family_name: 'Mustermänn', nationalities: ['DE'], verification: { time: null } };

test('what is sealed is a compact JWE that another implementation opens, and the other way round', async () => {
  const { plaintext, protectedHeader } = await compactDecrypt(
    await sealClaims(CLAIMS, 'code'),
    claimsKey('code'),
  );
  expect(JSON.parse(Buffer.from(plaintext).toString('utf8'))).toEqual(CLAIMS);
  expect(protectedHeader).toEqual({ alg: 'dir', enc: 'A256GCM' });
  const theirs = await new CompactEncrypt(Buffer.from(JSON.stringify(CLAIMS)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(claimsKey('code'));
  expect(await openClaims(theirs, 'code')).toEqual(CLAIMS);
});

test('nothing opens with another secret, or when a single character was changed', async () => {
  const sealed = await sealClaims(CLAIMS, 'code');
  await expect(openClaims(sealed, 'another')).rejects.toMatchObject({ code: 'issuer/sealed-claims' });
  for (const at of [
    0,
    3,
    ...[2, 3, 4].map((part) => sealed.split('.').slice(0, part).join('.').length + 1),
  ]) {
    const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;
    await expect(openClaims(changed, 'code')).rejects.toMatchObject({ code: 'issuer/sealed-claims' });
  }
  // A shorter tag would be guessed sooner.
  await expect(openClaims(sealed.slice(0, -8), 'code')).rejects.toMatchObject({
    code: 'issuer/sealed-claims',
  });
  await expect(openClaims('', 'code')).rejects.toMatchObject({ code: 'issuer/sealed-claims' });
});
