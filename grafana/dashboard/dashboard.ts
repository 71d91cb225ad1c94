import {
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  RowBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { restarts } from './restarts.js';
import { DELIVERY } from './rows/delivery.js';
import { HEALTHY } from './rows/healthy.js';
import { INSTANCES } from './rows/instances.js';
import { PRINCIPALS } from './rows/principals.js';
import { REDIS } from './rows/redis.js';
import { STREAMS } from './rows/streams.js';
import { TOKENS } from './rows/tokens.js';
import { RUNBOOKS } from './runbooks.js';
import { variables } from './variables.js';

const ROWS = [HEALTHY, PRINCIPALS, TOKENS, STREAMS, DELIVERY, REDIS, INSTANCES];

/** The dashboard as Grafana reads it. */
export function makeDashboard(): Dashboard {
  const dashboard = new DashboardBuilder('Operator backend')
    .uid('vx11-operator-backend')
    .description('Tokens, streams and events of the operator backend, from whether it is healthy to each instance.')
    .tags(['vx11', 'operator-backend'])
    .readonly()
    .refresh('30s')
    .time({ from: 'now-3h', to: 'now' })
    .tooltip(DashboardCursorSync.Crosshair)
    .variables(variables())
    .annotation(restarts())
    .link(new DashboardLinkBuilder('Runbooks').url(RUNBOOKS).targetBlank(true));
  for (const { title, panels } of ROWS) {
    dashboard.withRow(new RowBuilder(title));
    for (const panel of panels) dashboard.withPanel(panel);
  }
  const built = dashboard.build();
  built.panels?.forEach((panel, index) => (panel.id = index + 1));
  return built;
}
