import { alarmEmulators } from './alarms/emulators.ts';
import { apiEmulators } from './api/emulators.ts';
import { tableEmulators } from './dynamodb/emulators.ts';
import { edgeEmulators } from './edge/emulators.ts';
import type { Emulator } from './emulator.ts';
import { eventEmulators, mappingEmulators } from './events/emulators.ts';
import { iamEmulators } from './iam/emulators.ts';
import { type LambdaOptions, lambdaEmulators } from './lambda/emulators.ts';
import type { Buckets } from './s3/buckets.ts';
import { s3Emulators } from './s3/emulators.ts';
import { secretEmulators } from './secrets/emulators.ts';
import { sesEmulators } from './ses/emulators.ts';
import { signInEmulators } from './sign-in/emulators.ts';
import { queueEmulators } from './sqs/emulators.ts';

export interface EmulatorOptions extends LambdaOptions {
  buckets: Buckets;
}

/** An emulator for every supported type, in the order in which resources are created: what others need comes first. */
export const allEmulators = (options: EmulatorOptions): readonly Emulator[] => [
  ...secretEmulators,
  ...iamEmulators,
  ...s3Emulators(options.buckets),
  ...tableEmulators,
  ...queueEmulators,
  ...alarmEmulators,
  ...sesEmulators,
  ...lambdaEmulators(options),
  ...eventEmulators,
  ...signInEmulators,
  ...apiEmulators,
  ...edgeEmulators,
  ...mappingEmulators,
];
