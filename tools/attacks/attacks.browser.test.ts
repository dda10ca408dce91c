import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openVisionProcess, type VisionProcess } from '../../electron/browser/index.ts';
import { buildVision, modelsFolder } from '../../electron/browser/testing/build-vision.ts';
import type { LivenessAction } from '../../electron/contract/index.ts';
import { chromiumPath } from '../../renderer/vision/testing/browser.ts';
import { type Actor, actors, attacks, genuine, judged } from './index.ts';

describe.skipIf(!chromiumPath)('the liveness check in the vision page', () => {
  let page: Awaited<ReturnType<typeof buildVision>>;
  let engine: VisionProcess;
  let all: Actor[];

  beforeAll(async () => {
    all = await actors();
    page = await buildVision();
    engine = await openVisionProcess({ renderer: page.renderer, models: modelsFolder });
  }, 300_000);
  afterAll(async () => {
    await engine?.close();
    page?.remove();
  });

  const named = (id: string) => all.find((actor) => actor.id === id)!;

  it.each<[string, LivenessAction]>([
    ['meilin', 'turn-left'],
    ['tomas', 'look-up'],
    ['amara', 'nearer'],
    ['henrik', 'blink'],
  ])(
    'takes %s for a person who does %s',
    async (id, action) => {
      const { check } = await judged(engine.vision, genuine(named(id), [action], 'plain'));
      expect(check).toMatchObject({ outcome: 'passed', reason: 'challenge-answered' });
    },
    120_000,
  );

  it.each<[string, LivenessAction, string]>([
    ['flat print that fills the picture', 'turn-left', 'action-not-seen'],
    ['flat print that fills the picture', 'nearer', 'flat'],
    ['the right film on a glossy tablet', 'turn-left', 'screen-or-print'],
    ['the right film on a monitor, coarse pixels', 'turn-left', 'screen-or-print'],
    ['recorded for another action', 'turn-right', 'action-not-seen'],
    ['two stills cut together', 'turn-left', 'action-too-sudden'],
    ['a loop of three pictures', 'turn-left', 'frames-repeated'],
    ['somebody else does it', 'blink', 'other-person'],
  ])(
    'finds out: %s, asked to %s',
    async (name, action, reason) => {
      const attack = attacks.find((one) => one.name === name && one.actions[0] === action)!;
      const { check } = await judged(engine.vision, attack.make(named('meilin'), named('tomas')));
      expect(check).toMatchObject({ outcome: 'failed', reason });
    },
    120_000,
  );
});
