import { readFileSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';

const controller = '/sys/devices/platform/vhci_hcd.0';
const unused = 4;
const replyBytes = 320;

/** Linux drivers/usb/usbip/vhci_sysfs.c: `hub port sta spd dev sockfd local_busid`, a line for each port. */
function freePort(): number {
  const lines = readFileSync(`${controller}/status`, 'utf8').trim().split('\n').slice(1);
  for (const line of lines) {
    const [hub, port, state] = line.trim().split(/\s+/);
    if (hub === 'hs' && Number(state) === unused) return Number(port);
  }
  throw new Error('every virtual USB port is taken');
}

async function imported(socket: Socket): Promise<Buffer> {
  let reply = Buffer.alloc(0);
  return await new Promise((done, failed) => {
    socket.on('data', (data) => {
      reply = Buffer.concat([reply, data]);
      if (reply.length < replyBytes) return;
      socket.removeAllListeners('data').pause();
      done(reply);
    });
    socket.once('close', () => failed(new Error('the device was not handed over')));
    socket.once('error', failed);
  });
}

/** Plugs a device of a USB/IP server into this kernel. The connected socket itself is handed to the kernel. Needs root. */
export async function plugUsb(serverPort: number, busId: string): Promise<void> {
  const socket = connect({ port: serverPort, host: '127.0.0.1' });
  socket.setNoDelay(true);
  const ask = Buffer.alloc(40);
  ask.writeUInt16BE(0x0111, 0);
  ask.writeUInt16BE(0x8003, 2);
  ask.write(busId, 8);
  socket.write(ask);
  const reply = await imported(socket);
  const [bus, number, speed] = [296, 300, 304].map((at) => reply.readUInt32BE(at)) as [
    number,
    number,
    number,
  ];
  const { fd } = (socket as unknown as { _handle: { fd: number } })._handle;
  writeFileSync(`${controller}/attach`, `${freePort()} ${fd} ${(bus << 16) | number} ${speed}`);
  // The kernel holds the connection by a reference of its own.
  socket.destroy();
}
