import type { HealthPart } from '../../../electron/contract/index.ts';
import { Panel } from '../parts/Panel.tsx';
import { StateMark } from '../parts/StateMark.tsx';
import { healthParts, healthStates } from '../words/station.ts';

export function Health({ health, wide = false }: { health: readonly HealthPart[]; wide?: boolean }) {
  return (
    <Panel title="Health">
      <ul className={wide ? 'health health-wide' : 'health'}>
        {health.map(({ part, state, detail }) => (
          <li key={part}>
            <p className="health-part">{healthParts[part]}</p>
            <StateMark tone={healthStates[state].tone}>{healthStates[state].text}</StateMark>
            <p className="health-detail">{detail}</p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
