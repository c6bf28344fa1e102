import type { ServicePrincipal } from '../cloud.ts';
import { wildcard } from '../iam/wildcard.ts';

/** One AWS::Lambda::Permission. */
export interface Permission {
  action: string;
  principal: string;
  sourceArn?: string;
  sourceAccount?: string;
}

/** Whether a service may invoke a function that has these permissions. */
export function mayInvoke(permissions: readonly Permission[], by: ServicePrincipal): boolean {
  return permissions.some(
    ({ action, principal, sourceArn, sourceAccount }) =>
      action === 'lambda:InvokeFunction' &&
      principal === by.service &&
      (sourceArn === undefined || wildcard(sourceArn)(by.sourceArn)) &&
      (sourceAccount === undefined || sourceAccount === by.sourceArn.split(':')[4]),
  );
}
