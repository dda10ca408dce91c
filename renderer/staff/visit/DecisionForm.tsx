import { Check, X } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { useSend } from '../desk.tsx';
import { DeskButton } from '../parts/DeskButton.tsx';
import { Panel } from '../parts/Panel.tsx';
import {
  type Answers,
  acceptBlockedBy,
  reasonIsEnough,
  type StaffVisit,
  whyReferred,
} from '../words/decision.ts';
import { YesNo } from './YesNo.tsx';
import './decision.css';

type Outcome = 'accept' | 'refuse';

/**
 * Asks what staff see and then what they decide. The answers reach the host before the decision does; the host
 * refuses to accept without two times yes, whatever this form allows.
 */
export function DecisionForm({ visit }: { visit: StaffVisit }) {
  const send = useSend();
  const id = useId();
  const [answers, setAnswers] = useState<Answers>({ genuine: null, samePerson: null });
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState<Outcome | null>(null);
  const told = useRef<Answers | null>(null);
  const { genuine, samePerson } = answers;
  const answered = genuine !== null && samePerson !== null;
  const acceptBlock = acceptBlockedBy(visit, answers);
  const enough = reasonIsEnough(reason);
  const hint =
    acceptBlock ??
    (enough ? 'Both buttons end the check; the visitor sees the result at once.' : 'Give the reason first.');

  const decide = async (outcome: Outcome) => {
    if (genuine === null || samePerson === null) return;
    setBusy(outcome);
    if (told.current !== answers) {
      const { ok } = await send({ type: 'staff.observe', genuine, samePerson });
      if (!ok) return setBusy(null);
      told.current = answers;
    }
    await send({ type: 'staff.decide', outcome, reason: reason.trim() });
    setBusy(null);
  };

  return (
    <Panel title="Your decision" className="decision">
      <p className="decision-why">{whyReferred(visit)} Look at document and person too.</p>
      <div className="decision-questions">
        <YesNo
          name="genuine"
          question="Is the document genuine?"
          answer={genuine}
          onAnswer={(yes) => setAnswers({ ...answers, genuine: yes })}
        />
        <YesNo
          name="same-person"
          question="Is it the same person?"
          answer={samePerson}
          onAnswer={(yes) => setAnswers({ ...answers, samePerson: yes })}
        />
      </div>
      <label className="decision-reason">
        <span>Reason (kept in the log; no names or numbers)</span>
        <input
          type="text"
          value={reason}
          maxLength={300}
          autoComplete="off"
          data-testid="decision-reason"
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <div className="decision-actions">
        <p id={id}>{hint}</p>
        <DeskButton
          icon={X}
          testId="refuse"
          describedBy={id}
          pending={busy === 'refuse'}
          disabled={!answered || !enough || busy !== null}
          onPress={() => void decide('refuse')}
        >
          Refuse
        </DeskButton>
        <DeskButton
          kind="primary"
          icon={Check}
          testId="accept"
          describedBy={id}
          pending={busy === 'accept'}
          disabled={acceptBlock !== null || !enough || busy !== null}
          onPress={() => void decide('accept')}
        >
          Accept
        </DeskButton>
      </div>
    </Panel>
  );
}
