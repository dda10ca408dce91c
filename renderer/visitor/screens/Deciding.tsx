import { Guilloche } from '../../ui/Guilloche.tsx';
import { Logo } from '../../ui/Logo.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { useVisiting } from '../kiosk.tsx';
import './deciding.css';

export function Deciding({ attended }: { attended: boolean }) {
  const { m } = useVisiting();
  return (
    <Screen
      layout="centre"
      title={m.deciding.title}
      lead={
        <div role="status">
          <p>{m.deciding.lead}</p>
          {attended && <p>{m.deciding.leadAttended}</p>}
        </div>
      }
      art={
        <div className="deciding-art" aria-hidden="true">
          <Guilloche className="deciding-rosette" />
          <Logo className="deciding-logo" />
        </div>
      }
    />
  );
}
