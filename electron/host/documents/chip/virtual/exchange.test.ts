import { beforeAll, describe, expect, it } from 'vitest';
import { type ChipReadRequest, readChip } from '../read/index.ts';
import { laid, passport } from '../testing/passports.ts';
import { playChip, recordChip } from './exchange.ts';

/** Octets that are the same at every reading, as a played exchange needs them. */
function draws(): (length: number) => Uint8Array {
  let drawn = 0;
  return (length) =>
    new Uint8Array(length).map(() => {
      drawn += 1;
      return (drawn * 73) & 0xff;
    });
}

let key: ChipReadRequest['key'];
let recorded: string;

beforeAll(async () => {
  const document = await passport({ pace: [], activeAuthentication: { key: { curve: 'brainpoolP256r1' } } });
  key = document.keys[0]!;
  const recording = recordChip(laid(document));
  const reading = await readChip({ chip: recording.chip, key, random: draws() });
  expect(reading.access).toMatchObject({ protocol: 'BAC' });
  recorded = recording.text();
});

const play = async (text: string) => {
  const { chip, end } = playChip(text);
  const reading = await readChip({ chip, key, random: draws() });
  end();
  return reading;
};
const lines = () => recorded.split('\n').filter(Boolean);

describe('a recorded reading', () => {
  it('is played again to its last step', async () => {
    const reading = await play(recorded);
    expect([...reading.dataGroups.keys()]).toContain(2);
    expect(reading.proofs.activeAuthentication.outcome).toBe('passed');
  });

  it('fails on a command that is not the next one', async () => {
    const changed = lines();
    const at = changed.findLastIndex((line) => line.startsWith('> '));
    changed[at] = '> 00a4040c07a0000002471001';
    await expect(play(changed.join('\n'))).rejects.toMatchObject({ code: 'chip/protocol' });
  });

  it('fails on what is left over', async () => {
    await expect(play(`${recorded}> 0084000008\n< 01020304050607089000\n`)).rejects.toThrow('2 steps');
  });

  it('fails when it ends early', async () => {
    await expect(play(lines().slice(0, -2).join('\n'))).rejects.toMatchObject({ code: 'chip/protocol' });
    await expect(play(lines().slice(0, -1).join('\n'))).rejects.toMatchObject({ code: 'chip/gone' });
  });

  it('is no exchange when it says something else', () => {
    expect(() => playChip('> 00a4\nhello')).toThrow('no exchange');
  });
});
