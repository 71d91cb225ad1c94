import { Module } from '@nestjs/common';
import { CredentialCheck } from './credential-check.service.js';
import { CredentialGuard } from './credential.guard.js';
import { PrincipalGrants } from './principal-grants.service.js';
import { PrincipalsService } from './principals.service.js';
import { StreamCredentials } from './stream-credentials.service.js';

const providers = [PrincipalsService, PrincipalGrants, CredentialCheck, CredentialGuard, StreamCredentials];

/** Knows the principals and checks their credentials. Needs a `CredentialObserver`, `Revocations` and `AddressCounts` among its imports. */
@Module({ providers, exports: providers })
export class AuthModule {}
