import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Annotations, App, Validations } from 'aws-cdk-lib/core';
import recommended from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { noAlarmEmail } from './alarms.ts';
import { BroadsideStack } from './broadside-stack.ts';
import { type Bundle, bundleFunctions } from './bundle.ts';
import { readSettings } from './settings.ts';

export interface Synthesis {
  /** Folder for the assembly; the CDK command line sets its own. */
  readonly outdir?: string;
  /** For this machine: its own native binaries, and none of the checks before a deploy. */
  readonly local: boolean;
  /** As set by `--context`. */
  readonly context?: Readonly<Record<string, string>>;
  /** The functions' code, where it is there already. */
  readonly bundle?: Bundle;
}

/** Writes the template and the functions' code. Needs no network and no account. @returns the folder. */
export async function synthesise({ outdir, local, context, bundle: made }: Synthesis): Promise<string> {
  const into = mkdtempSync(join(tmpdir(), 'broadside-'));
  try {
    const bundle = made ?? (await bundleFunctions({ into, machine: local ? 'host' : 'lambda' }));
    const app = new App({ outdir, context: { ...context, ...fixedContext }, analyticsReporting: false });
    if (local) skipChecks(app);
    else await addChecks(app);
    const settings = readSettings(app.node);
    new BroadsideStack(app, settings.names.stack, { settings, bundle });
    return app.synth().directory;
  } finally {
    rmSync(into, { recursive: true, force: true });
  }
}

/** All feature flags that CDK recommends, and what its command line would set otherwise than a run without it: the
 *  template is the same either way. */
export const fixedContext = {
  ...recommended,
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': false,
  'aws:cdk:disable-version-reporting': true,
};

/** Alarms of this machine speak at the terminal. */
function skipChecks(app: App): void {
  process.env.CDK_VALIDATION = 'false';
  Annotations.of(app).acknowledgeWarning(noAlarmEmail, 'Nothing of this is deployed.');
}

/** Imported when needed: the rule packs take as long to load as everything else together. */
export async function addChecks(app: App): Promise<void> {
  const { AwsSolutionsChecks, ServerlessChecks } = await import('cdk-nag');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
}
