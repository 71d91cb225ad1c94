import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiSecurity } from '@nestjs/swagger';
import { HEADER_SCHEMES, TOKEN_SCHEME } from '../openapi/credential-schemes.js';
import { schemaRef } from '../openapi/schemas.js';
import { type ProblemCode, PROBLEMS } from '../problems/problem-catalogue.js';
import { type Access, changesSomething, type EndpointRule } from './endpoint-rule.js';

/** What the API description says of an endpoint beside its rule. */
export interface Description {
  /** More than the purpose. */
  readonly text?: string;
  /** What a plain 200 says; left out where the answer is among the parts. */
  readonly answer?: string;
  /** How it can fail, beside what its guard refuses. */
  readonly problems?: readonly ProblemCode[];
  /** Decorators of @nestjs/swagger: parameters, body, responses. */
  readonly parts?: readonly MethodDecorator[];
}

/** Describes an endpoint: what it is for, what credential it takes, and how it can fail. */
export function describeEndpoint(
  { purpose, access, method }: Pick<EndpointRule, 'purpose' | 'access' | 'method'>,
  { text, answer, problems = [], parts = [] }: Description,
): MethodDecorator {
  const elsewhere: readonly ProblemCode[] = changesSomething({ access, method }) ? ['origin_not_allowed'] : [];
  const codes = [...refusalsOf(access), ...elsewhere, ...problems];
  const statuses = new Set(codes.map((code) => PROBLEMS[code].status));
  return applyDecorators(
    ApiOperation({ summary: purpose, ...(text && { description: text }) }),
    ...schemesOf(access).map((scheme) => ApiSecurity(scheme)),
    ...(answer ? [ApiResponse({ status: 200, description: answer })] : []),
    ...[...statuses].map((status) => problemResponse(status, codes)),
    ...parts,
  );
}

/** Schemes of which any one will do. */
function schemesOf(access: Access): readonly string[] {
  if (access === 'public') return [];
  return access === 'stream' ? [TOKEN_SCHEME, ...HEADER_SCHEMES] : HEADER_SCHEMES;
}

function refusalsOf(access: Access): readonly ProblemCode[] {
  if (access === 'public') return [];
  // Wrong credentials of one address are limited on every route that takes one.
  const unknown: readonly ProblemCode[] = ['auth_required', 'invalid_token', 'rate_limited'];
  return access === 'principal' ? unknown : [...unknown, 'forbidden'];
}

function problemResponse(status: number, problems: readonly ProblemCode[]): MethodDecorator {
  const codes = problems.filter((code) => PROBLEMS[code].status === status);
  return ApiResponse({
    status,
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].when}`).join(' '),
    content: { 'application/problem+json': { schema: schemaRef('Problem') } },
  });
}
