import { Module } from '@nestjs/common';
import { BodyBudget } from './body-budget.js';

/** One budget for the bodies of all routes. */
@Module({ providers: [BodyBudget], exports: [BodyBudget] })
export class RequestBodyModule {}
