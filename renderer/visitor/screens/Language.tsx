import type { VisitorSnapshot } from '../../../electron/contract/index.ts';
import { Screen } from '../../ui/Screen.tsx';
import { useVisiting } from '../kiosk.tsx';
import { LanguageGrid } from '../overlays/LanguageDialog.tsx';
import './language.css';

export function Language({ station }: { station: VisitorSnapshot['station'] }) {
  const { m, send } = useVisiting();
  return (
    <Screen
      title={m.language.title}
      lead={m.language.lead}
      className="language-screen"
      art={<Words station={station} />}
    >
      <LanguageGrid
        languages={station.languages}
        current={null}
        choose={(language) => void send({ type: 'visit.set-language', language })}
      />
    </Screen>
  );
}

/** First letters of the languages: to be seen as "languages" by one who cannot read the heading. */
function Words({ station }: { station: VisitorSnapshot['station'] }) {
  return (
    <div className="language-art" aria-hidden="true">
      {station.languages.slice(0, 8).map(({ code, name }) => (
        <span key={code} lang={code}>
          {[...name].slice(code === 'ar' ? 2 : 0, code === 'ar' ? 3 : 1)}
        </span>
      ))}
    </div>
  );
}
