import { describe, expect, test } from 'vitest';
import type { StepOf } from '../../contract/index.ts';
import { type Kit, kit, otherFace, sameFace, selfie, walkTo } from '../testing/index.ts';

const submit = (one: Kit) => one.visitor.remote.command({ type: 'face.submit', frames: [selfie()] });
const camera = (one: Kit, state: 'live' | 'none' | 'denied' | 'lost', label = 'HD Webcam (046d:0825)') =>
  one.visitor.remote.command({ type: 'face.camera', state, label });

describe('the face', () => {
  test('may be tried again, and is compared once for each photo', async () => {
    const one = await kit();
    one.faces.answers({ problem: 'no-face', checks: [] }, otherFace, sameFace);
    await walkTo(one, 'face-capture');
    for (const attempt of [2, 3]) {
      expect(await submit(one)).toEqual({ ok: true });
      const { step } = await one.visitor.until(
        ({ step }) => step.name === 'face-capture' && step.attempt === attempt,
      );
      // That the comparison failed is not for the visitor to learn: it looks like any photo that did not do.
      expect((step as StepOf<'face-capture'>).problem).toBe(attempt === 2 ? 'no-face' : 'quality');
    }
    await submit(one);
    await one.visitor.until(({ step }) => step.name === 'offer');
    expect(one.faces.seen.comparisons).toBe(3);
  });

  test('that yields no usable photo at the last attempt leads to a person', async () => {
    const one = await kit();
    const quality = { problem: 'quality', checks: [] } as const;
    one.faces.answers({ ...quality, checks: [] }, { ...quality, checks: [] }, { ...quality, checks: [] });
    await walkTo(one, 'face-capture');
    for (const attempt of [2, 3]) {
      await submit(one);
      await one.visitor.until(({ step }) => step.name === 'face-capture' && step.attempt === attempt);
    }
    await submit(one);
    const { step } = await one.visitor.until(({ step }) => step.name === 'referred');
    expect(step).toMatchObject({ reason: 'attempts' });
  });

  test('is compared once, though the screen is touched while it is', async () => {
    const one = await kit();
    let finish = () => {};
    one.faces.answers(() => new Promise((resolve) => (finish = () => resolve(sameFace))));
    await walkTo(one, 'face-capture');
    await submit(one);
    await one.visitor.until(({ step }) => step.name === 'deciding');
    expect(await submit(one)).toMatchObject({ error: { code: 'visit/not-at-this-step' } });
    await one.visitor.remote.command({ type: 'visit.set-language', language: 'de' });
    await one.kiosk.probe();
    finish();
    await one.visitor.until(({ step }) => step.name === 'offer');
    expect(one.faces.seen.comparisons).toBe(1);
  });

  test.each(['vision/model-missing', 'vision/unavailable'])(
    'that cannot be compared (%s) leads to a person, and staff are told why',
    async (code) => {
      const one = await kit();
      one.faces.breaks(code);
      const review = await walkTo(one, 'document-review');
      expect(review.step).toMatchObject({ portraitRef: null });
      await walkTo(one, 'face-capture');
      await submit(one);
      const { step } = await one.visitor.until(({ step }) => step.name === 'referred');
      expect(step).toMatchObject({ reason: 'equipment' });
      const staff = await one.staff();
      expect(staff.latest().notices).toMatchObject([{ code }]);
      expect(staff.latest().health.find(({ part }) => part === 'vision')?.state).toBe('down');
    },
  );
});

