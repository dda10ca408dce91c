import { Check, WalletCards } from 'lucide-react';
import { useState } from 'react';
import type { StepOf } from '../../../electron/contract/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Qr } from '../../ui/Qr.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { WalletPhone } from '../art/scenes.tsx';
import { BackButton } from '../BackButton.tsx';
import { useVisiting } from '../kiosk.tsx';
import { StaffButton } from '../StaffButton.tsx';
import './wallet.css';

export function Wallet({ step, canGoBack }: { step: StepOf<'wallet'>; canGoBack: boolean }) {
  const { m, send, waits } = useVisiting();
  const { wallets } = step;
  const [touched, setTouched] = useState(step.chosen ?? (wallets.length === 1 ? wallets[0]!.id : null));
  const chosen = wallets.find((one) => one.id === touched) ?? null;
  return (
    <Screen
      title={m.wallet.title}
      lead={m.wallet.lead}
      art={chosen ? <StoreCode name={chosen.name} url={chosen.storeUrl} /> : <WalletPhone />}
      actions={
        <>
          <BackButton step="wallet" shown={canGoBack} />
          {wallets.length === 0 ? (
            <StaffButton kind="primary" />
          ) : (
            <Button
              icon={Check}
              disabled={!chosen}
              pending={waits('wallet.confirm')}
              onPress={() => chosen && void send({ type: 'wallet.confirm', wallet: chosen.id })}
            >
              {m.wallet.installed}
            </Button>
          )}
        </>
      }
    >
      {wallets.length === 0 ? (
        <Notice tone="info">{m.wallet.none}</Notice>
      ) : (
        <fieldset className="choices" aria-label={m.wallet.choose}>
          {wallets.map((wallet) => (
            <Choice
              key={wallet.id}
              title={wallet.name}
              text={wallet.publisher ? m.wallet.by(wallet.publisher) : undefined}
              icon={<WalletCards aria-hidden="true" />}
              chosen={wallet.id === touched}
              onPress={() => setTouched(wallet.id)}
            />
          ))}
          {!chosen && <p className="hint">{m.wallet.pick}</p>}
        </fieldset>
      )}
    </Screen>
  );
}

function StoreCode({ name, url }: { name: string; url: string }) {
  const { m } = useVisiting();
  return (
    <figure className="store-code">
      <div className="qr-card">
        <Qr text={url} label={m.wallet.getIt(name)} />
      </div>
      <figcaption>
        <strong>{m.wallet.getIt(name)}</strong>
        <span>{m.wallet.getItHow}</span>
      </figcaption>
    </figure>
  );
}
