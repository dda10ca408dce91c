import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { CodedError } from '../contract/errors.ts';
import type { Command } from './command.ts';
import { COMMANDS, GROUPS } from './commands.ts';
import { UsageError } from './errors.ts';
import { main } from './main.ts';
import { memoryIo } from './memory-io.fixture.ts';

function tableWith(command: Partial<Command>, loaded: () => void = () => {}) {
  return {
    groups: { box: 'Boxes' },
    commands: [
      {
        path: ['box', 'open'] as const,
        summary: 'Open a box',
        load: async () => {
          loaded();
          return { help: 'box help\n', run: async () => 0, ...command };
        },
      },
    ],
  };
}

async function run(argv: readonly string[], table?: Parameters<typeof main>[2]) {
  const io = memoryIo();
  const code = await main(argv, io, table);
  return { code, ...io.written };
}

describe('help', () => {
  it.each(['--help', '-h'])('%s lists every command', async (word) => {
    const { code, out, err } = await run([word]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const entry of COMMANDS) expect(out).toContain(`${entry.path.join(' ')}  `);
  });

  it('is there for every group and command', async () => {
    for (const group of Object.keys(GROUPS)) {
      expect(await run([group, '--help'])).toMatchObject({
        code: 0,
        out: expect.stringContaining(GROUPS[group] ?? ''),
      });
    }
    for (const { path } of COMMANDS) {
      const { code, out } = await run([...path, '--help']);
      expect(code).toBe(0);
      expect(out).toContain(`Usage: proofdesk ${path.join(' ')}`);
      expect(out).toContain('Exit codes:');
    }
  });

  it('wins over other options, but not behind --', async () => {
    expect(await run(['box', 'open', '--wrong', '--help'], tableWith({}))).toMatchObject({
      code: 0,
      out: 'box help\n',
    });
    const { code } = await run(['box', 'open', '--', '--help'], tableWith({}));
    expect(code).toBe(2);
  });

  it('loads no command to list them', async () => {
    let loads = 0;
    await run(
      ['--help'],
      tableWith({}, () => {
        loads += 1;
      }),
    );
    await run(
      ['box', '--help'],
      tableWith({}, () => {
        loads += 1;
      }),
    );
    expect(loads).toBe(0);
  });
});

it.each(['--version', '-V'])('%s is the package version', async (word) => {
  expect(await run([word])).toEqual({ code: 0, out: `${manifest.version}\n`, err: '' });
});

describe('usage errors', () => {
  it.each([
    [[], 'cli/no-command'],
    [['mrz'], 'cli/no-command'],
    [['nonsense'], 'cli/unknown-command'],
    [['constructor'], 'cli/unknown-command'],
    [['mrz', 'nonsense'], 'cli/unknown-command'],
    [['mrz', 'parse', '--nonsense'], 'cli/bad-arguments'],
    [['mrz', 'parse', 'file.jsonl'], 'cli/bad-arguments'],
  ])('%j is %s', async (argv, code) => {
    const given = await run(argv);
    expect(given).toMatchObject({ code: 2, out: '' });
    expect(given.err).toMatch(new RegExp(`^proofdesk: ${code}: [^\\n]+ --help\\n$`));
  });

  it('may come from the command itself', async () => {
    const failing = tableWith({
      run: () => Promise.reject(new UsageError('cli/bad-arguments', '--out needs a folder')),
    });
    expect(await run(['box', 'open'], failing)).toEqual({
      code: 2,
      out: '',
      err: 'proofdesk: cli/bad-arguments: --out needs a folder\n',
    });
  });
});

describe('a command', () => {
  it('gets its options and positionals, and its exit code counts', async () => {
    const table = tableWith({
      options: { out: { type: 'string' } },
      allowPositionals: true,
      run: async ({ values, positionals }, io) => {
        await io.out(JSON.stringify([values.out, positionals]));
        return 1;
      },
    });
    expect(await run(['box', 'open', '--out', 'x', 'y'], table)).toMatchObject({
      code: 1,
      out: '["x",["y"]]',
    });
  });

  it('fails with its code on one line', async () => {
    const table = tableWith({
      run: () => Promise.reject(new CodedError('box/locked', 'the box\nis locked')),
    });
    expect(await run(['box', 'open'], table)).toEqual({
      code: 1,
      out: '',
      err: 'proofdesk: box/locked: the box is locked\n',
    });
  });

  it('does not leak what a foreign error quotes', async () => {
    const error = Object.assign(new RangeError('ERIKSSON'), { code: 'ENOSPC' });
    expect(await run(['box', 'open'], tableWith({ run: () => Promise.reject(error) }))).toEqual({
      code: 1,
      out: '',
      err: 'proofdesk: cli/unexpected: RangeError (ENOSPC)\n',
    });
  });
});
