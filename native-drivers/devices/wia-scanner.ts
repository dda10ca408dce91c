import { z } from 'zod';
import type { DeviceFault } from '../../electron/contract/index.ts';
import { DeviceError, DriverError } from '../errors.ts';
import { mediaTypeOf } from '../protocols/page.ts';
import { type Bus, watchedList } from '../transports/bus.ts';
import { ChildError, childRunner, type RunChild } from '../transports/child.ts';
import { watchUsb } from '../transports/usb-hotplug.ts';
import type { PageSource } from './page-source.ts';

/**
 * Scanners of Windows, through Windows Image Acquisition (WIA 2.0, its automation layer) and PowerShell, which every
 * Windows has. Written after Microsoft's documentation and not yet run on Windows: only what this side does with what
 * the scripts answer is tested.
 */
export interface WiaDevice {
  id: string;
  name: string;
}

const listScript = `
$ErrorActionPreference = 'Stop'
$found = @()
foreach ($info in (New-Object -ComObject WIA.DeviceManager).DeviceInfos) {
  if ($info.Type -eq 1) { $found += @{ id = $info.DeviceID; name = $info.Properties.Item('Name').Value } }
}
ConvertTo-Json -Compress -InputObject @($found)
`;

/**
 * Properties of an item: 6147 and 6148 are its resolutions, 6146 its intent (1 colour, 2 grey); of the device 3088 says
 * where pages are taken from (1 feeder, 2 flat bed). The picture is asked for as PNG and written to standard output; a
 * failure is one line with its HRESULT.
 */
const scanScript = `
$ErrorActionPreference = 'Stop'
try {
  $wanted = [Console]::In.ReadToEnd() | ConvertFrom-Json
  $device = $null
  foreach ($info in (New-Object -ComObject WIA.DeviceManager).DeviceInfos) {
    if ($info.DeviceID -eq $wanted.id) { $device = $info.Connect() }
  }
  if ($device -eq $null) { [Console]::Error.WriteLine('hresult=80210015'); exit 1 }
  function Set-Property($properties, $number, $value) {
    foreach ($property in $properties) { if ($property.PropertyID -eq $number) { $property.Value = $value } }
  }
  Set-Property $device.Properties 3088 $wanted.source
  $item = $device.Items.Item(1)
  Set-Property $item.Properties 6146 $wanted.intent
  Set-Property $item.Properties 6147 $wanted.dpi
  Set-Property $item.Properties 6148 $wanted.dpi
  $dpi = $wanted.dpi
  foreach ($property in $item.Properties) { if ($property.PropertyID -eq 6147) { $dpi = $property.Value } }
  $picture = $item.Transfer('{B96B3CAF-0728-11D3-9D7B-0000F81EF32E}')
  [Console]::Error.WriteLine("dpi=$dpi")
  $bytes = $picture.FileData.BinaryData
  [Console]::OpenStandardOutput().Write($bytes, 0, $bytes.Length)
} catch {
  [Console]::Error.WriteLine('hresult={0:X8}' -f $_.Exception.GetBaseException().HResult)
  exit 1
}
`;

/** WIA_ERROR_… and what stands beside them (wiadef.h, winerror.h). */
const faults: Readonly<Record<string, DeviceFault>> = {
  '80210002': 'device/jam',
  '80210003': 'device/no-document',
  '80210004': 'device/jam',
  '80210005': 'device/disconnected-before-sending',
  '80210006': 'device/busy',
  '80210007': 'device/busy',
  '8021000a': 'device/disconnected-while-sending',
  '8021000d': 'device/busy',
  '80210015': 'device/disconnected-before-sending',
  '80210016': 'device/cover-open',
  '80070005': 'device/access-denied',
};

const listLimit = 20_000;
const scanLimit = 120_000;
const maxText = 256 * 1024;
const maxPage = 64 * 1024 * 1024;
const listed = z.array(z.object({ id: z.string().min(1).max(300), name: z.string().max(120) })).max(32);

const powershell = (script: string): string[] => [
  '-NoProfile',
  '-NonInteractive',
  '-ExecutionPolicy',
  'Bypass',
  '-EncodedCommand',
  Buffer.from(script, 'utf16le').toString('base64'),
];

export interface WiaBusOptions {
  run?: RunChild;
  pollEvery?: number;
  watch?: (changed: () => void) => () => void;
}

export function wiaBus({
  run = childRunner('powershell.exe'),
  pollEvery = 30_000,
  watch = watchUsb,
}: WiaBusOptions = {}): Bus<WiaDevice> {
  const ask = async (): Promise<WiaDevice[]> => {
    const { code, output } = await run({
      args: powershell(listScript),
      timeout: listLimit,
      maxBytes: maxText,
    });
    return code === 0 ? listed.parse(JSON.parse(new TextDecoder().decode(output))) : [];
  };
  const { list, onChange, stop } = watchedList(ask, ({ id }) => id, { pollEvery, watch });
  return { simulated: false, list, onChange, close: async () => stop() };
}

export function wiaSource(
  { id, name }: WiaDevice,
  run: RunChild = childRunner('powershell.exe'),
): PageSource {
  return {
    describe: async () => ({ name }),
    status: async () => ({ fault: null }),
    async scan({ dotsPerInch, color, from, signal }) {
      const wanted = {
        id,
        dpi: dotsPerInch,
        intent: color === 'gray' ? 2 : 1,
        source: from === 'feeder' ? 1 : 2,
      };
      try {
        const { code, output, complaint } = await run({
          args: powershell(scanScript),
          input: JSON.stringify(wanted),
          timeout: scanLimit,
          maxBytes: maxPage,
          signal,
        });
        const hresult = /hresult=([0-9A-Fa-f]{8})/.exec(complaint)?.[1]?.toLowerCase();
        if (code !== 0)
          throw new DeviceError(faults[hresult ?? ''] ?? 'device/failed', 'the scanner did not scan');
        const mediaType = mediaTypeOf(output);
        if (!mediaType) throw new DeviceError('device/protocol', 'WIA sent no picture');
        const told = Number(/dpi=(\d{2,4})/.exec(complaint)?.[1]);
        return { bytes: output, mediaType, dotsPerInch: told > 0 ? told : dotsPerInch };
      } catch (cause) {
        if (!(cause instanceof ChildError)) throw cause;
        if (cause.code === 'child/cancelled')
          throw new DriverError('drivers/cancelled', 'called off', { cause });
        const fault = cause.code === 'child/time-out' ? 'device/time-out' : 'device/failed';
        throw new DeviceError(fault, cause.message, { cause });
      }
    },
    close: async () => {},
  };
}
