import { parentPort } from 'node:worker_threads';
import { CodedError } from '../../contract/errors.ts';
import { countList, importTrust, TrustAnchors, type TrustList, verifyChip } from '../documents/chip/index.ts';
import type { ThreadAnswer, ThreadCall } from './asking-thread.ts';
import type { ProofWork } from './chip-proof.ts';

/** The thread that judges chips and trust lists: hundreds of signatures, over bytes that strangers made. */
let known: { digest: string; anchors: TrustAnchors } | null = null;

/** The anchors of these lists, made once for as long as they are the same. */
function anchorsOf(lists: readonly TrustList[], days: number): TrustAnchors | null {
  if (lists.length === 0) return null;
  const digest = [days, ...lists.map((list) => `${list.digest} ${list.importedAt}`)].join(' ');
  if (known?.digest !== digest) known = { digest, anchors: new TrustAnchors(lists, days) };
  return known.anchors;
}

/** As long as a check's facts may be. */
function bounded<Step extends ReturnType<typeof verifyChip>['all'][number]>(step: Step) {
  const facts = Object.entries(step.facts).map(([name, fact]) => [
    name,
    typeof fact === 'string' ? fact.slice(0, 200) : fact,
  ]);
  return { ...step, reason: step.reason.slice(0, 80), facts: Object.fromEntries(facts) };
}

function done(work: ProofWork): unknown {
  switch (work.do) {
    case 'judge': {
      const { reading, printedZone, lists, days, now } = work;
      return verifyChip({ reading, printedZone, anchors: anchorsOf(lists, days), now }).all.map(bounded);
    }
    case 'import': {
      const { lists } = importTrust(work.list, [work.root], work.now);
      return lists;
    }
    case 'count':
      return work.lists.map(countList).map(({ certificates, countries }) => ({ certificates, countries }));
  }
}

parentPort?.on('message', ({ id, work }: ThreadCall<ProofWork>) => {
  let answer: ThreadAnswer;
  try {
    answer = { id, value: done(work) };
  } catch (error) {
    answer = { id, error: error instanceof CodedError ? error.code : 'chip-proof/failed' };
  }
  parentPort?.postMessage(answer);
});
