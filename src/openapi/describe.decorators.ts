import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiSecurity } from '@nestjs/swagger';
import { type ProblemCode, PROBLEMS } from '../problems/problem-catalogue.js';
import { schemaRef } from './schemas.js';

/** The two headers a principal credential may come in. */
export const HEADER_SCHEMES = ['principal', 'bearer'] as const;
/** A token in the query. */
export const TOKEN_SCHEME = 'token';

interface Description {
  readonly summary: string;
  readonly description?: string;
  /** Schemes of which any one will do. */
  readonly credentials?: readonly string[];
  /** What a plain 200 says; left out where the answer is described on its own. */
  readonly answer?: string;
  readonly problems?: readonly ProblemCode[];
}

/** Describes a route: what it is for, what credential it takes, and how it can fail. */
export function Describe({
  summary,
  description,
  credentials = [],
  answer,
  problems = [],
}: Description): MethodDecorator {
  // Wrong credentials of one address are limited on every route that takes one.
  const limited = credentials.includes('principal') && !problems.includes('rate_limited');
  const all: readonly ProblemCode[] = limited ? [...problems, 'rate_limited'] : problems;
  const statuses = new Set(all.map((code) => PROBLEMS[code].status));
  return applyDecorators(
    ApiOperation({ summary, ...(description && { description }) }),
    ...credentials.map((scheme) => ApiSecurity(scheme)),
    ...(answer ? [ApiResponse({ status: 200, description: answer })] : []),
    ...[...statuses].map((status) => problemResponse(status, all)),
  );
}

function problemResponse(status: number, problems: readonly ProblemCode[]): MethodDecorator {
  const codes = problems.filter((code) => PROBLEMS[code].status === status);
  return ApiResponse({
    status,
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].when}`).join(' '),
    content: { 'application/problem+json': { schema: schemaRef('Problem') } },
  });
}
