import { Controller, Get, Req, Res, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { OpensStream } from '../auth/access.decorators.js';
import { StreamTokenGuard } from '../token-guard/stream-token.guard.js';
import { StreamRequestGuard } from './stream-request.guard.js';
import { DescribeStream } from './stream.description.js';
import { StreamService } from './stream.service.js';

@ApiTags('Events')
@Controller('operator/api/events')
export class StreamController {
  constructor(private readonly streams: StreamService) {}

  /** The response is taken over whole: what follows the guards is written to its socket. */
  @Get('stream')
  @OpensStream()
  @DescribeStream()
  @UseGuards(StreamRequestGuard, StreamTokenGuard)
  open(@Req() request: Request, @Res() response: Response): void {
    const { grant } = request.context;
    if (!grant) throw new Error('The stream was reached without a grant.');
    this.streams.open(request, response, grant);
  }
}
