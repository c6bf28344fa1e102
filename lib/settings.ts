import type { Node } from 'constructs';
import { type Stage, stageNamed } from './stage.ts';

/** What whoever deploys may say, each by `cdk deploy --context name=value`. */
export interface Settings {
  readonly stage: Stage;
  /** A domain of one's own; without it CloudFront gives one. */
  readonly domain?: Domain;
  /** Who gets mail when something is in a dead-letter queue. */
  readonly alarmEmail?: string;
}

export interface Domain {
  readonly name: string;
  /** Of a certificate in us-east-1: CloudFront takes no other. */
  readonly certificateArn: string;
}

/** @throws Error when a domain comes without a certificate, or the stage is unknown. */
export function readSettings(node: Node): Settings {
  const domain = said(node, 'domain');
  const certificateArn = said(node, 'certificateArn');
  if (!domain !== !certificateArn)
    throw new Error('A domain needs its certificate: give both domain and certificateArn.');
  return {
    stage: stageNamed(said(node, 'stage') ?? 'production'),
    domain: domain && certificateArn ? { name: domain, certificateArn } : undefined,
    alarmEmail: said(node, 'alarmEmail'),
  };
}

function said(node: Node, name: string): string | undefined {
  const value: unknown = node.tryGetContext(name);
  return typeof value === 'string' && value ? value : undefined;
}
