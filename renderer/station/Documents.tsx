import { BookOpen, IdCard } from 'lucide-react';
import { useState } from 'react';
import type { SimulatorState } from '../../electron/contract/index.ts';
import { possession } from '../simulation/names.ts';
import { useSimulate } from '../simulation/simulate.tsx';
import { DeskButton } from '../staff/parts/DeskButton.tsx';

/** What the chosen person can lay on the reader. */
export function Documents({
  person,
  name,
  presented,
}: {
  person: SimulatorState['people'][number];
  name: string;
  presented: SimulatorState['presented'];
}) {
  const { act, waits } = useSimulate();
  const lying = presented?.person === person.id ? presented.document : null;
  const [chosen, setChosen] = useState(lying);
  const document = person.documents.find(({ id }) => id === chosen) ?? person.documents[0];
  if (!document) return <p className="documents panel-none">{person.name} has no document.</p>;
  const present = { type: 'present', person: person.id, document: document.id } as const;
  return (
    <div className="documents">
      <fieldset>
        <legend>{possession(name, 'Documents')}</legend>
        {person.documents.map(({ id, label, twoSided, barcode, chip }) => (
          <label key={id}>
            <input
              type="radio"
              name="document"
              checked={id === document.id}
              onChange={() => setChosen(id)}
              data-testid={`document-${id}`}
            />
            {twoSided ? <IdCard aria-hidden="true" /> : <BookOpen aria-hidden="true" />}
            <span>
              {label}
              {(twoSided || chip) && <small>{partsText({ twoSided, barcode, chip })}</small>}
            </span>
            {lying === id && <span className="documents-lies">on the reader</span>}
          </label>
        ))}
      </fieldset>
      <DeskButton kind="primary" testId="present" pending={waits(present)} onPress={() => void act(present)}>
        {`Lay ${possession(name, document.label)} on the reader`}
      </DeskButton>
    </div>
  );
}

/** `two sides, barcode on the back, chip`. */
function partsText({
  twoSided,
  barcode,
  chip,
}: {
  twoSided: boolean;
  barcode: boolean;
  chip: boolean;
}): string {
  return [twoSided && 'two sides', barcode && 'barcode on the back', chip && 'chip']
    .filter(Boolean)
    .join(', ');
}
