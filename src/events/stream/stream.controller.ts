import { type ServerResponse } from 'node:http';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { OpensStream } from './opens-stream.decorator.js';
import { DescribeStream } from './stream.description.js';
import { type StreamRequest } from './stream-request.js';
import { StreamService } from './stream.service.js';

@ApiTags('Events')
@Controller('operator/api/events')
export class StreamController {
  constructor(private readonly streams: StreamService) {}

  /** The response is taken over whole: what follows the guards is written to its socket. */
  @Get('stream')
  @OpensStream()
  @DescribeStream()
  open(@Req() request: StreamRequest, @Res() response: ServerResponse): void {
    const { grant } = request.context;
    if (!grant) throw new Error('The stream was reached without a grant.');
    this.streams.open(request, response);
  }
}
