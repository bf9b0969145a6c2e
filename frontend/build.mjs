// Builds what browsers load into the integration's folder, or the tests to run in node.
// The same sources give the same files, byte by byte.

import { createHash } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const BUNDLE = join(HERE, "../custom_components/amps/frontend/bundle");
const TESTS = join(HERE, "node_modules/.tests");
const MADE_WITH = ["build.mjs", "package-lock.json", "package.json", "tsconfig.json"];

async function under(folder) {
  const found = await readdir(join(HERE, folder), { recursive: true });
  return found
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`);
}

async function hashOfSources() {
  const hash = createHash("sha256");
  for (const name of [...MADE_WITH, ...(await under("src"))].sort()) {
    hash.update(`${name}\0`);
    hash.update(await readFile(join(HERE, name)));
    hash.update("\0");
  }
  return hash.digest("hex");
}

async function buildForBrowsers(outdir) {
  await rm(outdir, { recursive: true, force: true });
  await build({
    absWorkingDir: HERE,
    entryPoints: ["src/loader.ts", "src/card.ts"],
    outdir,
    bundle: true,
    external: ["./card.js"],
    format: "esm",
    target: "es2022",
    minify: true,
    charset: "utf8",
  });
  const built = { sources: await hashOfSources() };
  await writeFile(join(outdir, "built.json"), `${JSON.stringify(built, null, 2)}\n`);
}

async function buildTests() {
  await rm(TESTS, { recursive: true, force: true });
  await build({
    absWorkingDir: HERE,
    entryPoints: await under("test"),
    outdir: TESTS,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: "inline",
  });
}

if (process.argv.includes("--tests")) await buildTests();
else await buildForBrowsers(process.argv[2] ?? BUNDLE);
