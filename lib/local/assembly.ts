import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';

const resourceShape = z.object({
  Type: z.string(),
  Properties: z.optional(z.record(z.string(), z.unknown())),
  Condition: z.optional(z.string()),
  Metadata: z.optional(z.record(z.string(), z.unknown())),
});

const templateShape = z.object({
  Resources: z.record(z.string(), resourceShape),
  Parameters: z.optional(z.record(z.string(), z.object({ Default: z.optional(z.unknown()) }))),
  Conditions: z.optional(z.record(z.string(), z.unknown())),
});

/** A CloudFormation template, as far as this machine reads it. */
export type Template = z.infer<typeof templateShape>;

const manifestShape = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z.optional(
        z.object({ templateFile: z.optional(z.string()), file: z.optional(z.string()) }),
      ),
    }),
  ),
});

const assetsShape = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

/** What `cdk synth` leaves: one stack's template, and the folders its functions' code lies in. */
export interface Assembly {
  stack: string;
  template: Template;
  /** From the object key a function's `Code.S3Key` names to the absolute folder of that asset. */
  assets: ReadonlyMap<string, string>;
}

/** Reads the one stack of a synthesised folder. Throws when there are several, or none. */
export async function readAssembly(folder: string): Promise<Assembly> {
  const manifest = manifestShape.parse(await json(join(folder, 'manifest.json')));
  const stacks = Object.entries(manifest.artifacts).filter(
    ([, one]) => one.type === 'aws:cloudformation:stack',
  );
  const [stack, ...others] = stacks;
  if (!stack || others.length)
    throw new Error(`${folder} holds ${stacks.length} stacks; the local cloud runs one.`);
  const template = templateShape.parse(await json(join(folder, stack[1].properties?.templateFile ?? '')));
  const lists = Object.values(manifest.artifacts).filter((one) => one.type === 'cdk:asset-manifest');
  const assets = await Promise.all(lists.map((one) => assetsIn(folder, one.properties?.file ?? '')));
  return { stack: stack[0], template, assets: new Map(assets.flat()) };
}

async function assetsIn(folder: string, file: string): Promise<[string, string][]> {
  const { files } = assetsShape.parse(await json(join(folder, file)));
  return Object.values(files).flatMap(({ source, destinations }) =>
    Object.values(destinations).map(({ objectKey }): [string, string] => [
      objectKey,
      join(folder, source.path),
    ]),
  );
}

const json = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));