describe('the camera', () => {
  test.each(['none', 'denied', 'lost'] as const)(
    'that is not to be had (%s) is told, and the visitor has a way on',
    async (state) => {
      const one = await kit();
      await walkTo(one, 'face-capture');
      await camera(one, state, '');
      const { step } = await one.visitor.until(
        ({ step }) => step.name === 'face-capture' && step.camera === state,
      );
      expect(step).toMatchObject({ attempt: 1 });
      const staff = await one.staff();
      expect(staff.latest().notices).toMatchObject([{ code: `camera/${state}` }]);
      expect(await one.visitor.remote.command({ type: 'face.decline' })).toEqual({ ok: true });
      const referred = await one.visitor.until(({ step }) => step.name === 'referred');
      expect(referred.step).toMatchObject({ reason: 'no-biometrics' });
    },
  );

  test('that comes back takes its notice with it', async () => {
    const one = await kit();
    await walkTo(one, 'face-capture');
    await camera(one, 'lost');
    await camera(one, 'live');
    expect(one.kiosk.notices()).toEqual([]);
    await submit(one);
    await one.visitor.until(({ step }) => step.name === 'offer');
  });

  test('is judged once, also when it was live before its screen was', async () => {
    const one = await kit({
      simulated: false,
      profile: { steps: { wallet: true, pairing: true, proof: true } },
    });
    await walkTo(one, 'face-guidance');
    await camera(one, 'live', 'OBS Virtual Camera');
    await one.visitor.remote.command({ type: 'visit.continue', step: 'face-guidance' });
    const staff = await one.staff();
    const genuine = () =>
      staff.latest().visit?.checks.find(({ check }) => check === 'camera-genuine')?.outcome;
    await staff.until(() => genuine() === 'failed');
    await camera(one, 'live', 'OBS Virtual Camera');
    await camera(one, 'live', 'HD Webcam (046d:0825)');
    await staff.until(() => genuine() === 'not-checked');
    const events = await one.vault.readMetadata(staff.latest().visit?.id ?? '');
    expect(events.filter(({ type }) => type === 'CameraReported')).toHaveLength(2);
  });
});

describe('the challenge', () => {
  const asked = { actions: 2, seconds: 6, colours: true } as const;
  const capture = ({ step }: { step: { name: string } }) => step as StepOf<'face-capture'>;
  const answerTo = (challenge: string) => ({ challenge, cadence: [33], frames: [] });

  test('is another for each attempt, and its answer is judged with the attempt', async () => {
    const one = await kit({ profile: { liveness: asked } });
    one.faces.answers({ problem: 'liveness', checks: [] }, sameFace);
    const first = capture(await walkTo(one, 'face-capture'));
    expect(first).toMatchObject({ preparing: false, challenge: { seconds: 6 } });
    expect(first.challenge?.actions).toHaveLength(2);
    expect(new Set(first.challenge?.colours).size).toBe(3);
    const liveness = answerTo(first.challenge!.id);
    await one.visitor.remote.command({ type: 'face.submit', frames: [selfie()], liveness });
    const second = await one.visitor.until(({ step }) => step.name === 'face-capture' && step.attempt === 2);
    expect(capture(second)).toMatchObject({ problem: 'liveness' });
    expect(capture(second).challenge!.id).not.toBe(first.challenge!.id);
    await submit(one);
    await one.visitor.until(({ step }) => step.name === 'offer');
    expect(one.faces.seen.liveness).toMatchObject([
      { challenge: { id: first.challenge!.id }, answer: liveness, simulated: true },
      'no-answer',
    ]);
  });

  test('is not set where liveness is not looked at, and an answer that nobody asked for counts for nothing', async () => {
    const one = await kit({ profile: { liveness: null } });
    expect(capture(await walkTo(one, 'face-capture'))).toMatchObject({ challenge: null, preparing: false });
    const liveness = answerTo('none');
    await one.visitor.remote.command({ type: 'face.submit', frames: [selfie()], liveness });
    await one.visitor.until(({ step }) => step.name === 'offer');
    expect(one.faces.seen.liveness).toEqual(['no-challenge']);
  });

  test('that fails at the last attempt leads to a person', async () => {
    const one = await kit({ profile: { liveness: asked, attempts: { document: 5, face: 1 } } });
    one.faces.answers({ problem: 'liveness', checks: [] });
    await walkTo(one, 'face-capture');
    await submit(one);
    const { step } = await one.visitor.until(({ step }) => step.name === 'referred');
    expect(step).toMatchObject({ reason: 'attempts' });
  });

  test('is another one for who goes back and comes again, and after the camera was lost', async () => {
    const one = await kit({ profile: { liveness: asked } });
    const seen = new Set([capture(await walkTo(one, 'face-capture')).challenge!.id]);
    await one.visitor.remote.command({ type: 'visit.back', step: 'face-capture' });
    await one.visitor.until(({ step }) => step.name === 'face-guidance');
    seen.add(capture(await walkTo(one, 'face-capture')).challenge!.id);
    expect(seen.size).toBe(2);
    await camera(one, 'live');
    await camera(one, 'lost');
    const fresh = await one.visitor.until(
      (now) =>
        now.step.name === 'face-capture' && !!capture(now).challenge && !seen.has(capture(now).challenge!.id),
    );
    const { id } = capture(fresh).challenge!;
    // A camera that stays away does not begin it anew again and again.
    await camera(one, 'starting' as never);
    await camera(one, 'lost');
    expect(capture(await one.visitor.until(() => true)).challenge!.id).toBe(id);
  });
});
