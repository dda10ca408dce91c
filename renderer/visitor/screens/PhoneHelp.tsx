import {
  ArrowLeft,
  Clock,
  Layers,
  OctagonX,
  QrCode,
  ShieldQuestion,
  Smartphone,
  WifiOff,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { StepOf } from '../../../electron/contract/index.ts';
import type { Messages } from '../../i18n/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { PhoneStops } from '../art/scenes.tsx';
import { useVisiting, useWindowState } from '../kiosk.tsx';
import { type PhoneTrouble, troublesOf } from '../phone-trouble.ts';
import { StaffButton } from '../StaffButton.tsx';
import { ScanFigure } from './ScanFigure.tsx';
import './phone-help.css';

type OfferStep = StepOf<'offer'>;

const icons = {
  'no-app': Smartphone,
  offline: WifiOff,
  app: Layers,
  unverified: ShieldQuestion,
  clock: Clock,
  used: OctagonX,
};

const names = ({ phone }: Messages): Record<PhoneTrouble, string> => ({
  'no-app': phone.noApp,
  offline: phone.offline,
  app: phone.app,
  unverified: phone.unverified,
  clock: phone.clock,
  used: phone.used,
});

/** What does not work on the phone, in the words of who holds it: first a list, then what to do. */
export function PhoneHelp({
  step,
  trouble,
  choose,
  close,
}: {
  step: OfferStep;
  trouble: PhoneTrouble | null;
  choose: (trouble: PhoneTrouble) => void;
  close: () => void;
}) {
  const { m } = useVisiting();
  const back = (
    <Button kind="secondary" icon={ArrowLeft} pointing="back" className="button-back" onPress={close}>
      {m.phone.back}
    </Button>
  );
  if (trouble) return <Answer step={step} trouble={trouble} back={back} close={close} />;
  return (
    <Screen
      layout="stack"
      className="phone-help"
      title={m.phone.title}
      actions={
        <>
          {back}
          <StaffButton />
        </>
      }
    >
      <div className="phone-troubles">
        {troublesOf(step).map((one) => {
          const Icon = icons[one];
          return (
            <Choice
              key={one}
              title={names(m)[one]}
              icon={<Icon aria-hidden="true" />}
              onPress={() => choose(one)}
            />
          );
        })}
      </div>
    </Screen>
  );
}

function Answer({
  step,
  trouble,
  back,
  close,
}: {
  step: OfferStep;
  trouble: PhoneTrouble;
  back: ReactNode;
  close: () => void;
}) {
  const { m, send, waits } = useVisiting();
  const organisation = useWindowState((state) => state.snapshot?.station.organisation ?? '');
  const { wallet, wifi } = step;
  const texts: Record<PhoneTrouble, string> = {
    'no-app': wallet ? m.phone.noAppText(wallet.name) : m.phone.noAppAny,
    offline: wifi ? m.phone.wifiText(wifi.ssid) : m.phone.offlineText,
    app: m.phone.appText,
    unverified: m.phone.unverifiedText(organisation),
    clock: m.phone.clockText,
    used: m.phone.usedText,
  };
  const act = async (command: 'offer.other' | 'offer.disown') => {
    if ((await send({ type: command })).ok) close();
  };
  return (
    <Screen
      className="offer phone-help"
      title={trouble === 'offline' && wifi ? m.pairing.wifi(wifi.ssid) : names(m)[trouble]}
      lead={texts[trouble]}
      art={<AnswerArt step={step} trouble={trouble} />}
      actions={
        <>
          {back}
          {trouble === 'app' && (
            <Button icon={QrCode} pending={waits('offer.other')} onPress={() => void act('offer.other')}>
              {m.phone.otherForm}
            </Button>
          )}
          {trouble === 'used' && (
            <Button icon={OctagonX} pending={waits('offer.disown')} onPress={() => void act('offer.disown')}>
              {m.phone.stop}
            </Button>
          )}
          {trouble !== 'app' && trouble !== 'used' && <StaffButton />}
        </>
      }
    />
  );
}

function AnswerArt({ step, trouble }: { step: OfferStep; trouble: PhoneTrouble }) {
  const { m } = useVisiting();
  const { wallet, wifi, claimUrl } = step;
  if (trouble === 'offline' && wifi)
    return <ScanFigure text={wifi.uri} label={m.pairing.wifi(wifi.ssid)} caption={wifi.ssid} />;
  if (trouble !== 'no-app' || !(wallet || claimUrl)) return <PhoneStops />;
  return (
    <div className="scan-figures">
      {wallet && (
        <ScanFigure
          text={wallet.storeUrl}
          label={m.wallet.getIt(wallet.name)}
          caption={m.wallet.getIt(wallet.name)}
        />
      )}
      {claimUrl && (
        <ScanFigure
          text={claimUrl}
          label={m.phone.claimText}
          caption={wallet ? m.phone.claim : m.phone.claimText}
        />
      )}
    </div>
  );
}
