import { type LivenessAction, livenessAction, type SequenceFrame } from '../electron/contract/index.ts';
import type { VisionLink } from '../electron/host/vision/vision-link.ts';
import {
  type Actor,
  type Answered,
  actors,
  attacks,
  type ConditionName,
  conditions,
  genuine,
  type Judged,
  judged,
} from '../tools/attacks/index.ts';
import { openEngine } from './lib/engine.ts';
import { median } from './lib/stats.ts';
import { progress, type Suite } from './lib/suite.ts';
import type { Table } from './lib/table.ts';

/** Sequences of one row: how many passed, for what reasons the others did not, and what was measured in them. */
interface Row {
  readonly name: string;
  readonly of: Judged[];
}

const actions = livenessAction.options;
const figure = (values: number[], digits: number) =>
  values.length > 0 ? median(values).toFixed(digits) : '–';

function figuresOf({ of }: Row): string[] {
  const fact = (name: string) =>
    of.flatMap(({ check }) =>
      Object.entries(check.facts).flatMap(([key, value]) =>
        key.endsWith(` ${name}`) && typeof value === 'number' ? value : [],
      ),
    );
  const face = (measure: (face: NonNullable<SequenceFrame['face']>) => number) =>
    of.flatMap(({ measured }) => {
      const values = measured.flatMap(({ face: seen }) => (seen ? measure(seen) : []));
      return values.length > 0 ? median(values) : [];
    });
  return [
    figure(fact('degrees'), 1),
    figure(fact('solid'), 3),
    figure(fact('perspective'), 3),
    figure(fact('lengthening'), 3),
    figure(
      face(({ moire }) => moire),
      2,
    ),
    figure(
      of.flatMap(({ check }) => (typeof check.facts.border === 'number' ? check.facts.border : [])),
      2,
    ),
  ];
}
const figures = ['degrees', 'solid', 'perspective', 'lengthening', 'lattice', 'rim'];

function reasonsOf(judgements: readonly Judged[]): string {
  const counts = new Map<string, number>();
  for (const { check } of judgements) counts.set(check.reason, (counts.get(check.reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => (count > 1 ? `${reason} × ${count}` : reason)).join(', ');
}

const passed = ({ check }: Judged) => check.outcome === 'passed';

async function people(vision: VisionLink, all: readonly Actor[], long: boolean): Promise<Table> {
  const rows: Row[] = [];
  const failures: string[] = [];
  const tried = async (condition: ConditionName, action: LivenessAction, who: readonly Actor[]) => {
    const of: Judged[] = [];
    for (const actor of who) {
      const one = await judged(vision, genuine(actor, [action], condition));
      of.push(one);
      if (!passed(one)) failures.push(`${actor.id}, ${action}, ${condition}: ${one.check.reason}`);
    }
    return of;
  };
  for (const action of actions) {
    progress(`people: ${action}`);
    rows.push({ name: action, of: await tried('plain', action, all) });
  }
  const names = (Object.keys(conditions) as ConditionName[]).filter((name) => name !== 'plain');
  for (const [k, name] of names.entries()) {
    progress(`people: ${name}`);
    const of: Judged[] = [];
    for (const [n, action] of actions.entries()) {
      of.push(...(await tried(name, action, long ? all : [all[(k + n) % all.length]!])));
    }
    rows.push({ name: `${name}, every action`, of });
  }
  return {
    title: `Liveness: ${all.length} rendered people who do what is asked`,
    columns: ['what', 'passed', ...figures, 'not passed'],
    rows: rows.map((row) => {
      const good = row.of.filter(passed);
      const bad = row.of.filter((one) => !passed(one));
      return [row.name, `${good.length} of ${row.of.length}`, ...figuresOf(row), reasonsOf(bad) || '–'];
    }),
    notes: [
      'Medians over the sequences. People are rendered, not real: nothing here is an error rate of real visitors.',
      ...failures.map((failure) => `Not passed: ${failure}`),
    ],
  };
}

async function deceptions(vision: VisionLink, all: readonly Actor[], long: boolean): Promise<Table> {
  const rows: { kind: string; name: string; action: string; of: Judged[]; known: boolean }[] = [];
  for (const [k, attack] of attacks.entries()) {
    progress(`attack ${k + 1} of ${attacks.length}: ${attack.name}, ${attack.actions.join(' ')}`);
    const victims = long ? all : [all[k % all.length]!];
    const of: Judged[] = [];
    for (const victim of victims) {
      const other = all[(all.indexOf(victim) + 1) % all.length]!;
      const answer: Answered = attack.make(victim, other);
      of.push(await judged(vision, answer));
    }
    rows.push({
      kind: attack.kind,
      name: attack.name,
      action: attack.actions.join(' '),
      of,
      known: attack.known,
    });
  }
  const surprising = rows.filter(({ of, known }) => !known && of.some(passed));
  const caught = rows.flatMap(({ of }) => of).filter((one) => !passed(one)).length;
  const total = rows.flatMap(({ of }) => of).length;
  return {
    title: `Liveness: ${total} attacks made of the same people’s pictures, ${caught} caught`,
    columns: ['attack', 'asked', 'caught', ...figures, 'why'],
    rows: rows.map(({ kind, name, action, of }) => [
      `${kind}: ${name}`,
      action,
      `${of.filter((one) => !passed(one)).length} of ${of.length}`,
      ...figuresOf({ name, of }),
      reasonsOf(of),
    ]),
    notes: [
      'Synthetic attacks: what is caught here is a hurdle, and no rate after ISO/IEC 30107-3.',
      'Known not to be caught: a bent print that is turned or tilted, cut-out eyes that blink, the right film on a fine screen that fills the picture or in place of the camera.',
    ],
    failures: surprising.map(({ name, action }) => `not caught, and not known not to be: ${name}, ${action}`),
  };
}

/** The liveness check on rendered people and on attacks made of their pictures; one person each unless `--long`. */
export const run: Suite = async ({ long }) => {
  const all = await actors();
  if (all.length < 2) throw new RangeError('two specimen people who act are needed');
  const { vision, close } = await openEngine();
  try {
    return [await people(vision, all, long), await deceptions(vision, all, long)];
  } finally {
    await close();
  }
};
