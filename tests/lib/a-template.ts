import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { App } from 'aws-cdk-lib/core';
import { BroadsideStack } from '../../lib/broadside-stack.ts';
import type { Bundle } from '../../lib/bundle.ts';
import { readSettings } from '../../lib/settings.ts';
import { sameEverywhere } from '../../lib/synthesise.ts';

/** A resource as the template has it; `name` is its construct path without the stack's name and `/Resource`. */
export interface Found {
  name: string;
  id: string;
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is whatever CloudFormation takes.
  properties: any;
  deletionPolicy?: string;
}

export interface Press {
  all: Found[];
  of(type: string): Found[];
  named(name: string): Found;
  /** Entries of functions that the stack asked for. */
  asked: string[];
  json: object;
}

/** The template, with an empty function for every entry: what it promises does not depend on their code. */
export function pressTemplate(context: Record<string, string> = {}): Press {
  const asked: string[] = [];
  // Takes a second; checks.test.ts does it once.
  process.env.CDK_VALIDATION = 'false';
  const app = new App({ context: { ...context, ...sameEverywhere }, analyticsReporting: false });
  const settings = readSettings(app.node);
  const stack = new BroadsideStack(app, settings.stage.stack, { settings, bundle: emptyBundle(asked) });
  const json = Template.fromStack(stack).toJSON();
  const all = Object.entries(json.Resources ?? {}).map(([id, resource]) => found(id, resource));
  return {
    all,
    asked,
    json,
    of: (type) => all.filter((one) => one.type === type),
    named: (name) =>
      only(
        all.filter((one) => one.name === name),
        name,
      ),
  };
}

function emptyBundle(asked: string[]): Bundle {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-empty-'));
  writeFileSync(join(folder, 'index.js'), 'exports.handler = async () => {};');
  return {
    entries: [],
    folder(entry) {
      asked.push(entry);
      return folder;
    },
  };
}

// biome-ignore lint/suspicious/noExplicitAny: as above.
function found(id: string, resource: any): Found {
  const path: string = resource.Metadata['aws:cdk:path'];
  return {
    id,
    name: path.replace(/^[^/]+\//, '').replace(/\/Resource$/, ''),
    type: resource.Type,
    properties: resource.Properties ?? {},
    deletionPolicy: resource.DeletionPolicy,
  };
}

function only(matches: Found[], name: string): Found {
  const [one] = matches;
  if (!one || matches.length > 1) throw new Error(`${matches.length} resources are called ${name}`);
  return one;
}
