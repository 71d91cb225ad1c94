import { Module, type Provider } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { ResumeCookies } from '../resume-cookie/resume-cookies.js';

const cookies: Provider = {
  provide: ResumeCookies,
  inject: [Settings],
  useFactory: ({ production, resume, http: { trustedProxies } }: Settings) =>
    new ResumeCookies({ enabled: resume.seconds > 0, withoutTls: !production, trustedProxies }),
};

/** The cookies with which browsers resume their streams. */
@Module({ providers: [cookies], exports: [cookies] })
export class ResumeModule {}
