import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { Annotations, App, Stack } from 'aws-cdk-lib/core';
import { noAlarmEmail } from '../../lib/alarms.ts';
import { BroadsideStack } from '../../lib/broadside-stack.ts';
import type { Bundle } from '../../lib/bundle.ts';
import { readSettings } from '../../lib/settings.ts';
import { fixedContext } from '../../lib/synthesise.ts';

/** A resource as the template has it; `name` is its construct path without the stack's name and `/Resource`. */
export interface Found {
  name: string;
  id: string;
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is whatever CloudFormation takes.
  properties: any;
  deletionPolicy?: string;
  /** Logical ids. */
  dependsOn: string[];
}

export interface Press {
  all: Found[];
  of(type: string): Found[];
  named(name: string): Found;
  /** Entries of functions that the stack asked for. */
  asked: string[];
  json: object;
  /** The name of the stack. */
  stack: string;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  outputs: Record<string, any>;
}

const made = new Map<string, Press>();

/** The template, made once a process for each context: it is to be read, and not to be changed. */
export function pressTemplate(context: Record<string, string> = {}): Press {
  const key = JSON.stringify(context);
  const press = made.get(key) ?? newTemplate(context);
  made.set(key, press);
  return press;
}

/** The template, with an empty function for every entry: what it promises does not depend on their code. */
export function newTemplate(context: Record<string, string> = {}): Press {
  const asked: string[] = [];
  // Takes a second; checks.test.ts does it once.
  process.env.CDK_VALIDATION = 'false';
  const app = new App({ context: { ...context, ...fixedContext }, analyticsReporting: false });
  // It would stand above every test.
  Annotations.of(app).acknowledgeWarning(noAlarmEmail);
  const settings = readSettings(app.node);
  const stack = new BroadsideStack(app, settings.names.stack, { settings, bundle: emptyBundle(asked) });
  const json = Template.fromStack(stack).toJSON();
  const all = resourcesIn(json);
  return {
    all,
    asked,
    json,
    stack: stack.stackName,
    outputs: json.Outputs,
    of: (type) => all.filter((one) => one.type === type),
    named: (name) =>
      only(
        all.filter((one) => one.name === name),
        name,
      ),
  };
}

/** A stack of its own, to try a construct in; `stackResources` tells what came of it. */
export const aStack = (id: string): Stack =>
  new Stack(new App({ context: fixedContext, analyticsReporting: false }), id);

export const stackResources = (stack: Stack): Found[] => resourcesIn(Template.fromStack(stack).toJSON());

// biome-ignore lint/suspicious/noExplicitAny: as above.
const resourcesIn = (template: any): Found[] =>
  Object.entries(template.Resources ?? {}).map(([id, resource]) => found(id, resource));

/** A bundle with an empty function for every entry; notes those it is asked for. */
export function emptyBundle(asked: string[]): Bundle {
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
    dependsOn: [resource.DependsOn ?? []].flat(),
  };
}

function only(matches: Found[], name: string): Found {
  const [one] = matches;
  if (!one || matches.length > 1) throw new Error(`${matches.length} resources are called ${name}`);
  return one;
}
