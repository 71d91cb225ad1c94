import { Module } from '@nestjs/common';
import { BodyBudget } from './body-budget.js';
import { LargeBodies } from './large-bodies.js';

/** One budget for the bodies of all routes, and one queue for the large ones. */
@Module({ providers: [BodyBudget, LargeBodies], exports: [BodyBudget, LargeBodies] })
export class RequestBodyModule {}
