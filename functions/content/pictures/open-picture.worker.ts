import type { PictureAnswer, PictureJob } from './picture-process.ts';
import { sharpPictures } from './sharp-pictures.ts';

/** The process of `picture-process.ts`: measures and encodes what it is sent. Its argument is by how many megabytes it
 *  may grow with one picture. */
const encoder = sharpPictures();
const growth = Number(process.argv[2]) * 1024 * 1024;
const memoryCheckedEvery = 50;

const say = (answer: PictureAnswer) => void process.send?.(answer);

/** libvips works in other threads, so this one is free to look. */
function guardMemory(): NodeJS.Timeout {
  const before = process.memoryUsage.rss();
  return setInterval(() => {
    if (process.memoryUsage.rss() - before > growth) say({ what: 'grown' });
  }, memoryCheckedEvery);
}

async function answerTo(job: PictureJob): Promise<PictureAnswer> {
  if (job.what === 'measure') return { what: 'measured', measured: await encoder.measure(job.bytes) };
  return { what: 'encoded', encoding: await encoder.encode(job.bytes, job.measured, job.variants) };
}

process.on('message', async (job: PictureJob) => {
  const guard = guardMemory();
  const answer = await answerTo(job);
  clearInterval(guard);
  say(answer);
});
// An exit would wait for the threads that draw.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

// From here on time counts: what it took to load is not the picture's fault.
say({ what: 'loaded' });
