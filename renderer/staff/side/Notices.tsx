import type { LucideIcon } from 'lucide-react';
import { CircleAlert, Info, TriangleAlert, X } from 'lucide-react';
import { useState } from 'react';
import type { Notice } from '../../../electron/contract/index.ts';
import { useHostNow } from '../../state/index.ts';
import { useSend, useStaffState } from '../desk.tsx';
import { DeskButton } from '../parts/DeskButton.tsx';
import { Panel } from '../parts/Panel.tsx';
import { noticeLevels, sortNotices } from '../words/station.ts';
import { agoText } from '../words/time.ts';

const icons: Record<Notice['level'], LucideIcon> = { error: CircleAlert, warning: TriangleAlert, info: Info };
/** More than these would push the devices off the screen. */
const shownAtFirst = 3;

export function Notices({ notices }: { notices: readonly Notice[] }) {
  const [all, setAll] = useState(false);
  const now = useHostNow(
    useStaffState((state) => state.clockOffset),
    20_000,
  );
  const sorted = sortNotices(notices);
  const shown = all ? sorted : sorted.slice(0, shownAtFirst);
  const hidden = sorted.length - shown.length;
  return (
    <Panel title="Notices" aside={notices.length > 0 && <span className="count">{notices.length}</span>}>
      {notices.length === 0 && <p className="panel-none">Nothing needs attention.</p>}
      <ul className="notice-list" aria-live="polite">
        {shown.map((notice) => (
          <NoticeRow key={notice.id} notice={notice} now={now} />
        ))}
      </ul>
      {(hidden > 0 || (all && sorted.length > shownAtFirst)) && (
        <DeskButton kind="quiet" onPress={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show ${hidden} more`}
        </DeskButton>
      )}
    </Panel>
  );
}

function NoticeRow({ notice, now }: { notice: Notice; now: number }) {
  const send = useSend();
  const Icon = icons[notice.level];
  return (
    <li className={`desk-notice desk-notice-${notice.level}`}>
      <Icon aria-hidden="true" />
      <p>
        <strong>{noticeLevels[notice.level]}</strong> · {agoText(notice.at, now)}
      </p>
      <button
        type="button"
        className="icon-button"
        aria-label={`Dismiss: ${notice.text}`}
        data-testid={`dismiss-${notice.id}`}
        onClick={() => void send({ type: 'staff.dismiss-notice', notice: notice.id })}
      >
        <X aria-hidden="true" />
      </button>
      <p className="desk-notice-text">{notice.text}</p>
    </li>
  );
}
