import { KeyRound, ShieldCheck, TriangleAlert } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import type { HelpDeskView } from '../../../electron/contract/index.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Qr } from '../../ui/Qr.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { useSend } from '../desk.tsx';
import { DeskButton } from '../parts/DeskButton.tsx';
import { Panel } from '../parts/Panel.tsx';
import { helpDeskWords } from '../words/help-desk.ts';
import './help-desk.css';

/** The way back into an account for somebody at the desk. Nothing is shown at a station that is not set up for it. */
export function HelpDesk({ view }: { view: HelpDeskView | null | undefined }) {
  const [open, setOpen] = useState(false);
  const send = useSend();
  if (!view) return null;
  const close = () => {
    setOpen(false);
    void send({ type: 'staff.end-verification' });
  };
  return (
    <Panel title="Account recovery">
      <p className="tickets-lead">
        Entra’s own recovery takes no credential of this kiosk. For somebody with a Verified ID you can make a
        Temporary Access Pass here.
      </p>
      <DeskButton icon={KeyRound} testId="help-desk" onPress={() => setOpen(true)}>
        Verify an account
      </DeskButton>
      {open && <Verification view={view} close={close} />}
    </Panel>
  );
}

function Verification({ view, close }: { view: HelpDeskView; close: () => void }) {
  const send = useSend();
  const { title, lead } = helpDeskWords(view);
  return (
    <Dialog
      title={title}
      lead={lead}
      onDismiss={close}
      actions={
        <>
          <DeskButton testId="help-desk-close" onPress={close}>
            {view.state === 'done' ? 'Done' : 'Cancel'}
          </DeskButton>
          {view.state === 'verified' && (
            <DeskButton
              kind="primary"
              icon={ShieldCheck}
              testId="create-pass"
              onPress={() => void send({ type: 'staff.create-pass' })}
            >
              Make the pass
            </DeskButton>
          )}
        </>
      }
    >
      {(view.state === 'idle' || view.state === 'failed') && <Account view={view} />}
      {(view.state === 'asking' || view.state === 'scanned' || view.state === 'creating') && <Spinner />}
      {view.state === 'waiting' && (
        <div className="help-desk-code">
          <Qr text={view.requestUri} label="Code to scan with Microsoft Authenticator" />
        </div>
      )}
      {view.state === 'done' && (
        <p className="help-desk-pass" data-testid="access-pass">
          {view.pass}
        </p>
      )}
    </Dialog>
  );
}

function Account({ view }: { view: HelpDeskView }) {
  const send = useSend();
  const id = useId();
  const [account, setAccount] = useState('');
  const verify = (event: FormEvent) => {
    event.preventDefault();
    if (account.trim() !== '') void send({ type: 'staff.verify-account', account: account.trim() });
  };
  return (
    <form className="help-desk-account" onSubmit={verify}>
      {view.state === 'failed' && (
        <p className="trust-refusal" role="alert" data-testid="help-desk-failed">
          <TriangleAlert aria-hidden="true" />
          <span>
            {view.text} <code>{view.code}</code>
          </span>
        </p>
      )}
      <label htmlFor={id}>Account (user principal name)</label>
      <input
        id={id}
        type="email"
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        value={account}
        data-testid="help-desk-account"
        onChange={({ target }) => setAccount(target.value)}
      />
      <DeskButton
        kind="primary"
        testId="verify-account"
        disabled={account.trim() === ''}
        onPress={() => void send({ type: 'staff.verify-account', account: account.trim() })}
      >
        Show the code
      </DeskButton>
    </form>
  );
}
