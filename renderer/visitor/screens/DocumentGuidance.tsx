import {
  BookOpen,
  Hand,
  IdCard,
  type LucideIcon,
  MoveHorizontal,
  Nfc,
  RefreshCw,
  ScanBarcode,
  Sparkles,
  UnfoldHorizontal,
} from 'lucide-react';
import type { StepOf } from '../../../electron/contract/index.ts';
import { Screen } from '../../ui/Screen.tsx';
import { ReaderScene } from '../art/readers.tsx';
import { BackButton } from '../BackButton.tsx';
import { ContinueButton } from '../ContinueButton.tsx';
import { firstFace, shapeOf } from '../documents.ts';
import { guidanceWords, type Tip } from '../guidance.ts';
import { useVisiting } from '../kiosk.tsx';
import { StaffButton } from '../StaffButton.tsx';

const icons: Record<Tip, LucideIcon> = {
  cover: BookOpen,
  clean: Sparkles,
  still: Hand,
  smooth: MoveHorizontal,
  turn: RefreshCw,
  barcode: ScanBarcode,
  distance: UnfoldHorizontal,
  apart: Nfc,
};

/** How to show this document to this station's reader. */
export function DocumentGuidance({
  step,
  canGoBack,
}: {
  step: StepOf<'document-guidance'>;
  canGoBack: boolean;
}) {
  const { m } = useVisiting();
  const { reader, documentType } = step;
  const { how, tips } = guidanceWords(step, m);
  return (
    <Screen
      title={m.guidance.title(m.documentTypes[documentType])}
      lead={how}
      art={<ReaderScene reader={reader} face={firstFace(reader, documentType)} />}
      actions={
        <>
          <BackButton step="document-guidance" shown={canGoBack} />
          {reader === 'none' ? (
            <StaffButton kind="primary">{m.reading.withStaff}</StaffButton>
          ) : (
            <ContinueButton step="document-guidance">{m.guidance.ready}</ContinueButton>
          )}
        </>
      }
    >
      {tips.length > 0 && (
        <ul className="points">
          {tips.map(({ tip, text }) => {
            const Icon = tip === 'cover' && shapeOf(documentType) !== 'booklet' ? IdCard : icons[tip];
            return (
              <li key={tip}>
                <Icon aria-hidden="true" />
                {text}
              </li>
            );
          })}
        </ul>
      )}
    </Screen>
  );
}
