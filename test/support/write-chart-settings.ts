// Writes the settings of the service into values.schema.json of the Helm chart.
import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import '../../src/config/environment.js';
import { repositoryFile } from '../../cluster/repository.js';
import { describeSettings } from '../../src/config/setting.decorators.js';
import { chartSettings } from './chart-settings.js';

const file = repositoryFile('deploy/helm/operator-backend/values.schema.json');
const schema = JSON.parse(readFileSync(file, 'utf8')) as { properties: { settings: { properties: object } } };
schema.properties.settings.properties = chartSettings(describeSettings());
writeFileSync(file, await format(JSON.stringify(schema), { parser: 'json', printWidth: 120 }));
