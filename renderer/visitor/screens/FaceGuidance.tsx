import { Camera, UserRound } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { FaceScene, FaceTip } from '../art/scenes.tsx';
import { BackButton } from '../BackButton.tsx';
import { useVisiting } from '../kiosk.tsx';
import './face.css';

export function FaceGuidance({ canGoBack }: { canGoBack: boolean }) {
  const { m, send, waits } = useVisiting();
  return (
    <Screen
      title={m.faceGuidance.title}
      lead={m.faceGuidance.lead}
      art={<FaceScene />}
      actions={
        <>
          <BackButton step="face-guidance" shown={canGoBack} />
          <Button
            kind="secondary"
            icon={UserRound}
            pending={waits('face.decline')}
            onPress={() => void send({ type: 'face.decline' })}
          >
            {m.faceGuidance.decline}
          </Button>
          <Button
            icon={Camera}
            pending={waits('visit.continue')}
            onPress={() => void send({ type: 'visit.continue', step: 'face-guidance' })}
          >
            {m.faceGuidance.ready}
          </Button>
        </>
      }
    >
      <ul className="points points-drawn">
        <li>
          <FaceTip tip="look" />
          {m.faceGuidance.look}
        </li>
        <li>
          <FaceTip tip="uncover" />
          <span>
            {m.faceGuidance.uncover}
            <small>{m.faceGuidance.headwear}</small>
          </span>
        </li>
        <li>
          <FaceTip tip="alone" />
          {m.faceGuidance.alone}
        </li>
      </ul>
    </Screen>
  );
}
