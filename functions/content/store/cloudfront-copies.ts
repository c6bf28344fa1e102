import { type CloudFrontClient, CreateInvalidationCommand } from '@aws-sdk/client-cloudfront';
import type { Ids } from '../../runtime/ids.ts';
import type { EdgeCopies } from '../removal/ports.ts';

/** CloudFront's copies. A thousand paths a month are free, and one that ends in `*` counts once. */
export const cloudFrontCopies = (client: CloudFrontClient, distribution: string, ids: Ids): EdgeCopies => ({
  async invalidate(paths) {
    // CloudFront takes a second request with the same reference for the first one, and does nothing.
    const batch = { CallerReference: ids.next(), Paths: { Quantity: paths.length, Items: paths } };
    await client.send(
      new CreateInvalidationCommand({ DistributionId: distribution, InvalidationBatch: batch }),
    );
  },
});
