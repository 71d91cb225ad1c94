import { serviceUrl } from './service-url.js';

describe('serviceUrl', () => {
  it.each([
    ['http://h:1', 'http://h:1/health'],
    ['http://h:1/', 'http://h:1/health'],
    ['https://h/ops/vx11', 'https://h/ops/vx11/health'],
    ['https://h/ops/vx11/?x=1#y', 'https://h/ops/vx11/health'],
  ])('keeps the path of %s', (base, expected) => {
    expect(serviceUrl(base, '/health').href).toBe(expected);
  });

  it('refuses a text that is not an address', () => {
    expect(() => serviceUrl('not an address', '/health')).toThrow('Invalid URL');
  });
});
