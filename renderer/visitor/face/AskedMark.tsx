import { ArrowLeft, ArrowRight, ArrowUp, EyeClosed, Smile, ZoomIn, ZoomOut } from 'lucide-react';
import type { ComponentType } from 'react';
import type { LivenessAction } from '../../../electron/contract/index.ts';

const marks: Record<LivenessAction, ComponentType<{ 'aria-hidden': 'true' }>> = {
  'turn-left': ArrowLeft,
  'turn-right': ArrowRight,
  'look-up': ArrowUp,
  blink: EyeClosed,
  smile: Smile,
  nearer: ZoomIn,
  further: ZoomOut,
};

/**
 * The movement as a sign at the side of the mirrored picture it goes to: who turns to their own left sees themselves turn to
 * the left of the screen.
 */
export function AskedMark({ action }: { action: LivenessAction }) {
  const Mark = marks[action];
  return (
    <span className="face-asked" data-action={action}>
      <Mark aria-hidden="true" />
    </span>
  );
}
