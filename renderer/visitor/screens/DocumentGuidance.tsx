import { BookOpen, Hand, Sparkles } from 'lucide-react';
import type { StepOf } from '../../../electron/contract/index.ts';
import { Screen } from '../../ui/Screen.tsx';
import { ReaderScene } from '../art/readers.tsx';
import { BackButton } from '../BackButton.tsx';
import { ContinueButton } from '../ContinueButton.tsx';
import { useVisiting } from '../kiosk.tsx';
import { StaffButton } from '../StaffButton.tsx';

/** How to lay down this document on this station's reader. */
export function DocumentGuidance({
  step,
  canGoBack,
}: {
  step: StepOf<'document-guidance'>;
  canGoBack: boolean;
}) {
  const { m } = useVisiting();
  const how = {
    'full-page': m.guidance.fullPage,
    swipe: m.guidance.swipe,
    chip: m.guidance.chip,
    none: m.guidance.none,
  }[step.reader];
  return (
    <Screen
      title={m.guidance.title(m.documentTypes[step.documentType])}
      lead={how}
      art={<ReaderScene reader={step.reader} />}
      actions={
        <>
          <BackButton step="document-guidance" shown={canGoBack} />
          {step.reader === 'none' ? (
            <StaffButton kind="primary">{m.reading.withStaff}</StaffButton>
          ) : (
            <ContinueButton step="document-guidance">{m.guidance.ready}</ContinueButton>
          )}
        </>
      }
    >
      {step.reader !== 'none' && (
        <ul className="points">
          <li>
            <BookOpen aria-hidden="true" />
            {m.guidance.tipCover}
          </li>
          <li>
            <Sparkles aria-hidden="true" />
            {m.guidance.tipClean}
          </li>
          <li>
            <Hand aria-hidden="true" />
            {m.guidance.tipStill}
          </li>
        </ul>
      )}
    </Screen>
  );
}
