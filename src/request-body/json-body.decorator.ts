import { type IncomingMessage } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type BodyRules } from './body-limits.js';
import { type BodyWish, JsonBodyPipe } from './json-body.pipe.js';

const wish = createParamDecorator((rules: BodyRules, context: ExecutionContext): BodyWish => ({
  request: context.switchToHttp().getRequest<IncomingMessage>(),
  rules,
}));

/** The JSON body of a request, as `JsonBodyPipe` reads it; undefined where there is none. */
export const JsonBody = (rules: BodyRules) => wish(rules, JsonBodyPipe);
