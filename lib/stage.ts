import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { RemovalPolicy } from 'aws-cdk-lib/core';

/** What sets one stage apart from another; nothing else in `lib/` asks which stage it is. */
export interface Stage {
  readonly name: 'production' | 'development';
  /** One account can hold the stages side by side. */
  readonly stack: string;
  /** What becomes of data when the stack goes. A first deploy that fails leaves nothing behind. */
  readonly removal: RemovalPolicy;
  /** Tables and accounts refuse to be deleted, and tables can be set back to any second of 35 days. */
  readonly protectsData: boolean;
  readonly logRetention: RetentionDays;
}

const stages: Readonly<Record<Stage['name'], Stage>> = {
  production: {
    name: 'production',
    stack: 'Broadside',
    removal: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    protectsData: true,
    logRetention: RetentionDays.THREE_MONTHS,
  },
  development: {
    name: 'development',
    stack: 'BroadsideDevelopment',
    removal: RemovalPolicy.DESTROY,
    protectsData: false,
    logRetention: RetentionDays.ONE_WEEK,
  },
};

/** @throws Error for a name that is no stage. */
export function stageNamed(name: string): Stage {
  if (name === 'production' || name === 'development') return stages[name];
  throw new Error(`There is no stage "${name}": say production or development.`);
}
