// Writes the dashboard, for Grafana to load.
import { writeFileSync } from 'node:fs';
import { repositoryFile } from '../../cluster/repository.js';
import { makeDashboard } from './dashboard.js';

writeFileSync(repositoryFile('grafana/dashboards/operator-backend.json'), JSON.stringify(makeDashboard()));
