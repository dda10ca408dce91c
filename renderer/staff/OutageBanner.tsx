import { OctagonAlert } from 'lucide-react';
import { outageCure } from './words/outage.ts';

export function OutageBanner({ code }: { code: string }) {
  return (
    <div className="outage" role="alert" data-testid="out-of-service">
      <OctagonAlert aria-hidden="true" />
      <div>
        <p className="outage-title">
          Out of service <code>{code}</code>
        </p>
        <p>{outageCure(code)}</p>
      </div>
    </div>
  );
}
