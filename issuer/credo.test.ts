import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadLogo } from './index.ts';
import { credoAgent, redeemByCredo } from './testing/credo-agent.ts';
import { LOGO_FILES, startTestIssuer, type TestIssuer } from './testing/test-issuer.ts';

// The agent Paradym and others are built on, as a wallet: it verifies all it is given before it keeps it.

let desk: TestIssuer;
let agent: Awaited<ReturnType<typeof credoAgent>>;
beforeEach(async () => {
  desk = await startTestIssuer({ options: { status: 'hosted', logo: await loadLogo(LOGO_FILES, 'Desk') } });
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

test('the logo is where the agent is told, of the issuer and of the credential', async () => {
  const { offerUri } = await desk.offer();
  const { holder } = agent.openid4vc as unknown as { holder: NonNullable<typeof agent.openid4vc.holder> };
  const { metadata, offeredCredentialConfigurations } = await holder.resolveCredentialOffer(offerUri);
  const [configuration] = Object.values(offeredCredentialConfigurations) as unknown as {
    credential_metadata: { display: { logo: { uri: string } }[] };
  }[];
  const shown = [metadata.credentialIssuer.display![0]!, configuration!.credential_metadata.display[0]!];
  for (const { logo } of shown) {
    const reply = await fetch(logo!.uri as string);
    expect(reply.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await reply.arrayBuffer())).toEqual(await readFile(LOGO_FILES[0]));
  }
});

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
