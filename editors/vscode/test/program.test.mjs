// Finding the program, without an editor.

import { buildSync } from "esbuild";
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { after, test } from "node:test";
import { write } from "./editor.mjs";

const root = mkdtempSync(path.join(tmpdir(), "postlint-program-"));
after(() => rmSync(root, { recursive: true }));

const built = path.join(root, "program.mjs");
const source = path.resolve(import.meta.dirname, "../src/program.ts");
buildSync({ entryPoints: [source], outfile: built, bundle: true, platform: "node", format: "esm" });
const { findProgram } = await import(built);

/** Makes a folder with a program `postlint` in it. */
function bin(name, mode = 0o755) {
    write(path.join(root, name, "postlint"), "#!/bin/sh\n", mode);
    return path.join(root, name);
}

const good = bin("good");
const found = path.join(good, "postlint");
const searchPath = (...folders) => folders.join(path.delimiter);

test("the first program on PATH is taken", () => {
    assert.equal(findProgram("", [], searchPath(root, good, bin("later"))), found);
});

test("files that are not programs are skipped", () => {
    mkdirSync(path.join(root, "folder/postlint"), { recursive: true });
    const others = [path.join(root, "folder"), bin("not-for-running", 0o644), path.join(root, "gone")];
    assert.equal(findProgram("", [], searchPath(...others, good)), found);
});

test("nothing is taken from the folder that is open, nor from where one happens to be", () => {
    const inside = bin("drafts/.venv/bin");
    const drafts = path.join(root, "drafts");
    symlinkSync(drafts, path.join(root, "link"));
    for (const folder of [drafts, path.join(root, "link"), inside]) {
        assert.equal(findProgram("", [folder], searchPath(inside)), undefined);
        assert.equal(findProgram("", [folder], searchPath(".", "", inside, good)), found);
    }
    const relative = path.relative(process.cwd(), good);
    assert.equal(findProgram("", [], searchPath(relative)), undefined);
});

test("a folder next to the open one is another folder, even if its name starts the same", () => {
    assert.equal(findProgram("", [path.join(root, "go"), path.join(root, "gone")], good), found);
});

test("a path that is set is the only one, and has to be full", () => {
    assert.equal(findProgram(found, [], ""), found);
    assert.equal(findProgram(path.join(root, "gone"), [], good), undefined);
    assert.equal(findProgram(path.relative(process.cwd(), found), [], good), undefined);
    process.env.HOME = root;
    assert.equal(findProgram("~/good/postlint", [], ""), found);
});

test("there may be none", () => {
    assert.equal(findProgram("", [], ""), undefined);
});
