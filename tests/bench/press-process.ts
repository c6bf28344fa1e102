/** The entry of a process that runs a press to be measured, and answers what is asked about it. */
import { workLeft } from '../../lib/local/pending-work.ts';
import { startPress } from '../../lib/local/press.ts';
import { mailOf } from '../../lib/local/ses/mail.ts';
import { queuesOf } from '../../lib/local/sqs/queues.ts';
import { makeWeather } from '../../lib/local/weather/bad-weather.ts';
import { faultsOf } from '../../lib/local/weather/faults.ts';
import type { Answered, Question, Spent } from './a-press.ts';
import { watchCalls } from './watch-calls.ts';

const [data = '', assembly = '', edge] = process.argv.slice(2);
const press = await startPress({ port: 0, data, assembly, edgeCache: edge === '--edge-cache' });
const { site, api, inbox, clock, token, gate, cloud } = press;
const watched = watchCalls(gate);
const pagesBucket = [...cloud.resources.values()]
  .map(({ identity }) => identity.ref)
  .find((name) => name.endsWith('-pagesbucket'));

const lasted = new Map<string, number>();
const runs = new Map<string, number>();
const invoke = cloud.invoke.bind(cloud);
cloud.invoke = async (...invocation) => {
  const began = performance.now();
  try {
    return await invoke(...invocation);
  } finally {
    const name = invocation[0].split(':').at(-1) ?? '';
    lasted.set(name, (lasted.get(name) ?? 0) + performance.now() - began);
    runs.set(name, (runs.get(name) ?? 0) + 1);
  }
};

function deadLetters(): number {
  const queues = queuesOf(cloud);
  const dead = new Set(queues.list().flatMap(({ settings }) => settings.redrive?.queueArn ?? []));
  return [...dead].reduce((sum, arn) => sum + queues.byArn(arn).counts.visible, 0);
}

const answers: Record<Question['ask'], (about: string, times: number) => unknown> = {
  work: () => workLeft(cloud).filter((work) => !isLater(work)),
  calls: () => gate.calls.snapshot(),
  spent: (): Spent => ({
    functions: Object.fromEntries(lasted),
    runs: Object.fromEntries(runs),
    deadLetters: deadLetters(),
  }),
  forget: () => {
    gate.calls.reset();
    lasted.clear();
    runs.clear();
  },
  watch: () => watched.begin(),
  seen: () => watched.end(),
  mail: (how) => {
    mailOf(cloud).account.limits = { sandbox: false, perSecond: 1_000_000, perDay: 1_000_000_000 };
    watched.answerMail(how === 'at-once');
  },
  weather: async (faults) => {
    delete cloud.weather;
    if (faults) await makeWeather(faultsOf(JSON.parse(faults)), cloud);
  },
  page: (key, times) => watched.puts.after(`/${pagesBucket}/${key}`, times),
};

/** Messages that are only to come later, as the sweep after a full render, are not waited for. */
function isLater(work: string): boolean {
  const queue = queuesOf(cloud)
    .list()
    .find(({ settings }) => work.endsWith(` in ${settings.name}`));
  return queue !== undefined && !queue.counts.visible && !queue.counts['in flight'];
}

async function answered({ id, ask, about, times }: Question): Promise<Answered> {
  try {
    return { id, answer: (await answers[ask](about, times)) ?? null };
  } catch (cause) {
    return { id, error: cause instanceof Error ? cause.message : String(cause) };
  }
}

process.on('message', async (question: Question) => process.send?.(await answered(question)));
process.on('disconnect', () => void press.stop().then(() => process.exit()));
process.send?.({ site, api, inbox, clock, token });
