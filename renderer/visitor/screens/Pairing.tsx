import { BadgeCheck, QrCode, Wifi } from 'lucide-react';
import type { StepOf } from '../../../electron/contract/index.ts';
import { Qr } from '../../ui/Qr.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { WalletPhone } from '../art/scenes.tsx';
import { BackButton } from '../BackButton.tsx';
import { ContinueButton } from '../ContinueButton.tsx';
import { useVisiting } from '../kiosk.tsx';
import { ScanFigure } from './ScanFigure.tsx';
import './wallet.css';

export function Pairing({ step, canGoBack }: { step: StepOf<'pairing'>; canGoBack: boolean }) {
  const { m } = useVisiting();
  const { wallet } = step;
  return (
    <Screen
      title={wallet ? m.pairing.titleWith(wallet.name) : m.pairing.title}
      lead={m.pairing.lead}
      art={
        step.wifi ? (
          <ScanFigure
            text={step.wifi.uri}
            label={m.pairing.wifi(step.wifi.ssid)}
            caption={m.pairing.wifiScan}
          />
        ) : wallet ? (
          <figure className="store-code">
            <div className="qr-card">
              <Qr text={wallet.storeUrl} label={m.wallet.getIt(wallet.name)} />
            </div>
            <figcaption>
              <span>{m.pairing.scan}</span>
            </figcaption>
          </figure>
        ) : (
          <WalletPhone />
        )
      }
      actions={
        <>
          <BackButton step="pairing" shown={canGoBack} />
          <ContinueButton step="pairing">{m.pairing.ready}</ContinueButton>
        </>
      }
    >
      <ul className="points">
        <li>
          <BadgeCheck aria-hidden="true" />
          {m.pairing.opens}
        </li>
        <li>
          <Wifi aria-hidden="true" />
          {step.wifi ? m.pairing.wifiPoint(step.wifi.ssid) : m.pairing.online}
        </li>
        <li>
          <QrCode aria-hidden="true" />
          {m.pairing.camera}
        </li>
      </ul>
    </Screen>
  );
}
