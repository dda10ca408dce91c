import type { Step, VisitorSnapshot } from '../../electron/contract/index.ts';
import { Attract } from './screens/Attract.tsx';
import { Consent } from './screens/Consent.tsx';
import { Deciding } from './screens/Deciding.tsx';
import { Details } from './screens/Details.tsx';
import { DocumentChoice } from './screens/DocumentChoice.tsx';
import { DocumentGuidance } from './screens/DocumentGuidance.tsx';
import { DocumentReading } from './screens/DocumentReading.tsx';
import { DocumentReview } from './screens/DocumentReview.tsx';
import { Ended } from './screens/Ended.tsx';
import { FaceCapture } from './screens/FaceCapture.tsx';
import { FaceGuidance } from './screens/FaceGuidance.tsx';
import { Introduction } from './screens/Introduction.tsx';
import { Language } from './screens/Language.tsx';
import { Offer } from './screens/Offer.tsx';
import { Pairing } from './screens/Pairing.tsx';
import { Proof } from './screens/Proof.tsx';
import { Referred } from './screens/Referred.tsx';
import { Refused } from './screens/Refused.tsx';
import { Success } from './screens/Success.tsx';
import { Wallet } from './screens/Wallet.tsx';

/** The screen of a step. A step without a screen does not compile. */
export function StepScreen({
  step,
  canGoBack,
  snapshot,
}: {
  step: Step;
  canGoBack: boolean;
  snapshot: VisitorSnapshot;
}) {
  switch (step.name) {
    case 'attract':
      return <Attract station={snapshot.station} />;
    case 'language':
      return <Language station={snapshot.station} />;
    case 'wallet':
      return <Wallet step={step} canGoBack={canGoBack} />;
    case 'pairing':
      return <Pairing step={step} canGoBack={canGoBack} />;
    case 'introduction':
      return <Introduction step={step} canGoBack={canGoBack} />;
    case 'details':
      return <Details step={step} canGoBack={canGoBack} />;
    case 'consent':
      return <Consent step={step} canGoBack={canGoBack} />;
    case 'document-choice':
      return <DocumentChoice step={step} canGoBack={canGoBack} />;
    case 'document-guidance':
      return <DocumentGuidance step={step} canGoBack={canGoBack} />;
    case 'document-reading':
      return <DocumentReading step={step} canGoBack={canGoBack} />;
    case 'document-review':
      return <DocumentReview step={step} />;
    case 'face-guidance':
      return <FaceGuidance canGoBack={canGoBack} />;
    case 'face-capture':
      return <FaceCapture step={step} canGoBack={canGoBack} />;
    case 'deciding':
      return <Deciding attended={snapshot.station.posture === 'attended'} />;
    case 'offer':
      return <Offer step={step} />;
    case 'proof':
      return <Proof step={step} />;
    case 'success':
      return <Success step={step} />;
    case 'referred':
      return <Referred step={step} />;
    case 'refused':
      return <Refused />;
    case 'ended':
      return <Ended step={step} />;
  }
}
