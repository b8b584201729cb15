// The packaged extension in a real VS Code, with the `postlint` that is on PATH.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import * as path from "node:path";
import { before, describe, test } from "node:test";
import { Editor, installEditor, onPath, write } from "./editor.mjs";

const BREAKFAST = "Had eggs for breakfast. Taking the garbage out now.\n";
const GOOD =
    "If you are moving offices this year, order the internet line first: it takes ten weeks, and " +
    "everything else takes four.\n\nHow long did you have to wait for yours?\n";
const POSTLINT = onPath("postlint");
const WITHOUT_POSTLINT = process.env.PATH.split(path.delimiter)
    .filter((folder) => !existsSync(path.join(folder, "postlint")))
    .join(path.delimiter);

before(installEditor, { timeout: 120_000 });

/** Runs a test with its own editor, in which breakfast.md is open. */
function inEditor(name, given, body) {
    test(name, { timeout: 90_000 }, async (context) => {
        const editor = new Editor((folder) => {
            const { files, ...others } = given(folder);
            return { files: { "breakfast.md": BREAKFAST, ...files }, ...others };
        });
        context.after(async () => {
            await editor.screenshot(name);
            await editor.close();
        });
        await body(await editor.open());
    });
}

/** Asserts that one message is shown, and no other follows. */
async function assertOneMessage(editor, text) {
    await editor.messages.filter({ hasText: text }).waitFor();
    await editor.page.waitForTimeout(3000);
    assert.equal(await editor.messages.count(), 1);
}

// Each test waits for its editor most of the time.
describe("in VS Code", { concurrency: 3 }, () => {
    inEditor("a draft, saved or not, is checked while you write, in an untrusted folder", () => ({}), async (editor) => {
        await editor.underlined.waitFor();
        await editor.lenses.filter({ hasText: "0.00" }).waitFor();
        await editor.underlined.hover({ force: true }); // the text covers the underline
        await editor.page.locator(".monaco-hover").filter({ hasText: "self-focused" }).waitFor();

        await editor.command("Problems: Focus on Problems View");
        const problem = editor.problems.filter({ hasText: "self-focused" });
        await problem.filter({ hasText: "[Ln 1, Col 1]" }).waitFor();

        await editor.type(GOOD);
        await editor.underlined.waitFor({ state: "detached" });
        await editor.type(BREAKFAST);
        await editor.underlined.waitFor();

        await editor.command("postlint: Restart server");
        await editor.underlined.waitFor({ state: "detached" });
        await editor.underlined.waitFor();
        assert.equal(await editor.messages.count(), 0);

        await editor.command("File: New Untitled Text File");
        await editor.tab("Untitled-1").waitFor();
        await editor.type(BREAKFAST);
        await editor.underlined.waitFor();
    });

    inEditor(
        "settings apply, and so do changes to them",
        () => ({
            settings: {
                "postlint.ignore": ["self-focused"],
                "postlint.minRelevance": 0.5,
                "postlint.showScore": false,
            },
        }),
        async (editor) => {
            await editor.command("Problems: Focus on Problems View");
            await editor.problems.filter({ hasText: "low-relevance" }).waitFor();
            assert.equal(await editor.problems.filter({ hasText: "self-focused" }).count(), 0);
            assert.equal(await editor.lenses.count(), 0);

            await editor.command("Preferences: Open Remote Settings (JSON)");
            await editor.tab("settings.json").waitFor();
            await editor.type("{}");
            await editor.page.keyboard.press("Control+S");
            await editor.problems.filter({ hasText: "self-focused" }).waitFor();
            await editor.tab("breakfast.md").click();
            await editor.lenses.waitFor();

            write(path.join(editor.folder, "postlint.toml"), 'ignore = ["self-focused"]\n');
            await editor.underlined.waitFor({ state: "detached" });
        },
    );

    inEditor(
        "without postlint, one message is shown, and you can try again",
        (folder) => ({ searchPath: `${path.join(folder, "../bin")}:${WITHOUT_POSTLINT}` }),
        async (editor) => {
            await assertOneMessage(editor, "pip install postlint");
            await editor.messages.getByRole("button", { name: "Open the setting" }).click();
            await editor.page.locator(".settings-editor").filter({ hasText: "full path of the postlint program" }).waitFor();
            await editor.command("View: Close Editor");
            await editor.text.waitFor();

            const tryAgain = editor.messages.getByRole("button", { name: "Try again" });
            await editor.commandUntil("postlint: Restart server", tryAgain);
            const bin = path.join(editor.root, "bin");
            mkdirSync(bin);
            symlinkSync(POSTLINT, path.join(bin, "postlint"));
            await tryAgain.click();
            await editor.underlined.waitFor();
            assert.equal(await editor.messages.count(), 0);
        },
    );

    inEditor(
        "a program that isn't a server is started only once",
        (folder) => ({
            files: { "program": '#!/bin/sh\necho once >> "$0.starts"\n' },
            settings: { "postlint.path": path.join(folder, "program") },
        }),
        async (editor) => {
            await assertOneMessage(editor, "didn't start");
            assert.equal(readFileSync(path.join(editor.folder, "program.starts"), "utf8"), "once\n");
        },
    );

    inEditor(
        "a folder doesn't decide which program runs, even if it's trusted",
        (folder) => ({
            trusted: true,
            searchPath: `.:${folder}:${process.env.PATH}`,
            files: {
                "postlint": '#!/bin/sh\ntouch "$(dirname "$0")/was-run"\n',
                ".vscode/settings.json": JSON.stringify({ "postlint.path": path.join(folder, "postlint") }),
            },
        }),
        async (editor) => {
            await editor.underlined.waitFor();
            assert.ok(!existsSync(path.join(editor.folder, "was-run")));
        },
    );
});
