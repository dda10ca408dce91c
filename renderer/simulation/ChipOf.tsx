import { ArrowUpFromLine, Nfc } from 'lucide-react';
import { useId } from 'react';
import type { SimulatorState } from '../../electron/contract/index.ts';
import { DeskButton } from '../staff/parts/DeskButton.tsx';
import { defectText } from './names.ts';
import { useSimulate } from './simulate.tsx';

/** The chip of what is presented: on its reader or not, and what is wrong with it. */
export function ChipOf({ simulator: { chip } }: { simulator: SimulatorState }) {
  const { act, waits } = useSimulate();
  const id = useId();
  return (
    <div className="now-more">
      <p className="chip-now" data-testid="chip">
        {chip.laid ? 'It lies on the chip reader' : 'It does not lie on the chip reader'}
      </p>
      {chip.laid ? (
        <DeskButton
          icon={ArrowUpFromLine}
          testId="lift-chip"
          pending={waits({ type: 'lift-chip' })}
          onPress={() => void act({ type: 'lift-chip' })}
        >
          Lift off the chip reader
        </DeskButton>
      ) : (
        <DeskButton
          icon={Nfc}
          testId="lay-chip"
          pending={waits({ type: 'lay-chip' })}
          onPress={() => void act({ type: 'lay-chip' })}
        >
          Lay on the chip reader
        </DeskButton>
      )}
      <div className="chip-defect">
        <label htmlFor={id}>What is wrong with the chips laid down next</label>
        <select
          id={id}
          data-testid="chip-defect"
          value={chip.defect}
          onChange={({ target }) => void act({ type: 'chip-defect', defect: target.value })}
        >
          {chip.defects.map((defect) => (
            <option key={defect} value={defect}>
              {defectText(defect)}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}
