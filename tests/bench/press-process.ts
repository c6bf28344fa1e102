/** The entry of a process that runs a press to be measured, and answers what is asked about it. */
import { workLeft } from '../../lib/local/busy.ts';
import { startPress } from '../../lib/local/press.ts';
import type { Question } from './a-press.ts';
import { watchCalls } from './watch-calls.ts';

const [data = '', assembly = ''] = process.argv.slice(2);
const press = await startPress({ port: 0, data, assembly });
const { site, api, token, gate, cloud } = press;
const watched = watchCalls(gate);

const answers: Record<Question['ask'], () => unknown> = {
  work: () => workLeft(cloud),
  calls: () => gate.calls.snapshot(),
  forget: () => gate.calls.reset(),
  watch: () => watched.begin(),
  seen: () => watched.end(),
};

process.on('message', ({ id, ask }: Question) => process.send?.({ id, answer: answers[ask]() ?? null }));
process.on('disconnect', () => void press.stop().then(() => process.exit()));
process.send?.({ site, api, token });
