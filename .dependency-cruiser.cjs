/**
 * Who may import whom: protocol, then metering, then sdk, then the apps; inside the agent, the domain knows no adapter.
 *
 * @type {import("dependency-cruiser").IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "A cycle means two modules are one module. Merge them or extract what both need.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "protocol-is-a-leaf",
      comment: "packages/protocol is the shared vocabulary. It knows none of its users.",
      severity: "error",
      from: { path: "^packages/protocol/" },
      to: { path: "^(packages/(metering|sdk)|agent|cli|gateway|indexer|web|scripts|test|bench|programs)/" },
    },
    {
      name: "protocol-runs-anywhere",
      comment: "packages/protocol is imported by browsers: no Node built-ins, few dependencies.",
      severity: "error",
      from: { path: "^packages/protocol/src/", pathNot: "\\.test\\.ts$|/testing/" },
      to: {
        dependencyTypes: ["core", "npm", "npm-dev"],
        pathNot: "^node_modules/(viem|zod|canonicalize|multiformats)/",
      },
    },
    {
      name: "metering-runs-anywhere",
      comment: "packages/metering runs in the browser too: no Node built-ins outside its tests.",
      severity: "error",
      from: { path: "^packages/metering/src/", pathNot: "\\.test\\.ts$|/testing/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "packages-point-one-way",
      comment: "protocol, then metering, then sdk, then the apps.",
      severity: "error",
      from: { path: "^packages/(metering|sdk)/(src|test)/" },
      to: { path: "^(agent|cli|gateway|indexer|web)/" },
    },
    {
      name: "metering-knows-no-sdk",
      comment: "A meter needs no chain.",
      severity: "error",
      from: { path: "^packages/metering/" },
      to: { path: "^packages/sdk/" },
    },
    {
      name: "apps-never-import-each-other",
      comment: "cli, gateway and agent meet on chain or over HTTP, never in a process. Tests may start a neighbour.",
      severity: "error",
      from: { path: "^(agent|cli|gateway|indexer|web)/", pathNot: "\\.test\\.ts$|/test/|/testing/" },
      to: { path: "^(agent|cli|gateway|indexer|web)/", pathNot: "^$1/" },
    },
    {
      name: "the-project-is-not-a-library",
      comment:
        "ABIs, addresses and signed types come from packages/protocol; scripts and tests are nobody's dependency.",
      severity: "error",
      from: { path: "^(packages|agent|cli|gateway|web)/", pathNot: "\\.test\\.ts$|/test/|/testing/" },
      // The list of example programs is data that the marketplace shows.
      to: {
        path: "^(forge-out|forge-cache|deployments|scripts|test|bench|programs)/",
        pathNot: "^programs/(examples\\.json|generate/prose\\.ts)$",
      },
    },
    {
      name: "generated-code-has-one-reader",
      comment: "Only packages/protocol reads src/generated; everyone else uses the package's exports.",
      severity: "error",
      from: { path: "^(packages|agent|cli|gateway|web)/", pathNot: "^packages/protocol/src/" },
      to: { path: "/generated/" },
    },
    {
      name: "agent-domain-knows-no-adapter",
      comment: "Domain folders declare ports. Only agent.ts, juror-agent.ts, pair-agent.ts and main.ts pick adapters.",
      severity: "error",
      from: {
        path: "^agent/src/",
        pathNot: "^agent/src/(adapters/|((pair|juror)-)?agent\\.ts$|main\\.ts$|testing/)|\\.test\\.ts$",
      },
      to: { path: "^agent/src/adapters/" },
    },
    {
      name: "agent-adapters-are-islands",
      comment: "An adapter wraps one outside system. What two adapters share is domain.",
      severity: "error",
      from: { path: "^agent/src/adapters/([^/]+)/", pathNot: "\\.test\\.ts$" },
      to: { path: "^agent/src/adapters/", pathNot: "^agent/src/adapters/$1/" },
    },
    {
      name: "gateway-domain-knows-no-adapter",
      comment: "Domain folders declare ports. Only gateway.ts and main.ts pick adapters.",
      severity: "error",
      from: {
        path: "^gateway/src/",
        pathNot: "^gateway/src/(adapters/|gateway\\.ts$|main\\.ts$|testing/)|\\.test\\.ts$",
      },
      to: { path: "^gateway/src/adapters/" },
    },
    {
      name: "web-features-are-islands",
      comment: "What two features share lies in components/, lib/ or ui/.",
      severity: "error",
      from: { path: "^web/src/features/([^/]+)/" },
      to: { path: "^web/src/features/", pathNot: "^web/src/features/$1/" },
    },
    {
      name: "web-ui-knows-no-domain",
      comment: "ui/ holds parts that any application could use.",
      severity: "error",
      from: { path: "^web/src/ui/" },
      to: { path: "^(packages/|web/src/(app|components|features|lib|shell|texts)/)" },
    },
    {
      name: "web-lib-knows-no-screen",
      comment: "lib/ holds the doors to the outside; of the screen it knows the toasts alone.",
      severity: "error",
      from: { path: "^web/src/lib/", pathNot: "\\.test\\.tsx?$" },
      to: { path: "^web/src/(app|components|features|shell)/" },
    },
    {
      name: "web-features-know-no-frame",
      comment: "Routes compose features; the shell is around them.",
      severity: "error",
      from: { path: "^web/src/(features|components)/" },
      to: { path: "^web/src/(app|shell)/" },
    },
    {
      name: "indexer-knows-protocol-alone",
      comment: "The indexer reads events: it needs the shared vocabulary, and none of what acts on the chain.",
      severity: "error",
      from: { path: "^indexer/", pathNot: "^indexer/test/" },
      to: { path: "^packages/(?!protocol/)" },
    },
    {
      name: "indexer-tables-know-no-api",
      comment: "What fills the tables decides their name; what reads them does not.",
      severity: "error",
      from: { path: "^indexer/(src/(?!api/)|ponder\\.)" },
      to: { path: "^indexer/(src/api|launcher)/" },
    },
    {
      name: "nothing-that-ships-imports-tests",
      comment: "Test files and testing/ folders serve tests.",
      severity: "error",
      from: { pathNot: "\\.test\\.ts$|/testing/|(^|/)test/|^bench/|^scripts/|^programs/" },
      // The agent's faults are a setting: a stack for tests and demonstrations has one node that lies.
      to: { path: "\\.test\\.ts$|/testing/|(^|/)test/", pathNot: "^agent/src/testing/faults\\.ts$" },
    },
    {
      name: "nothing-is-missing",
      comment: "An import that leads nowhere. Ponder makes the modules of its own names while it runs.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^ponder:(api|registry|schema)$" },
    },
    {
      name: "no-undeclared-dependency",
      comment: "npm hoists: an import can work although the workspace never declared it. Declare it.",
      severity: "error",
      from: { path: "^(packages/[^/]+|agent|cli|gateway|web)/src/", pathNot: "\\.test\\.ts$|/testing/" },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
    {
      name: "no-dev-dependency-at-run-time",
      comment: "What ships may not lean on what only developers install.",
      severity: "error",
      from: { path: "^(packages/[^/]+|agent|cli|gateway|web)/src/", pathNot: "\\.test\\.ts$|/testing/" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only", "npm"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(forge-out|forge-cache|coverage|\\.hive|\\.next|\\.next-public)/" },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["types", "import", "node", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".cjs", ".json", ".d.ts"],
    },
  },
};
