import type { VisitorSnapshot } from '../../../electron/contract/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { useVisiting, useWindowState } from '../kiosk.tsx';
import '../screens/language.css';

export function LanguageDialog({
  station,
  close,
}: {
  station: VisitorSnapshot['station'];
  close: () => void;
}) {
  const { m, send } = useVisiting();
  const current = useWindowState((state) => state.snapshot?.language);
  return (
    <Dialog
      title={m.language.title}
      onDismiss={close}
      actions={
        <Button kind="secondary" onPress={close}>
          {m.common.close}
        </Button>
      }
    >
      <LanguageGrid
        languages={station.languages}
        current={current ?? null}
        choose={async (language) => {
          const { ok } = await send({ type: 'visit.set-language', language });
          if (ok) close();
        }}
      />
    </Dialog>
  );
}

/** Every language under its own name, in its own letters. */
export function LanguageGrid({
  languages,
  current,
  choose,
}: {
  languages: VisitorSnapshot['station']['languages'];
  current: string | null;
  choose: (code: string) => void;
}) {
  return (
    <div className="languages">
      {languages.map(({ code, name, direction }) => (
        <Choice
          key={code}
          title={name}
          lang={code}
          dir={direction}
          onPress={() => choose(code)}
          {...(current === null ? {} : { chosen: code === current })}
        />
      ))}
    </div>
  );
}
