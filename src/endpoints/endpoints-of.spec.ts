// CWE-862: a route that does not declare who may use it must not be served.
import { Controller, Get, Module } from '@nestjs/common';
import { controllersOf } from './controllers-of.js';
import { Endpoint } from './endpoint.decorator.js';
import { endpointsOf } from './endpoints-of.js';

const rule = { method: 'GET', access: 'public', reach: 'outside', purpose: 'Shows a thing.' } as const;

@Controller()
class Things {
  @Endpoint({ ...rule, path: ['/things', '/thing'], described: { answer: 'It.' } })
  show(): void {}

  @Endpoint({ ...rule, method: 'DELETE', path: '/things/:name', access: 'admin', reach: 'inside', polled: true })
  remove(): void {}

  helper(): void {}
}

@Controller()
class Inherited extends Things {}

@Controller()
class Forgetful {
  @Get('forgotten')
  forgotten(): void {}
}

@Controller('prefix')
class Prefixed {
  @Endpoint({ ...rule, path: '/things' })
  show(): void {}
}

describe('the endpoints of controllers', () => {
  const things = [
    { ...rule, path: '/things' },
    { ...rule, path: '/thing' },
    { ...rule, method: 'DELETE', path: '/things/:name', access: 'admin', reach: 'inside', polled: true },
  ];

  it('are their rules, one for each path', () => expect(endpointsOf([Things])).toEqual(things));

  it('are those that a controller inherits, too', () => expect(endpointsOf([Inherited])).toEqual(things));

  it.each([
    ['a route without a rule', Forgetful, 'Forgetful.forgotten is a route without a rule: declare it with @Endpoint.'],
    ['a controller with a path of its own', Prefixed, 'Prefixed has the path prefix: @Endpoint takes whole paths.'],
  ])('are refused where there is %s', (_, controller, message) => {
    expect(() => endpointsOf([Things, controller])).toThrow(new Error(message));
  });
});

@Module({ controllers: [Things] })
class Inner {}

@Module({ imports: [Inner], controllers: [Prefixed] })
class Outer {}

@Module({ imports: [Outer, { module: Inner, controllers: [Inherited] }] })
class Root {}

describe('the controllers of a module', () => {
  it('are those of all modules that it imports, whether listed at the class or at the import, each once', () => {
    const root = { module: Root, imports: [Inner], controllers: [Forgetful] };
    expect(controllersOf(root)).toEqual([Things, Prefixed, Inherited, Forgetful]);
  });
});
