import { FaceOf } from './cards.tsx';
import { Cover, Ground, Scene } from './pieces.tsx';
import './art.css';

/** What people bring along: a booklet and cards. */
export function DocumentsScene() {
  return (
    <Scene>
      <Ground />
      <g transform="translate(152 118) rotate(-10 85 118) scale(1.16)">
        <Cover />
      </g>
      <g transform="translate(296 132) rotate(8 110 70) scale(1.16)">
        <FaceOf face="photo" />
      </g>
      <g transform="translate(260 292) rotate(-4 110 70) scale(1.16)">
        <FaceOf face="barcode" />
      </g>
    </Scene>
  );
}
