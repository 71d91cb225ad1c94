import { createSink } from './sinks/create-sink.js';
import { type Sink, type SinkSpec } from './sinks/sink.js';
import { publishSteadily, type PublishPlan } from './publishing.js';
import { serve } from './worker-channel.js';

let sink: Sink | undefined;

const handlers = {
  /** Where the next events go. */
  use: ({ spec, modules }: { spec: SinkSpec; modules: string[] }) => {
    sink?.close();
    sink = createSink(spec, modules);
  },
  publish: (plan: PublishPlan) => {
    if (!sink) throw new Error('Say first where to publish.');
    return publishSteadily(sink, plan);
  },
};

export type PublisherHandlers = typeof handlers;

serve(handlers);
