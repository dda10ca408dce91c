import type { StaffSnapshot } from '../../electron/contract/index.ts';
import { Guilloche } from '../ui/Guilloche.tsx';
import { StartButton } from './StartButton.tsx';

const lead: Record<StaffSnapshot['station']['posture'], string> = {
  attended: 'When a visitor is at the desk, start their visit here. Their screen then leads them through it.',
  'self-service':
    'Visitors start by themselves at the kiosk. You see here what they do and where they need you.',
  offline:
    'Visitors start by themselves at the kiosk, which needs no network. You see here where they need you.',
};

/** Nobody is being served. */
export function EmptyDesk({
  posture,
  outOfService,
}: {
  posture: StaffSnapshot['station']['posture'];
  outOfService: boolean;
}) {
  return (
    <section className="empty-desk">
      <Guilloche className="empty-desk-ground" />
      <h1>No visit is running</h1>
      <p>{outOfService ? 'A visit can start when the kiosk is back in service.' : lead[posture]}</p>
      {posture === 'attended' && <StartButton disabled={outOfService} />}
    </section>
  );
}
