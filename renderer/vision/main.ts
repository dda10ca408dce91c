import { link } from '../../electron/contract/index.ts';
import { connectorFor } from '../state/index.ts';
import { createVisionEngine, expectedModels, serveVision } from './index.ts';

const functions = serveVision(createVisionEngine({ modelBase: '/models', expected: expectedModels }));

connectorFor('vision')({
  open: (channel) => {
    link(channel, functions);
  },
  state: () => {},
});
