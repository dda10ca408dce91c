import type { VisitorSnapshot } from '../../../electron/contract/index.ts';
import { Screen } from '../../ui/Screen.tsx';
import { PersonScene } from '../art/scenes.tsx';
import { useVisiting } from '../kiosk.tsx';
import { Shell } from '../Shell.tsx';

/** The way on is a person; the code tells staff what is the matter. */
export function OutOfService({ snapshot, code }: { snapshot: VisitorSnapshot; code: string }) {
  const { m } = useVisiting();
  const idle = { ...snapshot, step: { name: 'attract' as const }, progress: null };
  return (
    <Shell snapshot={idle} ask={() => {}}>
      <Screen layout="centre" title={m.outOfService.title} lead={m.outOfService.lead} art={<PersonScene />}>
        <p className="code-for-staff">{m.outOfService.code(code)}</p>
      </Screen>
    </Shell>
  );
}
