import { afterEach, beforeEach, expect, test } from 'vitest';
import { freshToken, handWallet, proofJwt } from '../testing/hand-wallet.ts';
import { startTestIssuer, type TestIssuer } from '../testing/test-issuer.ts';

let desk: TestIssuer;
let wallet: ReturnType<typeof handWallet>;
beforeEach(async () => {
  desk = await startTestIssuer();
  wallet = handWallet(desk);
});
afterEach(() => desk.close());

async function issue(): Promise<{ token: string; notificationId: string; offerId: string }> {
  const { token, offerId } = await freshToken(desk);
  const { body } = await wallet.credential(token, (await proofJwt(desk, await wallet.nonce())).jwt);
  return { token, offerId, notificationId: body.notification_id as string };
}

test('saying it twice is answered alike and told once; the first word stands', async () => {
  const { token, notificationId, offerId } = await issue();
  const say = (event: string) =>
    wallet.json('/notification', { notification_id: notificationId, event }, token);
  expect((await say('credential_accepted')).status).toBe(204);
  expect((await say('credential_accepted')).status).toBe(204);
  expect((await say('credential_failure')).status).toBe(204);
  expect(desk.seen.filter(({ state }) => state === 'accepted')).toHaveLength(1);
  expect((await desk.issuer.status(offerId)).state).toBe('accepted');
});

test.each(['credential_failure', 'credential_deleted'])('%s is a refusal', async (event) => {
  const { token, notificationId, offerId } = await issue();
  await wallet.json(
    '/notification',
    { notification_id: notificationId, event, event_description: 'x' },
    token,
  );
  expect((await desk.issuer.status(offerId)).state).toBe('refused');
});

test('a wrong id, an unknown event, another offer’s token, none', async () => {
  const first = await issue();
  const second = await issue();
  const event = 'credential_accepted';
  const send = (body: unknown, token?: string) => wallet.json('/notification', body, token);
  expect((await send({ notification_id: 'x', event }, first.token)).body.error).toBe(
    'invalid_notification_id',
  );
  expect((await send({ notification_id: first.notificationId, event }, second.token)).body.error).toBe(
    'invalid_notification_id',
  );
  expect((await send({ notification_id: first.notificationId, event: 'x' }, first.token)).body.error).toBe(
    'invalid_notification_request',
  );
  expect((await send('{', first.token)).body.error).toBe('invalid_notification_request');
  expect((await send({ notification_id: first.notificationId, event })).status).toBe(401);
});
