import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { freshData, root } from './kiosk/process.ts';

let running: ChildProcess | null = null;
afterEach(() => running?.kill('SIGTERM'));

it('npm start without a reader and without a display offers the simulated station on loopback', async () => {
  const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, ...env } = process.env;
  const kiosk = spawn(process.execPath, ['scripts/start.mjs', '--data', freshData()], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running = kiosk;
  let said = '';
  kiosk.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  kiosk.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await expect
    .poll(() => said, { timeout: 60_000, interval: 200 })
    .toMatch(/Station panel +http:\/\/127\.0\.0\.1:\d+\/station\/index\.html#token=/);
  expect(said).toContain('simulated station');
  const address = /Visitor +(http\S+)/.exec(said)?.[1] ?? '';
  const page = await fetch(address);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
});

it('proofdesk demo walks a visit and leaves its pictures, the code, the credential and the times', () => {
  const out = mkdtempSync(join(tmpdir(), 'proofdesk-demo-'));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['scripts/proofdesk.mjs', 'demo', '--out', out, '--language', 'de', '--size', '1280x800'],
    { cwd: root, encoding: 'utf8', timeout: 110_000 },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'));
  expect(JSON.parse(stdout)).toEqual(summary);
  expect(summary).toMatchObject({
    ok: true,
    language: 'de',
    wiped: true,
    requestsOutside: 0,
    decision: { outcome: 'accept' },
  });
  for (const { screenshot, ms } of summary.steps) {
    expect(existsSync(join(out, screenshot))).toBe(true);
    expect(ms).toBeGreaterThan(0);
  }
  // "We are checking" is on the screen only as long as the checking takes, which may be less than a look, and a machine that
  // gave too few pictures has the visitor asked again.
  const seen = summary.steps
    .filter(
      ({ step, again }: { step: string; again?: string }) =>
        step !== 'deciding' && again !== 'liveness: too-few-frames',
    )
    .map((one: { step: string }) => one.step);
  expect(seen).toEqual([
    'attract',
    'language',
    'wallet',
    'pairing',
    'introduction',
    'details',
    'consent',
    'document-choice',
    'document-guidance',
    'document-reading',
    'document-review',
    'face-guidance',
    'face-capture',
    'offer',
    'success',
    'ended',
  ]);
  expect(readFileSync(join(out, 'qr.txt'), 'utf8').trim()).toBe(summary.qr);
  const { claims } = JSON.parse(readFileSync(join(out, 'credential.json'), 'utf8'));
  expect(claims.vct).toMatch(/^http/);
});

it('proofdesk demo brings the document it is told to', () => {
  const out = mkdtempSync(join(tmpdir(), 'proofdesk-demo-'));
  const brings = ['--person', 'tomas', '--document', 'driving-licence', '--size', '1280x800'];
  const { status, stderr } = spawnSync(
    process.execPath,
    ['scripts/proofdesk.mjs', 'demo', '--out', out, ...brings],
    { cwd: root, encoding: 'utf8', timeout: 110_000 },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'));
  expect(summary).toMatchObject({ ok: true, document: 'driving-licence', decision: { outcome: 'accept' } });
  expect(summary.decision.checks['barcode-structure']).toMatch(/^passed/);
  expect(summary.steps.map(({ step }: { step: string }) => step)).toContain('document-turn-over');
});

it('proofdesk demo says what went wrong and ends with 1', () => {
  const out = mkdtempSync(join(tmpdir(), 'proofdesk-demo-'));
  const { status, stderr } = spawnSync(
    process.execPath,
    ['scripts/proofdesk.mjs', 'demo', '--out', out, '--person', 'nobody'],
    {
      cwd: root,
      encoding: 'utf8',
      timeout: 60_000,
    },
  );
  expect(status).toBe(1);
  expect(stderr).not.toBe('');
  expect(JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')).ok).toBe(false);
});

it('proofdesk mrz parse answers a line for a line', () => {
  const lines = [
    'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
    'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
  ];
  const { status, stdout } = spawnSync(process.execPath, ['scripts/proofdesk.mjs', 'mrz', 'parse'], {
    cwd: root,
    encoding: 'utf8',
    input: `${JSON.stringify({ id: 'x', lines })}\n`,
  });
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ id: 'x', format: 'TD3', valid: true });
});
