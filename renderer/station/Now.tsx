import { BookX, Camera, ScanText, UserRoundX } from 'lucide-react';
import type { SimulatorState } from '../../electron/contract/index.ts';
import { DeskButton } from '../staff/parts/DeskButton.tsx';
import { possession } from './names.ts';
import { useSimulate } from './panel.tsx';

/** What lies on the reader and who stands before the camera at this moment. */
export function Now({ simulator: { people, presented, standing } }: { simulator: SimulatorState }) {
  const { act, waits } = useSimulate();
  const owner = people.find(({ id }) => id === presented?.person);
  const label = owner?.documents.find(({ id }) => id === presented?.document)?.label;
  const stander = people.find(({ id }) => id === standing);
  return (
    <div className="now">
      <div className="now-part" data-on={presented !== null || undefined}>
        <ScanText aria-hidden="true" />
        <div>
          <p className="now-label">On the reader</p>
          <p className="now-value" data-testid="presented">
            {presented ? possession(owner?.name ?? presented.person, label ?? presented.document) : 'Nothing'}
          </p>
        </div>
        <DeskButton
          icon={BookX}
          kind={presented ? 'secondary' : 'quiet'}
          testId="remove"
          label="Remove the document from the reader"
          pending={waits({ type: 'remove' })}
          onPress={() => void act({ type: 'remove' })}
        >
          Remove
        </DeskButton>
      </div>
      <div className="now-part" data-on={standing !== null || undefined}>
        <Camera aria-hidden="true" />
        <div>
          <p className="now-label">Before the camera</p>
          <p className="now-value" data-testid="standing">
            {standing === null ? 'Nobody' : (stander?.name ?? standing)}
          </p>
        </div>
        <DeskButton
          icon={UserRoundX}
          kind={standing === null ? 'quiet' : 'secondary'}
          testId="stand-nobody"
          label="Step away: nobody stands before the camera"
          pending={waits({ type: 'stand', person: null })}
          onPress={() => void act({ type: 'stand', person: null })}
        >
          Step away
        </DeskButton>
        <p className="now-hint">Takes effect when the camera is opened next.</p>
      </div>
    </div>
  );
}
