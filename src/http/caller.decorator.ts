import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type Request } from 'express';

/** The principal that calls, on routes that ask for one. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const { principal } = context.switchToHttp().getRequest<Request>().context;
  if (!principal) throw new Error('This route asks for no principal, so there is no caller.');
  return principal;
});
