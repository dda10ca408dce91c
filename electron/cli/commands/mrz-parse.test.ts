import { expect, it } from 'vitest';
import { main } from '../main.ts';
import { memoryIo } from '../memory-io.fixture.ts';
import { LINE_LIMIT } from '../read-lines.ts';

const lines = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];
const good = JSON.stringify({ id: 'a', lines });

async function run(...chunks: string[]) {
  const io = memoryIo(chunks);
  const code = await main(['mrz', 'parse'], io);
  const out = io.written.out
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { code, out, ...{ raw: io.written.out, err: io.written.err } };
}

it('prints the zone with the id first', async () => {
  const { code, raw, err } = await run(good);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(raw).toBe(
    '{"id":"a","format":"TD3","valid":true,' +
      '"checks":{"birthDate":true,"expiryDate":true,"documentNumber":true,"composite":true,"optional":true},' +
      '"dates":{"birthDate":{"raw":"740812","unknown":false,"wellFormed":true},' +
      '"expiryDate":{"raw":"120415","unknown":false,"wellFormed":true}},' +
      '"fields":{"documentCode":"P","issuer":"UTO","primary":"ERIKSSON","secondary":"ANNA MARIA",' +
      '"truncatedPossible":false,"nationality":"UTO","birthDate":"740812","sex":"F","expiryDate":"120415",' +
      '"documentNumber":"L898902C3","optional1":"ZE184226B"}}\n',
  );
});

it('an invalid zone or none at all is an answer, not a failure', async () => {
  const { code, out } = await run(`{"id":1,"lines":["P<"]}\n{"lines":["a"]}\n{"id":null,"lines":[]}\n`);
  expect(code).toBe(0);
  expect(out).toEqual([
    { id: 1, format: null, valid: false, error: 'shape 2' },
    { id: null, format: null, valid: false, error: 'characters' },
    { id: null, format: null, valid: false, error: 'shape ' },
  ]);
});

it('refuses unreadable lines one by one, quotes nothing, and exits 1', async () => {
  const { code, out, err, raw } = await run(
    `${good}\n\n  \nERIKSSON\n[]\nnull\n{"id":"b"}\n{"id":{},"lines":[]}\n{"id":"c","lines":[1]}\n`,
    `${'x'.repeat(LINE_LIMIT + 1)}\n${good}`,
  );
  expect(code).toBe(1);
  expect(
    out.map((line) => [line.id, line.line, (line.error as { code?: string } | undefined)?.code]),
  ).toEqual([
    ['a', undefined, undefined],
    [null, 4, 'input/not-json'],
    [null, 5, 'input/not-object'],
    [null, 6, 'input/not-object'],
    ['b', 7, 'input/lines'],
    [null, 8, 'input/id'],
    ['c', 9, 'input/lines'],
    [null, 10, 'input/too-long'],
    ['a', undefined, undefined],
  ]);
  expect(raw).not.toContain('"ERIKSSON"}');
  expect(err).toBe(
    'proofdesk: input/refused: 7 of 9 lines of input could not be read; the output says which\n',
  );
});

it('empty input is nothing to do', async () => {
  expect(await run()).toMatchObject({ code: 0, raw: '', err: '' });
  expect(await run('\n\r\n')).toMatchObject({ code: 0, raw: '', err: '' });
});

it('stops reading, quietly, when nobody reads the output any more', async () => {
  const io = memoryIo(
    Array.from({ length: 100 }, () => `${good}\n`),
    1,
  );
  expect(await main(['mrz', 'parse'], io)).toBe(0);
  expect(io.written.err).toBe('');
  expect(io.written.out.split('\n').length - 1).toBe(1);
  const rest = [];
  for await (const chunk of io.stdin) rest.push(chunk);
  expect(rest).toEqual([]);
});

it('reads text through the forgiving door and says what was repaired', async () => {
  const [upper = '', lower = ''] = lines;
  const texts = [
    `\x02${upper}\r${lower}\r\x03`.toLowerCase(),
    `${upper}${lower.replace('740812', '74O812')}`,
    `${upper}\nM${lower.slice(1)}`,
    'no zone',
  ];
  const { code, out } = await run(
    texts.map((text, index) => `${JSON.stringify({ id: index, text })}\n`).join(''),
  );
  expect(code).toBe(0);
  const strict = (await run(good)).out[0];
  expect(out[0]).toEqual({ ...strict, id: 0, outcome: 'read', repairs: [] });
  expect(out[1]).toEqual({
    ...strict,
    id: 1,
    outcome: 'repaired',
    repairs: [{ line: 1, position: 15, from: 'O', to: '0' }],
  });
  expect(out[2]).toMatchObject({
    outcome: 'ambiguous',
    valid: false,
    repairs: [],
    alternatives: [{ valid: true }, { valid: true }],
  });
  expect(out[3]).toEqual({
    id: 3,
    format: null,
    valid: false,
    error: 'shape 6',
    outcome: 'unreadable',
    repairs: [],
  });
});

it('takes lines before text, and text that is text only', async () => {
  const { code, out } = await run(
    `${JSON.stringify({ id: 'a', lines, text: 'x' })}\n{"id":"b","text":["P<"]}\n{"id":"c","text":null}\n`,
  );
  expect(code).toBe(1);
  expect(out[0]).toMatchObject({ valid: true });
  expect(out[0]).not.toHaveProperty('outcome');
  expect(out.slice(1).map((line) => (line.error as { code?: string }).code)).toEqual([
    'input/text',
    'input/text',
  ]);
});
