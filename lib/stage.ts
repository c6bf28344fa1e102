import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { RemovalPolicy } from 'aws-cdk-lib/core';

/** Every difference between stages; nothing else in `lib/` asks which stage it is. */
export interface Stage {
  readonly name: 'production' | 'development';
  /** Name of the stack. One account can hold all stages. */
  readonly stack: string;
  /** What happens to data when the stack is deleted. A first deploy that fails leaves nothing behind. */
  readonly removal: RemovalPolicy;
  /** Tables and the user pool refuse deletion, and tables have point-in-time recovery (35 days). */
  readonly protectsData: boolean;
  readonly logRetention: RetentionDays;
  /** Synthesis warns when alarms have nobody to tell. */
  readonly needsAlarmEmail: boolean;
}

const stages: Readonly<Record<Stage['name'], Stage>> = {
  production: {
    name: 'production',
    stack: 'Broadside',
    removal: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    protectsData: true,
    logRetention: RetentionDays.THREE_MONTHS,
    needsAlarmEmail: true,
  },
  development: {
    name: 'development',
    stack: 'BroadsideDevelopment',
    removal: RemovalPolicy.DESTROY,
    protectsData: false,
    logRetention: RetentionDays.ONE_WEEK,
    needsAlarmEmail: false,
  },
};

/** @throws Error for a name that is no stage. */
export function stageNamed(name: string): Stage {
  if (name === 'production' || name === 'development') return stages[name];
  throw new Error(`There is no stage "${name}": say production or development.`);
}
