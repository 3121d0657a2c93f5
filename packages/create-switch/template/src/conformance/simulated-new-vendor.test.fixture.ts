import type { WitnessedCall } from '@elasticfunnels/switch-core/conformance';
import type { VendorAnswer, VendorRequest } from './vendor-server.test.fixture.ts';

/** The key that the simulated account knows. */
export const API_KEY = 'conformance-key-4711';

/**
 * New Vendor in memory: answers as the vendor does, and knows the truth that the driver's answers are held against.
 * Give it a route for each operation that the driver implements.
 */
export class SimulatedNewVendor {
  /** Every call, the oldest first. */
  readonly calls: WitnessedCall[] = [];

  /** How often a destination has rung. */
  rings(destination: string): number {
    return this.calls.filter((call) => call.destination === destination).length;
  }

  answer({ route, authorization }: VendorRequest): VendorAnswer {
    if (authorization !== `Bearer ${API_KEY}`) return { status: 401, body: { message: 'Wrong key.' } };
    switch (route) {
      case 'GET /status':
        return { status: 200, body: { ok: true } };
      default:
        return { status: 404, body: { message: 'There is no such route.' } };
    }
  }
}
