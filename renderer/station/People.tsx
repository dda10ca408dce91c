import { Camera, Check } from 'lucide-react';
import { useState } from 'react';
import type { SimulatorState } from '../../electron/contract/index.ts';
import { shortName } from '../simulation/names.ts';
import { useSimulate } from '../simulation/simulate.tsx';
import { DeskButton } from '../staff/parts/DeskButton.tsx';
import { Documents } from './Documents.tsx';

type Person = SimulatorState['people'][number];

/** The specimens: people who do not exist, with what they bring along. */
export function People({ simulator }: { simulator: SimulatorState }) {
  const { people, presented, standing } = simulator;
  const [chosen, setChosen] = useState<string | null>(presented?.person ?? null);
  const person = people.find(({ id }) => id === chosen) ?? people[0];
  if (!person)
    return (
      <section className="people-none">
        <h2>No specimens</h2>
        <p>
          The devices are simulated, but there are no people to play with. Make them with “npm run specimens”.
        </p>
      </section>
    );
  return (
    <div className="people">
      <div className="people-list">
        <fieldset>
          <legend>Person</legend>
          {people.map((one) => (
            <PersonRow
              key={one.id}
              person={one}
              name={shortName(one, people)}
              chosen={one.id === person.id}
              choose={() => setChosen(one.id)}
              stands={standing === one.id}
            />
          ))}
        </fieldset>
      </div>
      <Documents key={person.id} person={person} name={shortName(person, people)} presented={presented} />
    </div>
  );
}

function PersonRow({
  person,
  name,
  chosen,
  choose,
  stands,
}: {
  person: Person;
  name: string;
  chosen: boolean;
  choose: () => void;
  stands: boolean;
}) {
  const { act, waits } = useSimulate();
  const stand = { type: 'stand', person: person.id } as const;
  return (
    <div className="person" data-chosen={chosen || undefined}>
      <label>
        <input
          type="radio"
          name="person"
          checked={chosen}
          onChange={choose}
          data-testid={`choose-${person.id}`}
        />
        <span className="person-initials" aria-hidden="true">
          {initials(person.name)}
        </span>
        <span className="person-name">{person.name}</span>
      </label>
      <DeskButton
        kind="quiet"
        icon={stands ? Check : Camera}
        testId={`stand-${person.id}`}
        label={stands ? `Before the camera: ${name}` : `To the camera: let ${name} stand before it`}
        pending={waits(stand)}
        onPress={() => void act(stand)}
      >
        {stands ? 'Before the camera' : 'To the camera'}
      </DeskButton>
    </div>
  );
}

function initials(name: string): string {
  const words = name.split(' ').filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : '']
    .map((word) => word?.charAt(0) ?? '')
    .join('')
    .toUpperCase();
}
