import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from '../faults/seeded-random.ts';
import { BrandChanges } from './brand-changes.ts';
import { DialBook } from './dial-book.ts';
import { OperationTraffic } from './operation-traffic.ts';
import { OutcomeTally } from './outcome-tally.ts';
import type { Plants } from './plants.ts';
import type { SendingBrand, SendingReport } from './pop-sender.ts';
import { countLiveObjects, countResources, findMore, type LiveObjects, ProcessHealth } from './process-health.ts';
import { makeBrands, type Origins, type SoakBrand } from './soak-brands.ts';
import { SoakChild } from './soak-child.ts';
import type { MostAtOnce, PopFindings, SoakOutcome, SoakPlan } from './soak-outcome.ts';
import { SoakPlatform } from './soak-platform.ts';

/** What a run is told beside its plan. */
export interface SoakOptions {
  readonly plants?: Plants;
  readonly onProgress?: (progress: SoakProgress) => void;
}

type Move = Parameters<BrandChanges['move']>[0];

/** How far it is. */
export interface SoakProgress {
  readonly seconds: number;
  readonly operations: number;
  readonly underWay: number;
  readonly heapMb: number;
  readonly rssMb: number;
  readonly sockets: number;
}

const SESSIONS = 8;
const REHEARSAL_MS = 3_000;
const SETTLE_MS = 20_000;
const HEAL_MS = 8_000;
/** What was closed is held for some seconds more by timers that are long cancelled. */
const LEFT_MS = 20_000;
const REHEARSED_MS = 3_000;
const LOOK_EVERY_MS = 500;
const WARM_UP_SHARE = 0.5;
const LONGEST_WARM_UP_SECONDS = 90;

/** Runs the soak: surroundings in processes of their own, the platform in this one, traffic, quiet, and what is left. */
export async function runSoak(plan: SoakPlan, options: SoakOptions = {}): Promise<SoakOutcome> {
  const apiKey = randomUUID();
  const moves: { onMove: (move: Move) => void } = { onMove: () => {} };
  const middleware = new SoakChild(new URL('middleware-process.ts', import.meta.url), (move) => moves.onMove(move as Move));
  const world = new SoakChild(new URL('world-process.ts', import.meta.url));
  try {
    const { active, instances } = plan;
    const middlewares = await middleware.ask<readonly string[]>('start', { active, instances, apiKey });
    const origins = { ...(await world.ask<Omit<Origins, 'middlewares'>>('start')), middlewares };
    const run = new SoakRun(plan, options, { apiKey, origins, middleware, world });
    moves.onMove = (move) => run.move(move);
    return await run.run();
  } finally {
    await Promise.all([middleware.stop(), world.stop()]);
  }
}

interface Surroundings {
  readonly apiKey: string;
  readonly origins: Origins;
  readonly middleware: SoakChild;
  readonly world: SoakChild;
}

/** What a closed platform has to leave as it was. */
interface Before {
  readonly heapMb: number;
  readonly resources: Readonly<Record<string, number>>;
  readonly live: LiveObjects;
}

class SoakRun {
  readonly #plan: SoakPlan;
  readonly #options: SoakOptions;
  readonly #around: Surroundings;
  readonly #brands: readonly SoakBrand[];
  readonly #atWork: readonly SoakBrand[];
  readonly #sessions = Array.from({ length: SESSIONS }, () => new AbortController().signal);
  readonly #tally = new OutcomeTally();
  readonly #book: DialBook;
  readonly #health: ProcessHealth;
  readonly #traffic: OperationTraffic;
  readonly #changes: BrandChanges;
  /** Undefined when it is closed: nothing here may keep it. */
  #platform: SoakPlatform | undefined;
  #moves = 0;

