import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { pcscdAnswers } from './pcscd-answers.ts';

describe.skipIf(process.platform !== 'linux')('the smart card service', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pcscd-'));
  const socket = join(folder, 'pcscd.comm');
  let server: Server | undefined;
  const serve = (meet: (client: Socket) => void) =>
    new Promise<void>((done) => {
      server = createServer(meet).listen(socket, done);
    });
  afterEach(async () => {
    await new Promise((done) => (server ? server.close(done) : done(null)));
    server = undefined;
  });
  afterEach(() => rmSync(socket, { force: true }));

  it('answers when it is asked for its version, in the words of pcsc-lite', async () => {
    const asked: string[] = [];
    await serve((client) =>
      client.once('data', (bytes: Buffer) => {
        asked.push(bytes.toString('hex'));
        client.end(Buffer.from('040000000400000000000000', 'hex'));
      }),
    );
    expect(await pcscdAnswers({ socket, patience: 5000 })).toBe(true);
    expect(asked).toEqual(['0c000000110000000400000004000000'.concat('00000000')]);
  });

  it('is silent when it takes the question and says nothing', async () => {
    const clients: Socket[] = [];
    await serve((client) => clients.push(client));
    expect(await pcscdAnswers({ socket, patience: 50 })).toBe(false);
    for (const client of clients) client.destroy();
  });

  it('is not silent when there is none, or when it hangs up', async () => {
    expect(await pcscdAnswers({ socket: join(folder, 'none'), patience: 5000 })).toBe(true);
    await serve((client) => client.destroy());
    expect(await pcscdAnswers({ socket, patience: 5000 })).toBe(true);
  });
});
