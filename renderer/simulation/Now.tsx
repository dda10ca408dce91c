import { BookX, Camera, FlipHorizontal2, ScanBarcode, ScanText, UserRoundX } from 'lucide-react';
import type { SimulatorState } from '../../electron/contract/index.ts';
import { DeskButton } from '../staff/parts/DeskButton.tsx';
import { ChipOf } from './ChipOf.tsx';
import { possession } from './names.ts';
import { useSimulate } from './simulate.tsx';
import './simulation.css';

/** What lies on the reader and who stands before the camera at this moment. */
export function Now({ simulator }: { simulator: SimulatorState }) {
  return (
    <div className="now">
      <OnTheReader simulator={simulator} />
      <BeforeTheCamera simulator={simulator} />
    </div>
  );
}

/** What lies on the reader, and what can be done with it. */
export function OnTheReader({ simulator }: { simulator: SimulatorState }) {
  const { people, presented } = simulator;
  const { act, waits } = useSimulate();
  const owner = people.find(({ id }) => id === presented?.person);
  const document = owner?.documents.find(({ id }) => id === presented?.document);
  return (
    <div className="now-part" data-on={presented !== null || undefined}>
      <ScanText aria-hidden="true" />
      <div>
        <p className="now-label">On the reader</p>
        <p className="now-value" data-testid="presented">
          {presented
            ? possession(owner?.name ?? presented.person, document?.label ?? presented.document)
            : 'Nothing'}
        </p>
        {presented && document?.twoSided && (
          <p className="now-label" data-testid="side">
            {presented.side === 'front' ? 'Its front lies on the glass' : 'Its back lies on the glass'}
          </p>
        )}
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
      {(document?.twoSided || document?.barcode) && (
        <div className="now-more">
          {document.twoSided && (
            <DeskButton
              icon={FlipHorizontal2}
              testId="turn"
              pending={waits({ type: 'turn' })}
              onPress={() => void act({ type: 'turn' })}
            >
              Turn over
            </DeskButton>
          )}
          {document.barcode && (
            <DeskButton
              icon={ScanBarcode}
              testId="scan-barcode"
              pending={waits({ type: 'scan-barcode' })}
              onPress={() => void act({ type: 'scan-barcode' })}
            >
              Scan its barcode
            </DeskButton>
          )}
        </div>
      )}
      {document?.chip && <ChipOf simulator={simulator} />}
    </div>
  );
}

export function BeforeTheCamera({ simulator: { people, standing } }: { simulator: SimulatorState }) {
  const { act, waits } = useSimulate();
  const stander = people.find(({ id }) => id === standing);
  return (
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
  );
}
