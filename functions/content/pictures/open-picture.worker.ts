import type { PictureAnswer, PictureJob } from './picture-process.ts';
import { sharpPictures } from './sharp-pictures.ts';

/** The process of `picture-process.ts`: measures and encodes what it is sent. Its arguments are by how many megabytes
 *  it may grow, and how many of them it may keep after a picture. */
const encoder = sharpPictures();
const [growth = 0, resting = 0] = process.argv.slice(2).map((megabytes) => Number(megabytes) * 1024 * 1024);
const memoryCheckedEvery = 50;
/** Once for all pictures: taken before each, it would let the process grow with every one. */
const fresh = process.memoryUsage.rss();
const grownBy = () => process.memoryUsage.rss() - fresh;
const isSpent = () => grownBy() > resting;

const say = (answer: PictureAnswer) => void process.send?.(answer);

/** libvips works in other threads, so this one is free to look. */
const guardMemory = (): NodeJS.Timeout =>
  setInterval(() => {
    if (grownBy() > growth) say({ what: 'grown' });
  }, memoryCheckedEvery);

async function answerTo(job: PictureJob): Promise<PictureAnswer> {
  if (job.what === 'measure') {
    const measured = await encoder.measure(job.bytes);
    return { what: 'measured', measured, isSpent: isSpent() };
  }
  const encoding = await encoder.encode(job.bytes, job.measured, job.variants);
  return { what: 'encoded', encoding, isSpent: isSpent() };
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
