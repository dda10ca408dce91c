import { Check, ImageOff, RotateCcw, UserRound } from 'lucide-react';
import { useState } from 'react';
import type { StepOf } from '../../../electron/contract/index.ts';
import { countryName, longDate } from '../../i18n/index.ts';
import { usePicture } from '../../state/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { useCallStaff } from '../help.tsx';
import { useVisiting } from '../kiosk.tsx';

/** What was read, to be compared with what is printed. It cannot be edited: a document says what it says. */
export function DocumentReview({ step }: { step: StepOf<'document-review'> }) {
  const { m, language, send, waits } = useVisiting();
  const [wrong, setWrong] = useState(false);
  const { summary } = step;
  const date = (text: string | null) => (text ? longDate(text, language) : null);
  const country = (code: string) => (code ? countryName(code, language, m.countries) : null);
  const rows: [string, string | null][] = [
    [m.review.familyName, summary.familyName || null],
    [m.review.givenNames, summary.givenNames || null],
    [m.review.birthDate, date(summary.birthDate)],
    [m.review.nationality, country(summary.nationality)],
    [m.review.issuer, country(summary.issuer)],
    [m.review.expiryDate, date(summary.expiryDate)],
  ];
  return (
    <Screen
      className="review"
      title={m.review.title}
      lead={m.review.lead}
      art={
        <div className="review-pictures">
          <DocumentPicture reference={step.portraitRef} label={m.review.portrait} kind="portrait" />
          <DocumentPicture reference={step.pageRef} label={m.review.page} kind="page" />
        </div>
      }
      actions={
        <>
          <Button kind="secondary" onPress={() => setWrong(true)}>
            {m.review.wrong}
          </Button>
          <Button
            icon={Check}
            pending={waits('document.submit')}
            onPress={() => void send({ type: 'document.submit' })}
          >
            {m.review.submit}
          </Button>
        </>
      }
    >
      {step.expired && <Notice tone="alert">{m.review.expired}</Notice>}
      <dl className="review-fields">
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <bdi>{value ?? m.review.notRead}</bdi>
            </dd>
          </div>
        ))}
        <div>
          <dt>{m.review.number}</dt>
          <dd>
            <span aria-hidden="true" dir="ltr">
              {summary.documentNumberMasked || m.review.notRead}
            </span>
            <span className="visually-hidden">
              {m.review.numberHidden} {summary.documentNumberMasked.replace(/[•*]/g, '')}
            </span>
          </dd>
        </div>
      </dl>
      {wrong && <WrongDialog close={() => setWrong(false)} />}
    </Screen>
  );
}

function DocumentPicture({
  reference,
  label,
  kind,
}: {
  reference: string | null;
  label: string;
  kind: 'page' | 'portrait';
}) {
  const { m, picture } = useVisiting();
  const shown = usePicture(reference, picture);
  return (
    <figure className={`review-picture review-${kind}`}>
      {shown.state === 'ready' ? (
        <img src={shown.url} alt={label} draggable={false} />
      ) : (
        <span className="review-missing">
          {shown.state === 'loading' ? <Spinner /> : <ImageOff aria-hidden="true" />}
          {shown.state === 'loading' ? null : m.review.noPicture}
        </span>
      )}
    </figure>
  );
}

function WrongDialog({ close }: { close: () => void }) {
  const { m, send, waits } = useVisiting();
  const callStaff = useCallStaff();
  return (
    <Dialog
      title={m.review.wrongTitle}
      lead={m.review.wrongLead}
      onDismiss={close}
      actions={
        <div className="choices">
          <Choice
            icon={<RotateCcw aria-hidden="true" />}
            title={m.review.readAgain}
            text={m.review.readAgainText}
            pending={waits('document.read-again')}
            onPress={() => void send({ type: 'document.read-again' })}
          />
          <Choice
            icon={<UserRound aria-hidden="true" />}
            title={m.common.askStaff}
            text={m.review.staffText}
            pending={waits('visit.call-staff')}
            onPress={async () => {
              await callStaff();
              close();
            }}
          />
          <Button kind="quiet" onPress={close}>
            {m.common.back}
          </Button>
        </div>
      }
    />
  );
}
