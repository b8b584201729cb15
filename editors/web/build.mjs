// Builds the page into postlint/data/web, always with the same bytes, and next to it the licenses
// of the packages in it.

import { build } from "esbuild";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";

const OUT = process.env.POSTLINT_WEB_OUT ?? "../../postlint/data/web";
const MAX_BYTES = 600_000;

mkdirSync(OUT, { recursive: true });
const { metafile } = await build({
    entryPoints: ["src/main.ts"],
    outfile: `${OUT}/page.js`,
    bundle: true,
    minify: true,
    metafile: true,
    format: "iife",
    platform: "browser",
    charset: "utf8",
    legalComments: "none", // THIRD-PARTY.txt has the licenses
    target: "es2022",
});
for (const file of ["index.html", "page.css", "icon.svg"]) {
    copyFileSync(`src/${file}`, `${OUT}/${file}`);
}

const folders = Object.keys(metafile.inputs).map((file) =>
    /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
const notices = [...new Set(folders.filter(Boolean))].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) {
        throw new Error(`${folder} has no license file`);
    }
    return `${name} ${version} (${license})\n\n${readFileSync(`${folder}/${file}`, "utf8").trim()}\n`;
});
writeFileSync(`${OUT}/THIRD-PARTY.txt`, notices.join(`\n${"-".repeat(72)}\n\n`));

const { size } = statSync(`${OUT}/page.js`);
console.log(`page.js: ${(size / 1000).toFixed(0)} kB`);
if (size > MAX_BYTES) {
    throw new Error(`page.js must be under ${MAX_BYTES / 1000} kB`);
}
