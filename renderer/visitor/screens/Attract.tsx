import { ArrowRight, Clock, IdCard, Smartphone } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { VisitorSnapshot } from '../../../electron/contract/index.ts';
import { messagesIn } from '../../i18n/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Guilloche } from '../../ui/Guilloche.tsx';
import { Journey } from '../art/scenes.tsx';
import { useVisiting } from '../kiosk.tsx';
import './attract.css';

/** What one sees from across the hall: what it does, what one needs, and one's own language. */
export function Attract({ station }: { station: VisitorSnapshot['station'] }) {
  const { m, send, waits } = useVisiting();
  const startIn = async (language: string) => {
    const { ok } = await send({ type: 'visit.start' });
    if (ok) await send({ type: 'visit.set-language', language });
  };
  return (
    <section className="attract">
      <Guilloche className="attract-ground" moving />
      <div className="attract-words">
        <Greeting languages={station.languages} />
        <h1>{m.attract.title}</h1>
        <p className="attract-lead">{m.attract.lead}</p>
      </div>
      <div className="attract-art">
        <Journey />
      </div>
      <div className="attract-start">
        <ul className="attract-needs" aria-label={m.attract.needTitle}>
          <li>
            <IdCard aria-hidden="true" />
            {m.attract.needDocument}
          </li>
          <li>
            <Smartphone aria-hidden="true" />
            {m.attract.needPhone}
          </li>
          <li>
            <Clock aria-hidden="true" />
            {m.attract.needTime}
          </li>
        </ul>
        <Button
          className="attract-button"
          icon={ArrowRight}
          pointing="forward"
          pending={waits('visit.start')}
          onPress={() => void send({ type: 'visit.start' })}
        >
          {m.attract.start}
        </Button>
        <ul className="attract-languages" aria-label={m.attract.chooseLanguage}>
          {station.languages.map(({ code, name, direction }) => (
            <li key={code}>
              <button type="button" lang={code} dir={direction} onClick={() => void startIn(code)}>
                {name}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

/** "Welcome" in one language after the other, for the eye only. */
function Greeting({ languages }: { languages: VisitorSnapshot['station']['languages'] }) {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTurn((now) => now + 1), 3_200);
    return () => clearInterval(timer);
  }, []);
  const language = languages[turn % Math.max(1, languages.length)];
  if (!language) return null;
  return (
    <p className="attract-greeting" aria-hidden="true">
      <span key={language.code} lang={language.code} dir={language.direction}>
        {messagesIn(language.code).attract.welcome}
      </span>
    </p>
  );
}
