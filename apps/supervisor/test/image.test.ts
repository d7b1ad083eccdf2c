import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Ignore } from "@balena/dockerignore";
import { openDatabase } from "@headwater/db";
import { findPostgresBinaries } from "@headwater/db/embedded";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { listFiles } from "../../../scripts/structure/sources.ts";
import { build, type Container, initPostgres, startContainer, startPostgres } from "./container.ts";
import { environmentOf, lastOf, readStages, type Step } from "./dockerfile.ts";
import { eventually } from "./stack-client.ts";

// This test needs no Docker engine: bubblewrap makes sandboxes in which the commands of the
// Dockerfile run unchanged. The system folders of this machine take the place of the base images.
const ROOT = resolve(import.meta.dirname, "../../..");
const BUILD_MS = 1_200_000;
const STATE_MS = 240_000;
/** npm takes packages from its cache if this machine has fetched them before. */
const PREFER_CACHE = { npm_config_prefer_offline: "true" };
// The types of the package describe an ECMAScript module, but the package is a CommonJS module.
const dockerignore = createRequire(import.meta.url)("@balena/dockerignore") as () => Ignore;
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

const [buildStage = [], imageStage = []] = readStages(read("Dockerfile"));
const compose = parse(read("docker-compose.yml")) as {
  services: Record<
    "headwater" | "postgres",
    { command: string[]; environment: Record<string, string | number> }
  >;
};
const folder = mkdtempSync(join(tmpdir(), "headwater-image-"));
const opt = join(folder, "opt");
const home = join(folder, "home");
const socket = join(folder, "socket");

/** A value of the Compose file with the defaults of all its variables. */
function withDefaults(value: string | number): string {
  const text = String(value).replaceAll(/\$\{\w+:-([^${}]*)\}/g, "$1");
  return text === String(value) ? text : withDefaults(text);
}

function copyContext(target: string): void {
  const isSent = dockerignore().add(read(".dockerignore").split("\n")).createFilter();
  for (const file of listFiles().filter(isSent)) {
    mkdirSync(join(target, dirname(file)), { recursive: true });
    cpSync(join(ROOT, file), join(target, file));
  }
}

/** Runs the instructions of the build stage; the folder `built` takes the place of `/opt`. */
async function runBuildStage(stage: readonly Step[], built: string): Promise<void> {
  let workdir = "/";
  const outside = (path: string) => join(built, path.replace(/^\/opt/, ""));
  for (const { keyword, words, text } of stage) {
    if (keyword === "WORKDIR") {
      [workdir = ""] = words;
      mkdirSync(outside(workdir), { recursive: true });
    }
    if (keyword === "COPY") copyContext(outside(resolve(workdir, words[1] ?? "")));
    if (keyword !== "RUN") continue;
    const environment = environmentOf(stage, PREFER_CACHE);
    const { code, stdout, stderr } = await build({ opt: built, workdir, environment }, text);
    if (code !== 0) throw new Error(`RUN ${text} failed with ${code}:\n${stdout}\n${stderr}`);
  }
}

