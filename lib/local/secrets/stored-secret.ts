import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { writeAtomically } from '../data-folder.ts';

const version = z.object({
  id: z.string(),
  value: z.string(),
  /** Milliseconds since the epoch. */
  created: z.number(),
});
export type SecretVersion = z.output<typeof version>;

/** How versions are labelled: the first is current, the second the one before. */
export const stages = ['AWSCURRENT', 'AWSPREVIOUS'] as const;
export type Stage = (typeof stages)[number];

/** A secret and its last two versions, which are in files of their owner alone. */
export class StoredSecret {
  readonly arn: string;
  readonly name: string;
  readonly #file: string;
  #versions: readonly SecretVersion[];

  private constructor(arn: string, name: string, file: string, versions: readonly SecretVersion[]) {
    this.arn = arn;
    this.name = name;
    this.#file = file;
    this.#versions = versions;
  }

  /** The secret as it was left; made when there is none. A value that was put outlives the template's. */
  static open(arn: string, name: string, file: string, make: () => string): StoredSecret {
    const versionsFile = `${file}.versions.json`;
    const versions = existsSync(versionsFile)
      ? z.array(version).parse(JSON.parse(readFileSync(versionsFile, 'utf8')))
      : [firstVersion(arn, file, make)];
    return new StoredSecret(arn, name, versionsFile, versions);
  }

  get current(): string {
    return this.#versions[0]?.value ?? '';
  }

  /** By id, by stage, or by both. */
  find(id: string | undefined, stage: Stage | undefined): SecretVersion | undefined {
    return this.#versions.find((one) =>
      id === undefined
        ? this.stageOf(one) === (stage ?? 'AWSCURRENT')
        : one.id === id && (!stage || this.stageOf(one) === stage),
    );
  }

  stageOf({ id }: SecretVersion): Stage | undefined {
    return stages[this.#versions.findIndex((one) => one.id === id)];
  }

  /** Makes a version the current one: it is on disk when this returns. */
  async put(next: SecretVersion): Promise<void> {
    const versions = [next, ...this.#versions].slice(0, stages.length);
    await writeAtomically(this.#file, JSON.stringify(versions), 0o600);
    this.#versions = versions;
  }
}

function firstVersion(arn: string, file: string, make: () => string): SecretVersion {
  const value = storedOrNew(file, make);
  const digits = createHash('sha256').update(arn).digest('hex');
  const id = digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
  return { id, value, created: Math.floor(statSync(file).mtimeMs) };
}

/** The secret in `file`, made when there is none: functions and edge must agree on it, after a restart, too. */
export function storedOrNew(file: string, make: () => string): string {
  mkdirSync(join(file, '..'), { recursive: true });
  try {
    writeFileSync(file, make(), { flag: 'wx', mode: 0o600, flush: true });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFileSync(file, 'utf8');
}
