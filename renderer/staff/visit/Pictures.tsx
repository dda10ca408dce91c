import { Maximize2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { type PictureState, usePicture } from '../../state/index.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { useFetchPicture } from '../desk.tsx';
import { DeskButton } from '../parts/DeskButton.tsx';
import type { StaffVisit } from '../words/decision.ts';
import './pictures.css';

type Enlarged = 'pages' | 'faces' | null;

/** Sides, portrait and live photo, the two faces beside each other; each can be looked at large. */
export function Pictures({ visit: { pageRefs, portraitRef, selfieRef } }: { visit: StaffVisit }) {
  const fetchPicture = useFetchPicture();
  const front = usePicture(pageRefs[0] ?? null, fetchPicture);
  const back = usePicture(pageRefs[1] ?? null, fetchPicture);
  const portrait = usePicture(portraitRef, fetchPicture);
  const selfie = usePicture(selfieRef, fetchPicture);
  const [enlarged, setEnlarged] = useState<Enlarged>(null);
  const pages = () => setEnlarged('pages');
  const faces = () => setEnlarged('faces');
  return (
    <section className="pictures" aria-label="Pictures" data-sides={pageRefs.length > 1 ? 2 : 1}>
      <div className="picture-sides">
        <Tile
          className="picture-page"
          caption={pageRefs.length > 1 ? 'First side' : 'Document page'}
          picture={front}
          none="No page scanned"
          enlarge={pages}
        />
        {pageRefs.length > 1 && (
          <Tile className="picture-page" caption="Second side" picture={back} none="" enlarge={pages} />
        )}
      </div>
      <Tile caption="Portrait in document" picture={portrait} none="No portrait" enlarge={faces} />
      <Tile caption="Live photo" picture={selfie} none="No photo taken" enlarge={faces} />
      {enlarged === 'pages' && (
        <Enlarge title={pageRefs.length > 1 ? 'Both sides' : 'Document page'} close={() => setEnlarged(null)}>
          <Large picture={front} alt="Page of the document" />
          <Large picture={back} alt="Other side of the document" />
        </Enlarge>
      )}
      {enlarged === 'faces' && (
        <Enlarge title="Portrait in the document · live photo" close={() => setEnlarged(null)}>
          <Large picture={portrait} alt="Portrait in the document" />
          <Large picture={selfie} alt="The visitor before the camera" />
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

function Large({ picture, alt }: { picture: PictureState; alt: string }) {
  return picture.state === 'ready' ? <img src={picture.url} alt={alt} /> : null;
}

function Enlarge({ title, close, children }: { title: string; close: () => void; children: ReactNode }) {
  return (
    <Dialog full title={title} onDismiss={close} actions={<DeskButton onPress={close}>Close</DeskButton>}>
      <div className="pictures-large">{children}</div>
    </Dialog>
  );
}
