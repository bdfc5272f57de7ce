import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createGzip } from 'node:zlib';
import { makeWorld, type TrueRecord } from '../flow-truth/world.ts';
import { makeRandom, type Random } from '../support/random.ts';

/**
 * Writes a flow log of the default format as gzip, until it has so many bytes: what 2,000 interfaces sent and received within
 * the last two weeks. Tells one of them.
 */
export async function writeFlowLog(path: string, bytes: number): Promise<string> {
  const random = makeRandom(3);
  const records = Array.from({ length: INTERFACES }, (_, index) => makeWorld(random).records.map(ofInterface(index)));
  const all = records.flat();
  const file = createWriteStream(path);
  const gzip = createGzip();
  gzip.pipe(file);
  while (file.bytesWritten < bytes)
    if (!gzip.write(Array.from({ length: LINES_AT_ONCE }, () => all[random.below(all.length)]?.(random)).join('')))
      await once(gzip, 'drain');
  gzip.end();
  await once(file, 'close');
  return nameOf(0);
}

const [INTERFACES, LINES_AT_ONCE, DAY] = [2000, 2000, 86_400];

const nameOf = (index: number): string => `eni-0${(0x12_35b8_ca12_3456 + index).toString(16)}`;

/** The record once more, at another time, as a line. */
const ofInterface = (index: number) => {
  const now = Math.floor(Date.now() / 1000);
  return (record: TrueRecord): ((random: Random) => string) => {
    const { source, destination, sourcePort, destinationPort, protocol, isRejected } = record;
    const ends = `2 123456789012 ${nameOf(index)} ${source} ${destination} ${sourcePort} ${destinationPort} ${protocol}`;
    const action = isRejected ? 'REJECT' : 'ACCEPT';
    return (random) => {
      const start = now - 1 - random.below(14 * DAY);
      return `${ends} ${random.below(5000)} ${random.below(5_000_000)} ${start} ${start + 59} ${action} OK\n`;
    };
  };
};
