import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { announceDeploy } from './announce-deploy.ts';
import { type Assembly, readAssembly, type Template } from './assembly.ts';
import { freshAssembly } from './assembly-cache.ts';
import { clockOf } from './clock.ts';
import { clockAddress, serveClock } from './clock-endpoint.ts';
import type { Cloud } from './cloud.ts';
import { createResources } from './create-resources.ts';
import { lockDataFolder, writeAtomically } from './data-folder.ts';
import { tablesOf } from './dynamodb/tables.ts';
import { allEmulators } from './emulators.ts';
import { Gate } from './gate.ts';
import { type AllListeners, closeListeners, openListeners, originsOf } from './listeners.ts';
import { type OpenCloud, openCloud } from './open-cloud.ts';
import type { Place } from './resource.ts';
import { s3Service } from './s3/service.ts';
import { openInbox } from './ses/inbox.ts';
import { issueToken } from './sign-in/issue-token.ts';
import { failureDestinations, redriveAll } from './sqs/redrive.ts';
import { makeWeather } from './weather/bad-weather.ts';
import type { Faults } from './weather/faults.ts';

export interface StartOptions {
  /** The first of five ports; 0 takes any that are free. */
  port: number;
  /** Folder that keeps everything. */
  data: string;
  /** Whether CloudFront caches answers. Off by default, so that a change is seen at once. */
  edgeCache?: boolean;
  /** Address of a DynamoDB to use in place of the bundled one. */
  dynamodb?: string;
  /** A synthesised folder. Without it the CDK app of this checkout is synthesised when it has changed. */
  assembly?: string;
  /** Edits the template before it is read: a test takes a grant out. */
  change?: (template: Template) => void;
  /** Faults in calls and events; none without it. */
  faults?: Faults;
  /** Sends dead letters back to where they came from. */
  redrive?: boolean;
  /** Most executions at once of all functions together, as an AWS account has them: a new one ten. */
  concurrency?: number;
  say?: Cloud['say'];
  /** Stops a start that is under way. */
  signal?: AbortSignal;
}

export interface RunningPress {
  /** Origins, without a slash at the end; the API's has its `/api`. */
  site: string;
  api: string;
  inbox: string;
  aws: string;
  /** Where the functions' time is read and moved. */
  clock: string;
  /** The sample editor's access token, and the file it lies in. */
  token: string;
  tokenFile: string;
  data: string;
  cloud: Cloud;
  gate: Gate;
  /** Ends everything it has started. */
  stop(): Promise<void>;
}

/** Most threads or processes of one function: this machine has few cores, and each waits for its calls most of the time. */
const sandboxes = 4;

/** Starts a press from its template. Throws StartRefused for what the person who starts it can correct. */
export async function startPress(options: StartOptions): Promise<RunningPress> {
  const data = resolve(options.data);
  const closers: (() => unknown)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    closers.push(await lockDataFolder(data));
    const listeners = await openListeners(options.port);
    closers.push(() => closeListeners(listeners));
    const assembly = await assemblyFor(options, data);
    const place = placeOf(assembly, listeners, data);
    const cloud = openCloud(place, listeners, options.say ?? (() => undefined), options.edgeCache);
    closers.push(() => cloud.stop());
    const gate = await provision(cloud, listeners, assembly, options);
    closers.push(() => rm(pressFileIn(data), { force: true }));
    return { ...(await writePressFile(cloud)), cloud, gate, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function assemblyFor({ assembly, change, signal }: StartOptions, data: string): Promise<Assembly> {
  const folder = assembly ?? join(data, 'cloud');
  if (assembly === undefined) await freshAssembly(folder, signal);
  const read = await readAssembly(folder);
  change?.(read.template);
  return read;
}

const placeOf = ({ stack }: Assembly, listeners: AllListeners, data: string): Place => ({
  account: '000000000000',
  region: 'eu-west-1',
  stack,
  data,
  origins: originsOf(listeners),
});

async function provision(
  cloud: OpenCloud,
  listeners: AllListeners,
  assembly: Assembly,
  { concurrency, dynamodb, faults, port, redrive, signal }: StartOptions,
): Promise<Gate> {
  const gate = new Gate(cloud);
  const s3 = s3Service(cloud);
  cloud.services.set(s3.name, s3);
  cloud.onStop(() => s3.close());
  const mail = openInbox(cloud);
  serveClock(cloud);
  tellOfMovedClock(cloud);
  listeners.aws.on('request', gate.listen);
  await tablesOf(cloud, dynamodb);
  const emulators = allEmulators({
    assets: assembly.assets,
    // On AWS one function may take all executions of the account.
    sandboxes: concurrency ?? sandboxes,
    concurrency,
    buckets: s3.buckets,
  });
  await createResources(assembly, emulators, cloud, signal);
  cloud.onStop(() => gate.close());
  if (faults) await makeWeather(faults, cloud);
  if (redrive) redriveDeadLetters(cloud);
  await s3.sendPendingEvents();
  mail.sendPendingEvents();
  await announceDeploy(assembly.template, cloud, port ? cloud.place.origins.site : undefined);
  return gate;
}

function tellOfMovedClock(cloud: OpenCloud): void {
  const clock = clockOf(cloud);
  const now = new Date(clock.now()).toISOString().slice(0, 16).replace('T', ' ');
  if (clock.offset) cloud.say('info', `The clock was moved: here it is ${now} UTC.`);
}

function redriveDeadLetters(cloud: OpenCloud): void {
  const count = redriveAll(cloud, (what) => cloud.say('info', what));
  cloud.say('info', count ? `Dead letters sent back: ${count}.` : 'There are no dead letters to send back.');
  for (const { settings, counts } of failureDestinations(cloud)) {
    if (counts.visible) cloud.say('info', `${settings.name} keeps its ${counts.visible}: ${notRedriven}`);
  }
}

const notRedriven = 'records of a stream that failed hold positions, not content.';

/** Where scripts find the press while it runs. */
const pressFileIn = (data: string): string => join(data, 'press.json');

/** Uploads the sample press; the command line acts as this person, too. */
const sampleEditor = { username: 'edda', groups: ['editors', 'subscribers', 'access'] };

/** Writes the press's addresses and an editor's token into its data folder, for people and scripts. */
async function writePressFile(cloud: OpenCloud) {
  const { data, origins } = cloud.place;
  const tokenFile = join(data, 'editor-token');
  const token = await issueToken(cloud, sampleEditor);
  const { site, inbox, aws } = origins;
  const api = `${site}/api`;
  const clock = clockAddress(cloud);
  await writeAtomically(tokenFile, `${token}\n`, 0o600);
  await writeAtomically(
    pressFileIn(data),
    `${JSON.stringify({ site, api, inbox, clock, token: tokenFile }, null, 2)}\n`,
  );
  return { site, api, inbox, aws, clock, token, tokenFile, data };
}
