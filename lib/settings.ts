import type { Node } from 'constructs';
import { type Names, namesOf } from './names.ts';
import { type Stage, stageNamed } from './stage.ts';

/** Options of a deploy, each set by `cdk deploy --context name=value`. */
export interface Settings {
  readonly stage: Stage;
  /** Made of the press's own name, where an account holds several. */
  readonly names: Names;
  /** The press's own domain; without it the site has one of CloudFront's. */
  readonly domain?: Domain;
  /** Gets a mail when an alarm goes off. */
  readonly alarmEmail?: string;
}

export interface Domain {
  readonly name: string;
  /** The certificate has to be in us-east-1: CloudFront takes no other. */
  readonly certificateArn: string;
}

/** @throws Error when a domain comes without a certificate, the stage is unknown, or a name cannot be used. */
export function readSettings(node: Node): Settings {
  const domain = contextValue(node, 'domain');
  const certificateArn = contextValue(node, 'certificateArn');
  if (!domain !== !certificateArn)
    throw new Error('A domain needs its certificate: give both domain and certificateArn.');
  const stage = stageNamed(contextValue(node, 'stage') ?? 'production');
  return {
    stage,
    names: namesOf(stage, contextValue(node, 'name')),
    domain: domain && certificateArn ? { name: domain, certificateArn } : undefined,
    alarmEmail: contextValue(node, 'alarmEmail'),
  };
}

function contextValue(node: Node, name: string): string | undefined {
  const value: unknown = node.tryGetContext(name);
  return typeof value === 'string' && value ? value : undefined;
}
