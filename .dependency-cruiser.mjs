// The arrows of the TypeScript packages (CONTRIBUTING.md, "Import rules").

/** What each folder may import of the other folders. */
const mayImport = {
  "packages/protocol": [],
  "packages/client": [],
  "packages/capture": ["packages/protocol"],
  "packages/sdk": ["packages/capture", "packages/protocol"],
  "packages/viewer": ["packages/protocol"],
  "packages/dashboard": ["packages/client", "packages/viewer", "packages/protocol"],
  "examples/shop": [],
  e2e: ["packages/client", "packages/protocol"],
};

const arrows = Object.entries(mayImport).map(([folder, others]) => ({
  name: `arrow-${folder.replace("/", "-")}`,
  comment: `${folder} may import ${others.join(" and ") || "no other package"}`,
  severity: "error",
  from: { path: `^${folder}/` },
  to: { path: "^(packages|examples|e2e)/", pathNot: `^(${[folder, ...others].join("|")})/` },
}));

export default {
  forbidden: [
    ...arrows,
    {
      name: "peer-only-in-the-lab",
      comment: "rrweb is what the mirror is measured against, and nothing that is shipped knows it",
      severity: "error",
      from: { path: "^(packages|examples)/" },
      to: { path: "node_modules/(@rrweb/|rrweb)" },
    },
    {
      name: "browser-code-without-node",
      comment: "What runs in a page cannot use Node's modules",
      severity: "error",
      from: { path: "^(packages|examples)/[^/]+/src/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "source-without-tests",
      comment: "Source does not import tests",
      severity: "error",
      from: { path: "/src/" },
      to: { path: "/tests/" },
    },
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-unresolvable",
      comment: "An import leads nowhere",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "\\.css$" },
    },
    {
      name: "declared-dependencies",
      comment: "What a package imports is in its own package.json",
      severity: "error",
      from: { path: "^(packages|examples|e2e)/" },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    // The lab's pages are other people's code, whose packages only the lab installs.
    exclude: {
      path: "^(packages|examples|e2e)/.*/?(dist|test-results|playwright-report)/|^e2e/(fidelity|widgets)/pages/",
    },
    combinedDependencies: true,
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.tests.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["userview-source", "import", "browser", "default", "types"],
    },
  },
};