/** Moves only the files that the image stage copies from the build stage. */
function copyFromBuild(stage: readonly Step[], built: string): void {
  for (const { keyword, flags, words } of stage) {
    if (keyword !== "COPY" || flags["from"] === undefined) continue;
    const [source = "", target = ""] = words.map((path) => path.replace(/^\/opt\//, ""));
    mkdirSync(dirname(join(opt, target)), { recursive: true });
    renameSync(join(built, source), join(opt, target));
  }
}

const containerSandbox = () => {
  const { environment } = compose.services.headwater;
  const set = Object.entries(environment).map(([name, value]) => [name, withDefaults(value)]);
  const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  return {
    opt,
    workdir: lastOf(imageStage, "WORKDIR").text,
    uid: lastOf(imageStage, "USER").text.split(":")[0] ?? "",
    environment: {
      ...environmentOf(imageStage, { PATH: path }),
      ...(Object.fromEntries(set) as Record<string, string>),
      HEADWATER_DEMO: "off",
    },
    volumes: { [lastOf(imageStage, "VOLUME").text]: home },
    readOnlyVolumes: { "/run/postgresql": socket },
  };
};

const command = () => lastOf(imageStage, "CMD").words;
const health = (container: Container) => container.exec(...lastOf(imageStage, "HEALTHCHECK").words);

const SANDBOX = ["--dev-bind", "/", "/", "--unshare-all", "true"];
const canSandbox = spawnSync("bwrap", SANDBOX, { stdio: "ignore" }).status === 0;

let stopPostgres: (() => Promise<void>) | null = null;

beforeAll(async () => {
  if (!canSandbox) return;
  const built = join(folder, "build");
  for (const path of [built, opt, home, socket]) mkdirSync(path);
  await runBuildStage(buildStage, built);
  copyFromBuild(imageStage, built);
  stopPostgres = await servePostgres();
}, BUILD_MS);

async function servePostgres(): Promise<() => Promise<void>> {
  const { command, environment } = compose.services.postgres;
  const bin = dirname(findPostgresBinaries().postgres);
  const made = await initPostgres(bin, folder, String(environment["POSTGRES_INITDB_ARGS"]));
  expect(made).toMatchObject({ code: 0 });
  const server = startPostgres(bin, folder, command);
  const database = openDatabase(`postgresql://headwater@localhost/postgres?host=${socket}`);
  const create = () =>
    database.pool.query(`CREATE DATABASE ${environment["POSTGRES_DB"]}`).then(
      () => true,
      () => false,
    );
  expect(await eventually(create, (isMade) => isMade, STATE_MS)).toBe(true);
  await database.close();
  return async () => {
    const ended = once(server, "close");
    server.kill("SIGKILL");
    await ended;
  };
}

afterAll(async () => {
  await stopPostgres?.();
  rmSync(folder, { recursive: true, force: true });
});

describe("the Dockerfile", () => {
  test("copies no secret, no state and no build output into the image", () => {
    const ignored = dockerignore().add(read(".dockerignore").split("\n"));
    for (const path of [
      ...[".env", ".env.local", ".headwater/secrets/postgres", ".git/config"],
      ...["node_modules/zod/package.json", "apps/web/node_modules/x.js", "apps/web/.next/BUILD_ID"],
      ...["packages/db/src/generated/client.ts", "packages/domain/src/people/x.test.ts"],
    ])
      expect([path, ignored.ignores(path)]).toEqual([path, true]);
  });

  test("makes an image that has the tools that Headwater calls, and a user that is not root", () => {
    const [install = "", makeUser = ""] = imageStage
      .filter(({ keyword }) => keyword === "RUN")
      .map(({ text }) => text.replaceAll(/\s*\\\n\s*/g, " "));
    expect(install).toContain(
      "apt-get install -y --no-install-recommends bubblewrap ca-certificates libstdc++6 tini util-linux &&",
    );
    expect(makeUser).toContain("useradd --uid 10001 --gid 10001");
    expect(lastOf(imageStage, "USER").text).toBe("10001:10001");
    expect(lastOf(imageStage, "ENTRYPOINT").words).toEqual(["tini", "--"]);
    expect(lastOf(imageStage, "STOPSIGNAL").text).toBe("SIGTERM");
    const { version } = JSON.parse(read("package.json")) as { version: string };
    expect(read("Dockerfile")).toContain(`org.opencontainers.image.version="${version}"`);
    expect(read("docker-compose.yml")).toContain(`image: headwater:${version}\n`);
  });

  test(
    "runs all roles of a clean build until the health check passes, and stops with exit code 0",
    async () => {
      const container = await startContainer(containerSandbox(), command());
      const isWell = ({ code }: { code: number | null }) => code === 0;
      // During the start the health check names the roles that do not answer yet.
      expect((await health(container)).stderr).toContain("These roles don't answer: edge,");
      const well = await eventually(() => health(container), isWell, STATE_MS);
      expect({ ...well, output: container.output() }).toMatchObject({ code: 0, stderr: "" });
      expect(container.output()).toContain(
        "Sign in once with: http://127.0.0.1:3000/sign-in/link?",
      );

      const ping = `const at = "http://127.0.0.1:8080/submit/a/b/1/${randomUUID()}";
      console.log((await fetch(at, { method: "POST", body: "{}" })).status);`;
      const sent = await container.exec("node", "--input-type=module", "-e", ping);
      expect(sent.stdout.trim()).toBe("200");

      // The lock of the volume works although each container has process ids of its own.
      const second = await startContainer(containerSandbox(), command());
      expect(await second.finished).toMatchObject({
        code: 1,
        stderr: expect.stringContaining("failed to get lock"),
      });

      const children = JSON.parse(readFileSync(join(home, "run/children.json"), "utf8"));
      await container.exec("sh", "-c", `kill -STOP ${children.loader.pid}`);
      const stuck = await eventually(
        () => health(container),
        (one) => !isWell(one),
        STATE_MS,
      );
      expect(stuck.stderr).toBe("These roles don't answer: loader.\n");
      await container.exec("sh", "-c", `kill -CONT ${children.loader.pid}`);
      expect((await eventually(() => health(container), isWell, STATE_MS)).code).toBe(0);

      expect((await container.stop()).code).toBe(0);
      const next = await startContainer(containerSandbox(), command());
      const again = await eventually(() => health(next), isWell, STATE_MS);
      expect(again.code).toBe(0);
      expect((await next.stop()).code).toBe(0);
    },
    BUILD_MS,
  );
});
