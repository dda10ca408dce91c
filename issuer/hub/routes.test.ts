import { expect, test } from 'vitest';
import { startTestIssuer } from '../testing/test-issuer.ts';
import { loggedPath } from './routes.ts';

test('no address of an offer is written down with what opens it', async () => {
  const desk = await startTestIssuer();
  try {
    const { offerUri, claimUrl } = await desk.offer();
    const reference = new URL(offerUri).searchParams.get('credential_offer_uri')!;
    for (const address of [reference, claimUrl]) {
      const { pathname } = new URL(address);
      const handle = pathname.split('/').at(-1)!;
      expect(loggedPath(pathname)).toBe(pathname.replace(handle, '-'));
    }
    expect(loggedPath('/t/123456')).toBe('/t/-');
    expect(loggedPath('/open/credential')).toBe('/open/credential');
  } finally {
    await desk.close();
  }
});
