import type { Node } from 'constructs';
import { type Stage, stageNamed } from './stage.ts';

/** Options of a deploy, each set by `cdk deploy --context name=value`. */
export interface Settings {
  readonly stage: Stage;
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

/** @throws Error when a domain comes without a certificate, or the stage is unknown. */
export function readSettings(node: Node): Settings {
  const domain = contextValue(node, 'domain');
  const certificateArn = contextValue(node, 'certificateArn');
  if (!domain !== !certificateArn)
    throw new Error('A domain needs its certificate: give both domain and certificateArn.');
  return {
    stage: stageNamed(contextValue(node, 'stage') ?? 'production'),
    domain: domain && certificateArn ? { name: domain, certificateArn } : undefined,
    alarmEmail: contextValue(node, 'alarmEmail'),
  };
}

function contextValue(node: Node, name: string): string | undefined {
  const value: unknown = node.tryGetContext(name);
  return typeof value === 'string' && value ? value : undefined;
}
