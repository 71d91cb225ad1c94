import { createSink } from './sinks/create-sink.js';
import { type Sink, type SinkSpec } from './sinks/sink.js';
import { publishSteadily, type PublishPlan } from './publishing.js';
import { serve } from './worker-channel.js';

let sink: Sink | undefined;

const handlers = {
  /** Chooses where the next events are published. */
  use: ({ spec, modules }: { spec: SinkSpec; modules: string[] }) => {
    sink?.close();
    sink = createSink(spec, modules);
  },
  publish: (plan: PublishPlan) => {
    if (!sink) throw new Error('`use` must be called before publishing.');
    return publishSteadily(sink, plan);
  },
};

export type PublisherHandlers = typeof handlers;

serve(handlers);
