import { BookOpen } from 'lucide-react';
import { useId, useState } from 'react';
import type { SimulatorState } from '../../electron/contract/index.ts';
import { DeskButton } from '../staff/parts/DeskButton.tsx';
import { useSimulate } from './simulate.tsx';
import './simulation.css';

/** Chooses one of the specimens' documents and lays it on the reader. */
export function LayDown({ simulator: { people } }: { simulator: SimulatorState }) {
  const { act, waits } = useSimulate();
  const id = useId();
  const [chosen, setChosen] = useState('');
  const choices = people.flatMap((person) =>
    person.documents.map((document) => ({
      value: `${person.id}/${document.id}`,
      label: document.label,
      action: { type: 'present', person: person.id, document: document.id } as const,
    })),
  );
  const choice = choices.find(({ value }) => value === chosen) ?? choices[0];
  if (!choice) return <p className="panel-none">There are no specimens to lay down.</p>;
  return (
    <div className="trouble">
      <label htmlFor={id}>
        <span>Document of a specimen</span>
        <select
          id={id}
          data-testid="lay-down-choice"
          value={choice.value}
          onChange={({ target }) => setChosen(target.value)}
        >
          {people.map((person) => (
            <optgroup key={person.id} label={person.name}>
              {person.documents.map((document) => (
                <option key={document.id} value={`${person.id}/${document.id}`}>
                  {person.name}: {document.label}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      <DeskButton
        icon={BookOpen}
        testId="lay-down"
        label="Lay it on the reader"
        pending={waits(choice.action)}
        onPress={() => void act(choice.action)}
      >
        Lay it on the reader
      </DeskButton>
    </div>
  );
}
