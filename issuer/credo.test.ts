import { afterEach, beforeEach, expect, test } from 'vitest';
import { credoAgent, redeemByCredo } from './testing/credo-agent.ts';
import { startTestIssuer, type TestIssuer } from './testing/test-issuer.ts';

// The agent Paradym and others are built on, as a wallet: it verifies all it is given before it keeps it.

let desk: TestIssuer;
let agent: Awaited<ReturnType<typeof credoAgent>>;
beforeEach(async () => {
  desk = await startTestIssuer({ options: { status: 'hosted' } });
  agent = await credoAgent(desk.trustAnchorPem);
});
afterEach(async () => {
  await agent.shutdown();
  await desk.close();
  expect(desk.reported).toEqual([]);
});

test.each([
  ['verified-identity-sd-jwt', 'SdJwtVcRecord', 3],
  ['verified-identity-mdoc', 'MdocRecord', 3],
  ['verified-identity-w3c', 'W3cCredentialRecord', 1],
])(
  '%s is taken, with a transaction code, by a token bound to a key',
  async (configurationId, kind, copies) => {
    const { offerUri, txCode } = await desk.offer({ configurationId });
    const kept = await redeemByCredo(agent, offerUri, txCode, async () => {});
    expect(kept).toEqual({ kind, copies, dpop: true });
  },
);

test('what had to wait is taken when it is released', async () => {
  const { offerUri, offerId } = await desk.offer({ held: true, txCode: false });
  const kept = await redeemByCredo(agent, offerUri, undefined, () => desk.issuer.release(offerId));
  expect(kept).toMatchObject({ kind: 'SdJwtVcRecord', copies: 3 });
});

test('an issuer of another trust anchor is refused', async () => {
  const other = await startTestIssuer();
  const { offerUri, txCode } = await other.offer();
  await expect(redeemByCredo(agent, offerUri, txCode, async () => {})).rejects.toThrow();
  await other.close();
});
