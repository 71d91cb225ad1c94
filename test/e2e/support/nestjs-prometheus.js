// @willsoto/nestjs-prometheus is CommonJS and requires @nestjs/common, which is an ES module. node can do that, jest's
// module system cannot on node 20. So jest gets the package from here: its own files, as they are, with what was
// imported in the place of what they require.
import * as common from '@nestjs/common';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as promClient from 'prom-client';

const DIST = join(import.meta.dirname, '../../../node_modules/@willsoto/nestjs-prometheus/dist');
const external = { '@nestjs/common': common, 'prom-client': promClient };
const loaded = new Map();

function load(file) {
  if (loaded.has(file)) return loaded.get(file).exports;
  const module = { exports: {} };
  loaded.set(file, module);
  const require = (id) => external[id] ?? load(resolve(join(dirname(file), id)));
  new Function('exports', 'require', 'module', readFileSync(file, 'utf8'))(module.exports, require, module);
  return module.exports;
}

/** `./metrics` is a folder, everything else a file. */
function resolve(path) {
  return path.endsWith('/metrics') ? join(path, 'index.js') : `${path}.js`;
}

export const {
  getOrCreateMetric,
  getToken,
  InjectMetric,
  makeCounterProvider,
  makeGaugeProvider,
  makeHistogramProvider,
  makeSummaryProvider,
  PrometheusController,
  PrometheusModule,
} = load(join(DIST, 'index.js'));
