import type { RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import type { Cloud } from '../cloud.ts';
import { serveLazily } from '../web/serve.ts';
import { emailService } from './email-service.ts';

/**
 * Opens the inbox: a page with every mail that was sent, at the inbox's address, and SES v2 as a service behind the
 * gate. It is loaded when the first mail or the first reader comes.
 */
export function openInbox(cloud: Cloud): void {
  serveLazily(cloud.listeners.inbox, 'Inbox', loadInbox, cloud);
  const service = emailService(cloud);
  cloud.services.set(service.name, service);
}

/** The package opens a port of its own; it is closed at once, and the package answers at the inbox's address. */
async function loadInbox(): Promise<RequestListener> {
  // CommonJS whose default export stands under `default`: importing it gives another shape to every loader.
  const { default: emulate }: SesPackage = createRequire(import.meta.url)('aws-ses-v2-local');
  const server = await emulate({ host: '127.0.0.1', port: 0 });
  server.close();
  return (request, response) => void server.emit('request', request, response);
}

type SesPackage = typeof import('aws-ses-v2-local');
