import { BookUser, Car, CreditCard, IdCard, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import type { DocumentType, StepOf } from '../../../electron/contract/index.ts';
import { countryName } from '../../i18n/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { DocumentsScene } from '../art/documents.tsx';
import { CountryPicker } from '../CountryPicker.tsx';
import { useVisiting } from '../kiosk.tsx';
import { StaffButton } from '../StaffButton.tsx';
import './document.css';

const icons: Record<DocumentType, LucideIcon> = {
  passport: BookUser,
  'identity-card': IdCard,
  'residence-permit': CreditCard,
  'driving-licence': Car,
};

/** First who issued it, then what it is. */
export function DocumentChoice({ step, canGoBack }: { step: StepOf<'document-choice'>; canGoBack: boolean }) {
  const { m, language, send, waits } = useVisiting();
  const [country, setCountry] = useState<string | null>(null);
  if (!country)
    return <CountryPicker suggested={step.suggestedCountries} canGoBack={canGoBack} choose={setCountry} />;
  const name = countryName(country, language, m.countries);
  return (
    <Screen
      title={m.choice.typeTitle}
      lead={m.choice.issuedBy(name)}
      art={<DocumentsScene />}
      actions={
        <>
          <Button kind="quiet" className="button-back" onPress={() => setCountry(null)}>
            {m.choice.changeCountry}
          </Button>
          <StaffButton>{m.choice.noType}</StaffButton>
        </>
      }
    >
      <div className="choices">
        {passportFirst(step.documentTypes).map((type) => {
          const Icon = icons[type];
          return (
            <Choice
              key={type}
              className="choice-document"
              icon={<Icon aria-hidden="true" />}
              title={m.documentTypes[type]}
              text={m.documentHints[type]}
              {...(type === 'passport' && step.documentTypes.length > 1 ? { badge: m.choice.best } : {})}
              pending={waits('document.choose')}
              onPress={() => void send({ type: 'document.choose', country, documentType: type })}
            />
          );
        })}
      </div>
    </Screen>
  );
}

function passportFirst(types: readonly DocumentType[]): DocumentType[] {
  return [...types].sort((a, b) => Number(b === 'passport') - Number(a === 'passport'));
}
