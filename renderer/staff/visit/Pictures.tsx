import { Maximize2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { type PictureState, usePicture } from '../../state/index.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { useFetchPicture } from '../desk.tsx';
import { DeskButton } from '../parts/DeskButton.tsx';
import type { StaffVisit } from '../words/decision.ts';
import './pictures.css';

type Enlarged = 'page' | 'faces' | null;

/** Page, portrait and live photo at one height, the two faces beside each other; each can be looked at large. */
export function Pictures({ visit: { pageRef, portraitRef, selfieRef } }: { visit: StaffVisit }) {
  const fetchPicture = useFetchPicture();
  const page = usePicture(pageRef, fetchPicture);
  const portrait = usePicture(portraitRef, fetchPicture);
  const selfie = usePicture(selfieRef, fetchPicture);
  const [enlarged, setEnlarged] = useState<Enlarged>(null);
  const faces = () => setEnlarged('faces');
  return (
    <section className="pictures" aria-label="Pictures">
      <Tile
        className="picture-page"
        caption="Document page"
        picture={page}
        none="No page scanned"
        enlarge={() => setEnlarged('page')}
      />
      <Tile caption="Portrait in document" picture={portrait} none="No portrait" enlarge={faces} />
      <Tile caption="Live photo" picture={selfie} none="No photo taken" enlarge={faces} />
      {enlarged === 'page' && page.state === 'ready' && (
        <Enlarge title="Document page" close={() => setEnlarged(null)}>
          <img src={page.url} alt="Page of the document" />
        </Enlarge>
      )}
      {enlarged === 'faces' && (portrait.state === 'ready' || selfie.state === 'ready') && (
        <Enlarge title="Portrait in the document · live photo" close={() => setEnlarged(null)}>
          {portrait.state === 'ready' && <img src={portrait.url} alt="Portrait in the document" />}
          {selfie.state === 'ready' && <img src={selfie.url} alt="The visitor before the camera" />}
        </Enlarge>
      )}
    </section>
  );
}

function Tile({
  caption,
  picture,
  none,
  enlarge,
  className = '',
}: {
  caption: string;
  picture: PictureState;
  none: string;
  enlarge: () => void;
  className?: string;
}) {
  return (
    <figure className={`picture ${className}`} data-state={picture.state}>
      {picture.state === 'ready' ? (
        <button type="button" aria-label={`Look at it large: ${caption}`} onClick={enlarge}>
          <img src={picture.url} alt={caption} />
          <Maximize2 className="picture-enlarge" aria-hidden="true" />
        </button>
      ) : (
        <div className="picture-none">
          {picture.state === 'loading' && <Spinner />}
          {picture.state === 'none' && none}
          {picture.state === 'missing' && 'Not available'}
        </div>
      )}
      <figcaption>{caption}</figcaption>
    </figure>
  );
}

function Enlarge({ title, close, children }: { title: string; close: () => void; children: ReactNode }) {
  return (
    <Dialog full title={title} onDismiss={close} actions={<DeskButton onPress={close}>Close</DeskButton>}>
      <div className="pictures-large">{children}</div>
    </Dialog>
  );
}