  constructor(plan: SoakPlan, options: SoakOptions, around: Surroundings) {
    this.#plan = plan;
    this.#options = options;
    this.#around = around;
    this.#brands = makeBrands(plan, around.origins);
    this.#atWork = this.#brands.slice(0, plan.active);
    this.#book = new DialBook(Math.ceil(plan.perSecond * (plan.seconds + REHEARSAL_MS / 1_000) * 2));
    const host = (): SoakPlatform['host'] => this.#open().host;
    const random = seededRandom(plan.seed);
    const shared = { host, brands: this.#brands, random };
    this.#traffic = this.#makeTraffic(this.#tally, this.#book, random);
    this.#changes = new BrandChanges({ ...shared, active: plan.active, apiKey: around.apiKey });
    this.#health = new ProcessHealth({ pendingTimers: () => this.#platform?.clock.pendingTimers ?? 0, signals: this.#sessions });
  }

  move(move: Move): void {
    this.#moves += 1;
    this.#changes.move(move);
  }

  async run(): Promise<SoakOutcome> {
    await this.#rehearse();
    const before = this.#lookBefore();
    await this.#begin();
    const startedAtMs = performance.now();
    const warmUpSeconds = this.#health.sample().atSeconds + Math.min(LONGEST_WARM_UP_SECONDS, WARM_UP_SHARE * this.#plan.seconds);
    await this.#work(startedAtMs);
    const trafficSeconds = (performance.now() - startedAtMs) / 1_000;
    const most = this.#findMost(warmUpSeconds);
    const ended = await this.#end();
    const closed = await this.#close(before);
    this.#health.stop();
    return {
      plan: this.#plan,
      warmUpSeconds,
      trafficSeconds,
      tally: this.#tally,
      heldBack: this.#traffic.heldBack,
      changes: this.#changes.changes,
      moves: this.#moves,
      badSettingsAccepted: this.#changes.badSettingsAccepted,
      ...ended,
      health: this.#health,
      most,
      ...closed,
    };
  }

  /** What is loaded and compiled with the first work is nobody's leak: so all of it is done once before. */
  async #rehearse(): Promise<void> {
    this.#platform = new SoakPlatform(0);
    await this.#platform.listen();
    this.#changes.registerAll();
    const traffic = this.#makeTraffic(new OutcomeTally(), this.#book, seededRandom(this.#plan.seed + 1));
    traffic.start();
    await pause(Math.min(REHEARSAL_MS, this.#plan.seconds * 100));
    await traffic.stop(SETTLE_MS);
    await this.#platform.close();
    this.#platform = undefined;
    await pause(REHEARSED_MS);
  }

  #lookBefore(): Before {
    const live = countLiveObjects();
    const { heapMb } = this.#health.sample();
    this.#health.samples.length = 0;
    return { heapMb, resources: countResources(), live };
  }

  async #begin(): Promise<void> {
    const { seed, popsPerSecond, screens, seconds } = this.#plan;
    const { middleware, world } = this.#around;
    const platform = new SoakPlatform(Math.ceil(popsPerSecond * seconds * 2) + 1_000, this.#options.plants?.platform);
    this.#platform = platform;
    this.#changes.registerAll();
    await platform.openScreens(this.#atWork);
    const url = await platform.listen();
    const brands: readonly SendingBrand[] = this.#atWork.map(({ id, firstExtension, signingSecret }) => ({
      id,
      extension: String(firstExtension),
      signingSecret,
    }));
    await middleware.ask('trouble', seed);
    await world.ask('send', { seed, url, perSecond: popsPerSecond, brands });
    await world.ask('browse', { seed, url, screens, brands });
    this.#changes.start();
    this.#traffic.start();
  }

  async #work(startedAtMs: number): Promise<void> {
    const { seconds } = this.#plan;
    const everyMs = Math.min(3_000, (seconds * 1_000) / 20);
    const elapsed = (): number => (performance.now() - startedAtMs) / 1_000;
    let planted = false;
    while (elapsed() < seconds) {
      await pause(Math.min(everyMs, Math.max(1, (seconds - elapsed()) * 1_000)));
      const { heapMb, rssMb, resources } = this.#health.sample();
      const { operations } = this.#tally;
      const { underWay } = this.#traffic;
      this.#options.onProgress?.({ seconds: elapsed(), operations, underWay, heapMb, rssMb, sockets: socketsIn(resources) });
      if (planted || elapsed() < seconds / 4) continue;
      planted = true;
      const { apiKey } = this.#around;
      await this.#options.plants?.plant({ platform: this.#open(), brands: this.#atWork, sessions: this.#sessions, apiKey });
    }
  }

  /** Traffic ends, everything is well again, and everybody is asked what they saw. */
  async #end(): Promise<Pick<SoakOutcome, 'neverSettled' | 'unhealed' | 'pops' | 'dials' | 'dialledTwice' | 'faultsStruck'>> {
    const { middleware, world } = this.#around;
    await this.#changes.stop();
    await this.#traffic.stop(SETTLE_MS);
    await Promise.all([middleware.ask('heal'), world.ask('heal')]);
    const pops = await this.#findPops();
    const unhealed = await this.#findUnhealed();
    return {
      neverSettled: this.#traffic.underWay,
      unhealed,
      pops,
      dials: this.#book.compare(await middleware.ask<readonly string[]>('dials')),
      dialledTwice: await world.ask<readonly string[]>('dialledTwice'),
      faultsStruck: await middleware.ask<number>('faults'),
    };
  }

  async #findPops(): Promise<PopFindings> {
    const { world } = this.#around;
    const { answers, acknowledged } = await world.ask<SendingReport>('stopSending');
    const { visits } = await world.ask<{ readonly visits: number }>('stopBrowsing');
    const { shown } = this.#open();
    const isFalse = ([answer]: readonly [string, number]): boolean => !/^(?:signed|repeated) /.test(answer);
    const sum = (entries: readonly (readonly [string, number])[]): number =>
      entries.reduce((total, [, count]) => total + count, 0);
    const strange = Object.entries(answers).filter(isFalse);
    return {
      answers,
      acknowledged: acknowledged.length,
      lost: acknowledged.filter((number) => shown[number] === 0).length,
      shownTwice: shown.filter((times) => times > 1).length,
      false: sum(strange),
      believed: sum(strange.filter(([answer]) => / 2\d\d$/.test(answer))),
      visits,
    };
  }

  /** Brands whose service is well, and which nobody gets an answer for. */
  async #findUnhealed(): Promise<readonly string[]> {
    const { host } = this.#open();
    const until = performance.now() + HEAL_MS;
    const isWell = async ({ id }: SoakBrand): Promise<boolean> => {
      try {
        // A recording, as to connect is let through at any time.
        const phone = await host.phoneSwitch(id);
        await phone.getCallRecordingUrl({ callId: '299999999999999' as never }, { deadlineMs: 2_000 });
        return true;
      } catch (error) {
        return String(Reflect.get(Object(error), 'code')) === 'CALL_NOT_FOUND';
      }
    };
    let ill = this.#atWork.filter(({ home }) => home !== 'faulty');
    while (ill.length > 0 && performance.now() < until) {
      const well = await Promise.all(ill.map(isWell));
      ill = ill.filter((_brand, index) => well[index] === false);
      if (ill.length > 0) await pause(LOOK_EVERY_MS);
    }
    return ill.map(({ id }) => id);
  }

  async #close(before: Before): Promise<Pick<SoakOutcome, 'closeMs' | 'left' | 'heapBeforeMb' | 'heapAfterMb'>> {
    const { clock } = this.#open();
    const startedAtMs = performance.now();
    const streams = await this.#open().close();
    const closeMs = performance.now() - startedAtMs;
    this.#platform = undefined;
    const until = performance.now() + LEFT_MS;
    let left: readonly string[] = [];
    do {
      await pause(LOOK_EVERY_MS);
      left = this.#listLeft(before, { timers: clock.pendingTimers, streams });
    } while (left.length > 0 && performance.now() < until);
    return { closeMs, left, heapBeforeMb: before.heapMb, heapAfterMb: this.#health.sample().heapMb };
  }

  #listLeft(before: Before, now: { readonly timers: number; readonly streams: number }): readonly string[] {
    const { listeners } = this.#health.sample();
    this.#health.samples.pop();
    const cheap = [
      ...(now.timers === 0 ? [] : [`timers of the host: ${now.timers}`]),
      ...(listeners + now.streams === 0 ? [] : [`listeners on signals: ${listeners + now.streams}`]),
      ...findMore(before.resources, countResources()),
    ];
    // Counting them takes a second and more.
    return cheap.length > 0 ? cheap : findMore({ ...before.live }, { ...countLiveObjects() });
  }

  #findMost(warmUpSeconds: number): MostAtOnce {
    const samples = this.#health.samples.filter(({ atSeconds }) => atSeconds >= warmUpSeconds);
    const most = (values: readonly number[]): number => Math.max(0, ...values);
    return {
      timers: most(samples.map(({ timers }) => timers)),
      listeners: most(samples.map(({ listeners }) => listeners)),
      sockets: most(samples.map(({ resources }) => socketsIn(resources))),
      rssMb: most(samples.map(({ rssMb }) => rssMb)),
    };
  }

  #makeTraffic(tally: OutcomeTally, book: DialBook, random: () => number): OperationTraffic {
    const { perSecond } = this.#plan;
    const host = (): SoakPlatform['host'] => this.#open().host;
    return new OperationTraffic({ host, brands: this.#atWork, perSecond, random, book, tally, sessions: this.#sessions });
  }

  #open(): SoakPlatform {
    if (this.#platform === undefined) throw new Error('The platform is closed.');
    return this.#platform;
  }
}

function socketsIn(resources: Readonly<Record<string, number>>): number {
  return resources['TCPSocketWrap'] ?? 0;
}
