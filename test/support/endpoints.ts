import 'reflect-metadata';
import { AppModule } from '../../src/app/app.module.js';
import { catalogueOf } from '../../src/app/endpoints.js';
import { loadSettings } from '../../src/config/load-settings.js';

/** The endpoint catalogue of the service. */
export const CATALOGUE = catalogueOf(AppModule.register(loadSettings({}).settings));
export const ENDPOINTS = CATALOGUE.rules;

/** A path that the endpoint answers at: each parameter has a value. */
export const pathOf = (path: string) => path.replaceAll(/:\w+/g, 'some-value');
