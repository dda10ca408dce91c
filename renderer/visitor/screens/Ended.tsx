import type { StepOf } from '../../../electron/contract/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { ClearedScene } from '../art/scenes.tsx';
import { useVisiting } from '../kiosk.tsx';
import './ended.css';

export function Ended({ step }: { step: StepOf<'ended'> }) {
  const { m, send, waits } = useVisiting();
  return (
    <Screen
      layout="centre"
      title={m.ended.titles[step.reason]}
      lead={m.ended.wiped}
      art={<ClearedScene />}
      actions={
        <Button
          kind="secondary"
          pending={waits('visit.start')}
          onPress={() => void send({ type: 'visit.start' })}
        >
          {m.attract.start}
        </Button>
      }
    >
      <div className="ended-notice">
        <Notice tone="good">{m.ended.takeDocument}</Notice>
      </div>
    </Screen>
  );
}
