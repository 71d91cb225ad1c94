// What another Nest application imports from '@vx11/operator-backend/express'.
export { DirectExpressAdapter } from '../http/direct-express-adapter.js';
