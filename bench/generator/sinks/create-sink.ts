import { completeEvents, serviceEvents } from '../event-forms.js';
import { HttpEachSink } from './http-each-sink.js';
import { HttpSink } from './http-sink.js';
import { RedisStreamSink } from './redis-stream-sink.js';
import { type Sink, type SinkSpec } from './sink.js';

/**
 * Makes the sink for a specification.
 * @param modules the modules of the events, used in turn
 */
export function createSink(spec: SinkSpec, modules: readonly string[]): Sink {
  switch (spec.kind) {
    case 'http':
      return new HttpSink(
        spec.request,
        spec.events === 'service' ? serviceEvents(modules) : completeEvents(modules, spec.wrap),
        spec.wrap?.list,
      );
    case 'http-each':
      return new HttpEachSink(spec.request, completeEvents(modules, spec.wrap), spec.wrap?.type);
    case 'redis-stream':
      return new RedisStreamSink(spec.url, spec.key, completeEvents(modules));
  }
}
