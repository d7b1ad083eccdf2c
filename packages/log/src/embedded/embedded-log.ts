import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Consumer, type EventLog, LogError, type Producer } from "../event-log.ts";
import { SegmentConsumer } from "./consumer.ts";
import { isFull } from "./free-space.ts";
import { FileGroups } from "./groups.ts";
import { PARTITION, partitionDir, syncDirectory } from "./layout.ts";
import { openMarkerWriter } from "./marker.ts";
import { type EmbeddedLogConfig, type EmbeddedOptions, withDefaults } from "./options.ts";
import { SegmentProducer } from "./producer.ts";
import { recoverPartition } from "./recovery.ts";
import { deleteOldSegments, type RetentionLimits } from "./retention.ts";
import { SpareSegments } from "./spare-segments.ts";
import { takeWriterLock } from "./writer-lock.ts";

/**
 * The event log as append-only segment files in one folder: one writer process per topic, readers
 * in any process.
 */
export class EmbeddedLog implements EventLog {
  readonly capabilities = {
    transactions: false,
    keyPartitioning: false,
    durableAppend: true,
    multipleWriters: false,
  };
  readonly groups: FileGroups;
  readonly #options: EmbeddedOptions;
  readonly #open = new Set<Producer | Consumer>();
  #closed = false;

  constructor(config: EmbeddedLogConfig) {
    this.#options = withDefaults(config);
    this.groups = new FileGroups(config.dir);
  }

  async producer(topic: string): Promise<Producer> {
    this.#requireOpen();
    try {
      return await this.#openProducer(topic);
    } catch (error) {
      throw isFull(error) ? fullError(error as Error) : error;
    }
  }

  async #openProducer(topic: string): Promise<Producer> {
    const dir = await this.#partition(topic);
    const release = await takeWriterLock(dir);
    try {
      const { crashPoint, observe } = this.#options;
      const { durable, ...recovered } = await recoverPartition(dir, crashPoint);
      observe({ kind: "recovered", topic, ...recovered });
      const marker = openMarkerWriter(dir);
      if (durable !== null) marker.publish(durable);
      const options = this.#options;
      const spares = await SpareSegments.open(dir, options);
      const setup = { topic, dir, next: recovered.next, marker, spares, options, release };
      const producer = new SegmentProducer(setup);
      this.#open.add(producer);
      return producer;
    } catch (error) {
      await release();
      throw error;
    }
  }

  async consumer(topic: string): Promise<Consumer> {
    this.#requireOpen();
    const consumer = new SegmentConsumer(this.#options.dir, topic);
    this.#open.add(consumer);
    return consumer;
  }

  async topics(): Promise<readonly string[]> {
    const entries = await readdir(this.#options.dir, { withFileTypes: true }).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return [];
        throw error;
      },
    );
    return entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
      .map((entry) => entry.name)
      .sort();
  }

  retain(topic: string, limits: RetentionLimits): Promise<number> {
    const dir = partitionDir(this.#options.dir, topic, PARTITION);
    return deleteOldSegments(
      dir,
      { ...limits, crashPoint: this.#options.crashPoint },
      this.#options.now(),
    );
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const part of this.#open) await part.close();
    this.#open.clear();
  }

  async #partition(topic: string): Promise<string> {
    const root = this.#options.dir;
    const dir = partitionDir(root, topic, PARTITION);
    await mkdir(dir, { recursive: true });
    for (const created of [dir, join(root, topic), root]) await syncDirectory(join(created, ".."));
    return dir;
  }

  #requireOpen(): void {
    if (this.#closed) throw new LogError("closed", "the event log is closed");
  }
}

const fullError = (cause: Error) =>
  new LogError("full", `the log can't be opened: ${cause.message}`, { cause });
