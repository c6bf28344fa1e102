/**
 * The entry of a thread that renders every so-manieth page of a stored archive into a folder: the product's
 * planner and renderer as they stand in their functions, with files in the place of AWS.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { workerData } from 'node:worker_threads';
import type { Body } from '../../../functions/content/contract/values.ts';
import { everyPath } from '../../../functions/site/planning/every-path.ts';
import type { PageStore } from '../../../functions/site/ports.ts';
import { pageRenderer } from '../../../functions/site/rendering/render-page.ts';
import { renderSnapshot } from '../../../functions/site/rendering/render-snapshot.ts';
import { tableIn } from './stored-archive.ts';
import { tableInMemory } from './table-in-memory.ts';

export interface Part {
  from: string;
  into: string;
  number: number;
  of: number;
}

const { from, into, number, of }: Part = workerData;
/** Pages of one invocation of the renderer. */
const batch = 10;

const content = tableInMemory(tableIn(from));
const bodies = {
  body: async (key: string): Promise<Body> => JSON.parse(readFileSync(join(from, key), 'utf8')),
};
const made = new Set<string>();
const pages: PageStore = {
  metadata: async () => undefined,
  remove: async () => undefined,
  paths: async () => [],
  async put(path, { body }) {
    const file = join(into, path.endsWith('/') ? `${path}index.html` : path);
    const folder = dirname(file);
    if (!made.has(folder)) mkdirSync(folder, { recursive: true });
    made.add(folder);
    writeFileSync(file, body);
  },
};
const deps = { content, bodies, pages, site: 'https://lantern.example' };

async function renderPart(): Promise<void> {
  const paths: string[] = [];
  const config = await renderSnapshot(deps).config();
  for await (const path of everyPath({ content, pages, config })) paths.push(path);
  for (let at = number * batch; at < paths.length; at += of * batch) {
    const render = pageRenderer(deps);
    await Promise.all(paths.slice(at, at + batch).map(render));
  }
}

void renderPart();
