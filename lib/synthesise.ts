import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib/core';
import recommended from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { BroadsideStack } from './broadside-stack.ts';
import { bundleFunctions } from './bundle.ts';
import { readSettings } from './settings.ts';

export interface Synthesis {
  /** Folder for the assembly; the CDK's command line names its own. */
  readonly outdir?: string;
  /** For this machine: its own native binaries, and none of the checks that a deploy waits for. */
  readonly local: boolean;
  /** As by `--context`. */
  readonly context?: Readonly<Record<string, string>>;
}

/** Writes the template and the functions' code. Needs no network and no account. Returns the folder. */
export async function synthesise({ outdir, local, context }: Synthesis): Promise<string> {
  const into = mkdtempSync(join(tmpdir(), 'broadside-'));
  try {
    const bundle = await bundleFunctions({ into, machine: local ? 'host' : 'lambda' });
    const app = new App({ outdir, context: { ...context, ...sameEverywhere }, analyticsReporting: false });
    if (local) process.env.CDK_VALIDATION = 'false';
    else await addChecks(app);
    const settings = readSettings(app.node);
    new BroadsideStack(app, settings.stage.stack, { settings, bundle });
    return app.synth().directory;
  } finally {
    rmSync(into, { recursive: true, force: true });
  }
}

/** What the command line would set otherwise than a bare run, and all that CDK recommends: one template, whoever
 *  asks for it. */
export const sameEverywhere = {
  ...recommended,
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': false,
  'aws:cdk:disable-version-reporting': true,
};

/** Loaded only here: they take as long to load as everything else together. */
export async function addChecks(app: App): Promise<void> {
  const { AwsSolutionsChecks, ServerlessChecks } = await import('cdk-nag');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
}
