import { describe, expect, it } from 'vitest';
import { rejectionCode } from '../testing/error-code.ts';
import { laid, passport, picture } from '../testing/passports.ts';
import { BlockPlan } from './block-plan.ts';
import { ChipMemory, readChip } from './index.ts';

const one = Uint8Array.of(1);
const other = Uint8Array.of(2);

describe('what is remembered of a document', () => {
  it('goes on while the security object is the same', () => {
    const memory = new ChipMemory();
    memory.belongsTo(one);
    memory.begin('dg2', 100).have = 40;
    memory.belongsTo(Uint8Array.of(1));
    expect(memory.begin('dg2', 100).have).toBe(40);
    expect(memory.begin('dg2', 101).have).toBe(0);
  });

  it.each([
    ['another', other],
    ['none', null],
  ])('is forgotten with %s', (_name, securityObject) => {
    const memory = new ChipMemory();
    memory.belongsTo(one);
    memory.begin('dg2', 100).have = 40;
    memory.belongsTo(securityObject);
    expect(memory.get('dg2')).toBeNull();
    // Nor does what was read of a document without one belong to the next.
    memory.begin('dg1', 10);
    memory.belongsTo(null);
    expect(memory.get('dg1')).toBeNull();
  });

  it('knows what is midway and what is whole', () => {
    const memory = new ChipMemory();
    const file = memory.begin('dg1', 2);
    expect(memory.midway).toBe(true);
    expect(memory.whole('dg1')).toBeNull();
    file.have = 2;
    expect(memory.midway).toBe(false);
    expect(memory.whole('dg1')).toHaveLength(2);
    expect(memory.octets).toEqual({ done: 2, begun: 2 });
  });
});

describe('lengths to ask for', () => {
  it('go down step by step and stay there', () => {
    const plan = new BlockPlan();
    plan.allowLong(2000);
    const lengths = [plan.length(223)];
    while (plan.lower(223)) lengths.push(plan.length(223));
    expect(lengths).toEqual([2000, 223, 192, 160, 128, 64]);
    plan.allowLong(2000);
    expect(plan.length(223)).toBe(64);
  });
});

describe('a chip that falls silent', () => {
  it('is not waited for again and again before anything was read', async () => {
    const document = await passport({ portrait: picture(100) });
    const [key] = document.keys;
    if (!key) throw new Error('no key');
    const reader = laid(document);
    let resets = 0;
    const chip = {
      ...reader,
      transmit: (command: Uint8Array) =>
        command[1] === 0x86 ? new Promise<Uint8Array>(() => {}) : reader.transmit(command),
      async reset() {
        resets += 1;
      },
    };
    expect(await rejectionCode(readChip({ chip, key, timeOut: 30 }))).toBe('chip/no-answer');
    expect(resets).toBe(0);
  });
});
