import { type DynamicModule } from '@nestjs/common';
import { controllersOf } from '../endpoints/controllers-of.js';
import { EndpointCatalogue } from '../endpoints/endpoint-catalogue.js';
import { type EndpointRule } from '../endpoints/endpoint-rule.js';
import { endpointsOf } from '../endpoints/endpoints-of.js';
import { PAGE_ENDPOINTS } from '../page/page.endpoints.js';

/** What SwaggerModule serves. It has no controller. */
export const API_DESCRIPTION = {
  document: {
    method: 'GET',
    path: '/operator/api/openapi.json',
    access: 'public',
    reach: 'inside',
    purpose: 'The API description.',
  },
  page: {
    method: 'GET',
    path: '/operator/api/docs',
    access: 'public',
    reach: 'inside',
    purpose: 'A page that shows it.',
  },
} as const satisfies Record<string, EndpointRule>;

/**
 * The endpoints of the application with this root module.
 * @throws Error for a route without a rule
 */
export function catalogueOf(root: DynamicModule): EndpointCatalogue {
  const withoutController = [...Object.values(API_DESCRIPTION), ...Object.values(PAGE_ENDPOINTS)];
  return new EndpointCatalogue([...endpointsOf(controllersOf(root)), ...withoutController]);
}
