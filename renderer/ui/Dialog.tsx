import { type ReactNode, useEffect, useId, useRef } from 'react';
import './dialog.css';

export interface DialogProps {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  /** A drawing or a sign above the title; what the question is about stands below it as children. */
  art?: ReactNode;
  children?: ReactNode;
  /** Escape; left out where the question must be answered. */
  onDismiss?: () => void;
  /** Covers the whole screen: there is nothing below to come back to. */
  full?: boolean;
  urgent?: boolean;
}

/** The platform's own modal dialogue: what lies below is inert and the focus stays inside. */
export function Dialog({
  title,
  lead,
  actions,
  art,
  children,
  onDismiss,
  full = false,
  urgent = false,
}: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = element.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={element}
      className={`dialog ${full ? 'dialog-full' : ''}`}
      role={urgent ? 'alertdialog' : undefined}
      aria-labelledby={`${id}t`}
      aria-describedby={lead ? `${id}l` : undefined}
      onCancel={(event) => {
        event.preventDefault();
        onDismiss?.();
      }}
    >
      <div className="dialog-body">
        {art}
        <h2 id={`${id}t`}>{title}</h2>
        {lead && (
          <div id={`${id}l`} className="dialog-lead">
            {lead}
          </div>
        )}
        {children}
        {actions && <div className="dialog-actions">{actions}</div>}
      </div>
    </dialog>
  );
}
