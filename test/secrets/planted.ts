/** A secret that was put where a real one would be, and how a person is told of it. */
export interface PlantedSecret {
  readonly name: string;
  readonly text: string;
}

// Each with signs that change when they are escaped, encoded or put into base64.
export const API_KEY = `sk_live/9+Q=?"\\&%7F<'Xv83kQz`;
export const USERNAME = 'acme-integration';
export const PASSWORD = `pä ss/"w\\0rd&+=?<'Jm52nBt`;
export const VICIDIAL_PASS = 'Pass_7Hq2mVw9Lc4';
export const SIGNING_SECRET: string = `whsec_${Buffer.from('kR7xWq0zPb5nYv2tHd8mLs4cG').toString('base64')}`;
export const OTHER_SIGNING_SECRET: string = `whsec_${Buffer.from('qT3uZe9rAk6jXi1oNf7gVw5yB').toString('base64')}`;
export const SHARED_SECRET = 'sh/8+Wd=Gz61pYk&rTn"q';
export const STATES_TOKEN = 'st8es-5Bn8xQe2vKp1';
export const REDIS_PASSWORD = 'redis-Vb6tNm0wKs8';

/** Everything that must show nowhere. */
export const PLANTED: readonly PlantedSecret[] = [
  { name: 'API key', text: API_KEY },
  { name: 'password', text: PASSWORD },
  { name: 'username and password', text: `${USERNAME}:${PASSWORD}` },
  { name: 'ViciDial password', text: VICIDIAL_PASS },
  { name: 'signing secret', text: SIGNING_SECRET },
  { name: 'second signing secret', text: OTHER_SIGNING_SECRET },
  { name: 'signing key, decoded', text: Buffer.from(SIGNING_SECRET.slice('whsec_'.length), 'base64').toString('utf8') },
  { name: 'shared secret', text: SHARED_SECRET },
  { name: "token of the kit's states", text: STATES_TOKEN },
  { name: 'Redis password', text: REDIS_PASSWORD },
];

/** The customer: in E.164, as every test here dials it and is called from it. */
export const CUSTOMER = '+12025550143';
