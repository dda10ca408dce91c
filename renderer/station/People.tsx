import { BookOpen, BookOpenCheck, Camera } from 'lucide-react';
import type { SimulatorState } from '../../electron/contract/index.ts';
import { DeskButton } from '../staff/parts/DeskButton.tsx';
import { possession, shortName } from './names.ts';
import { useSimulate } from './panel.tsx';

type Person = SimulatorState['people'][number];

/** The specimens: people who do not exist, with what they bring along. */
export function People({ simulator }: { simulator: SimulatorState }) {
  const { people } = simulator;
  if (people.length === 0)
    return (
      <section className="people-none">
        <h2>No specimens</h2>
        <p>
          The devices are simulated, but there are no people to play with. Make them with “npm run specimens”.
        </p>
      </section>
    );
  return (
    <ul className="people" aria-label="People">
      {people.map((person) => (
        <PersonCard key={person.id} person={person} simulator={simulator} />
      ))}
    </ul>
  );
}

function PersonCard({ person, simulator }: { person: Person; simulator: SimulatorState }) {
  const { act, waits } = useSimulate();
  const { people, presented, standing } = simulator;
  const name = shortName(person, people);
  const stands = standing === person.id;
  const stand = { type: 'stand', person: person.id } as const;
  return (
    <li className="person">
      <div className="person-head">
        <span className="person-initials" aria-hidden="true">
          {initials(person.name)}
        </span>
        <h2>{person.name}</h2>
      </div>
      <ul className="person-documents">
        {person.documents.map(({ id, label }) => {
          const lies = presented?.person === person.id && presented.document === id;
          const present = { type: 'present', person: person.id, document: id } as const;
          return (
            <li key={id} data-on={lies || undefined}>
              <DeskButton
                icon={lies ? BookOpenCheck : BookOpen}
                testId={`present-${person.id}-${id}`}
                pending={waits(present)}
                onPress={() => void act(present)}
              >
                {`Lay ${possession(name, label)} on the reader`}
              </DeskButton>
            </li>
          );
        })}
      </ul>
      <DeskButton
        kind="quiet"
        icon={Camera}
        testId={`stand-${person.id}`}
        label={stands ? `${name} stands before the camera` : `Let ${name} stand before the camera`}
        pending={waits(stand)}
        disabled={stands}
        onPress={() => void act(stand)}
      >
        {stands ? 'Stands before the camera' : 'Stand before the camera'}
      </DeskButton>
    </li>
  );
}

function initials(name: string): string {
  const words = name.split(' ').filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : '']
    .map((word) => word?.charAt(0) ?? '')
    .join('')
    .toUpperCase();
}
