import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CodedError } from '../../contract/index.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { programRoot } from '../places.ts';

const help = `Walks one whole visit through the kiosk, headless, with the simulated station.

Usage: proofdesk demo --out DIR [--person ID] [--document ID] [--language CODE] [--size WxH]

From the first screen to the credential in a wallet, on the parts the product runs on.
Needs the source checkout and Chromium. Writes to DIR:

  NN-STEP.png        a screenshot of every screen, in order
  qr.txt             what the QR code on the screen says, decoded from the picture
  credential.json    the redeemed credential and its claims
  summary.json       every step with its time, and the result

Options:
  --out DIR          folder for the results; made when missing
  --person ID        the specimen who visits (default: the first)
  --document ID      what they bring: passport, identity-card, driving-licence (default: their first)
  --language CODE    language of the visit (default: en)
  --size WxH         size of the visitor's window in pixels (default: 1080x1920)

Exit codes:
  0  all of it worked
  1  something did not; summary.json and standard error say what
  2  the command line was not understood
`;

export const command: Command = {
  help,
  options: {
    out: { type: 'string' },
    person: { type: 'string' },
    document: { type: 'string' },
    language: { type: 'string' },
    size: { type: 'string' },
  },
  async run({ values }, io) {
    if (typeof values.out !== 'string' || values.out === '')
      throw new UsageError('cli/bad-arguments', '--out DIR is needed');
    if (typeof values.size === 'string' && !/^\d{3,4}x\d{3,4}$/.test(values.size)) {
      throw new UsageError('cli/bad-arguments', '--size takes WIDTHxHEIGHT');
    }
    const program = join(programRoot(), 'e2e/demo/main.ts');
    if (!existsSync(program))
      throw new CodedError('demo/not-here', 'the demo belongs to the source checkout');
    const flags = (['person', 'document', 'language', 'size'] as const).flatMap((name) =>
      typeof values[name] === 'string' ? [`--${name}`, values[name]] : [],
    );
    const child = spawn(process.execPath, [program, '--out', resolve(values.out), ...flags], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk: Buffer) => void io.out(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => void io.err(chunk.toString()));
    return new Promise((resolve) => child.once('close', (code) => resolve(code === 0 ? 0 : 1)));
  },
};
