// A real VS Code for the tests: the server of code-server, and headless Chromium.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { chromium } from "playwright-core";

const CODE = path.resolve(import.meta.dirname, "node_modules/code-server/lib/vscode");
const SERVER = path.join(CODE, "out/server-main.js");
const VSIX = path.resolve(import.meta.dirname, "../postlint.vsix");
const EXTENSIONS = path.resolve(import.meta.dirname, "node_modules/.extensions");
const BROWSERS = ["chromium", "chromium-browser", "google-chrome"];

/** Returns the path of the first of these programs that is on PATH. */
export function onPath(...names) {
    const folders = process.env.PATH.split(path.delimiter);
    const files = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
    const found = files.find((file) => existsSync(file));
    if (!found) {
        throw new Error(`These tests need ${names.join(" or ")} on PATH`);
    }
    return found;
}

/** Installs VS Code's dependencies, without code-server's script, which compiles native modules, and the extension. */
export function installEditor() {
    if (!existsSync(path.join(CODE, "node_modules"))) {
        // Its lock file doesn't contain peer dependencies.
        const options = ["--ignore-scripts", "--omit=dev", "--legacy-peer-deps"];
        execFileSync("npm", ["ci", ...options], { cwd: CODE, stdio: "ignore" });
    }
    rmSync(EXTENSIONS, { recursive: true, force: true });
    const folders = ["--extensions-dir", EXTENSIONS, "--server-data-dir", path.join(EXTENSIONS, "data")];
    const install = ["--accept-server-license-terms", "--install-extension", VSIX];
    execFileSync(process.execPath, [SERVER, ...folders, ...install], { stdio: "ignore" });
}

/** A VS Code with the packaged extension, in which a folder and one of its drafts are open. */
export class Editor {
    /**
     * @param {(folder: string) => object} given returns the setup for a folder with this path:
     *   files: its files, by path; the first is opened
     *   settings: the writer's settings on this machine
     *   trusted: whether the writer trusts the folder
     *   searchPath: the PATH
     */
    constructor(given) {
        this.root = mkdtempSync(path.join(tmpdir(), "postlint-vscode-"));
        this.data = path.join(this.root, "data");
        this.folder = path.join(this.root, "drafts");
        const { files, settings = {}, trusted = false, searchPath = process.env.PATH } = given(this.folder);
        this.env = { ...process.env, PATH: searchPath };
        this.draft = path.join(this.folder, Object.keys(files)[0]);
        for (const [name, text] of Object.entries(files)) {
            // All files are executable, so postlint never skips one only because it isn't.
            write(path.join(this.folder, name), text, 0o755);
        }
        this.writeSettings("User", {
            "security.workspace.trust.enabled": !trusted,
            "security.workspace.trust.startupPrompt": "never",
            "workbench.startupEditor": "none",
            "editor.autoClosingBrackets": "never",
        });
        this.writeSettings("Machine", settings);
    }

    async open() {
        this.run("--host", "127.0.0.1", "--port", "0", "--without-connection-token");
        const address = `127.0.0.1:${await portOf(this.process)}`;

        this.browser = await chromium.launch({
            executablePath: onPath(...BROWSERS),
            args: [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
                // Suggestions below the address bar, which these tests never use, are pages that take time to load.
                "--disable-features=HttpsUpgrades,OptimizationHints,PaintHolding,WebUIOmniboxPopup,WebUIOmniboxAimPopup",
            ],
        });
        this.page = await this.browser.newPage();
        this.page.setDefaultTimeout(60_000);
        const query = new URLSearchParams({
            folder: this.folder,
            payload: JSON.stringify([["openFile", `vscode-remote://${address}${this.draft}`]]),
        });
        await this.page.goto(`http://${address}/?${query}`);
        await this.text.waitFor();
        return this;
    }

    /** Starts VS Code's server with these options. */
    run(...options) {
        // Without the first option, it would get PATH from a login shell.
        const always = ["--force-disable-user-env", "--accept-server-license-terms"];
        const folders = ["--extensions-dir", EXTENSIONS, "--server-data-dir", this.data];
        this.process = spawn(process.execPath, [SERVER, ...always, ...folders, ...options], {
            env: this.env,
            stdio: ["ignore", "pipe", "ignore"],
        });
        return this.process;
    }

    writeSettings(place, settings) {
        write(path.join(this.data, "data", place, "settings.json"), JSON.stringify(settings));
    }

    /** Saves a screenshot to POSTLINT_SCREENSHOT_DIR, if it's set. */
    async screenshot(name) {
        const folder = process.env.POSTLINT_SCREENSHOT_DIR;
        if (folder) {
            await this.page?.screenshot({ path: path.join(folder, `${name}.png`) });
        }
    }

    async close() {
        await this.browser?.close();
        if (this.process?.exitCode === null) {
            this.process.kill();
            await once(this.process, "exit");
        }
        rmSync(this.root, { recursive: true, force: true, maxRetries: 5 });
    }

    /** The lines of the draft. */
    get text() {
        return this.page.locator(".editor-instance .view-lines");
    }

    /** The text that is underlined as an error. */
    get underlined() {
        return this.page.locator(".squiggly-error");
    }

    /** The code lenses. */
    get lenses() {
        return this.page.locator(".codelens-decoration");
    }

    tab(name) {
        return this.page.locator(".tab").filter({ hasText: name });
    }

    /** The messages in the corner. */
    get messages() {
        return this.page.locator(".notifications-toasts .notification-list-item");
    }

    /** The rows under Problems. */
    get problems() {
        return this.page.locator(".markers-panel .monaco-list-row");
    }

    /** Replaces the text of the draft. */
    async type(text) {
        await this.text.click();
        await this.page.keyboard.press("Control+A");
        await this.page.keyboard.insertText(text);
    }

    /** Runs a command by its title, as a writer would: from the palette. */
    async command(title) {
        await this.page.keyboard.press("F1");
        const row = this.page.locator(".quick-input-list .monaco-list-row").filter({ hasText: title });
        await this.page.locator(".quick-input-widget input[type=text]").fill(`>${title}`);
        await row.first().click();
    }

    /** Runs a command until something is seen: a palette that opens while another closes is lost. */
    async commandUntil(title, wanted) {
        for (let tries = 1; ; tries += 1) {
            await this.command(title);
            try {
                return await wanted.waitFor({ timeout: 7_000 });
            } catch (error) {
                if (tries === 3) {
                    throw error;
                }
            }
        }
    }
}

export function write(file, text, mode) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text, { mode });
}

function portOf(server) {
    return new Promise((resolve, reject) => {
        let said = "";
        server.stdout.on("data", (part) => {
            said += part;
            const port = /agent listening on (\d+)/.exec(said)?.[1];
            if (port) {
                resolve(port);
            }
        });
        server.on("exit", () => reject(new Error(`VS Code did not start: ${said}`)));
    });
}
