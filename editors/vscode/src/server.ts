// Starting and stopping `postlint server`, one at a time.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { type LogOutputChannel, window, workspace } from "vscode";
import { CloseAction, LanguageClient, RevealOutputChannelOn } from "vscode-languageclient/node";
import { showNotFound, showNotStarted } from "./messages";
import { findProgram } from "./program";

const LANGUAGES = ["markdown", "mdx", "plaintext"];
// Other schemes are other versions of a file, such as one side of a Git diff, or on another disk.
const SCHEMES = ["file", "untitled"];

class Client extends LanguageClient {
    /** Whether it has ever started. Until then it shows no errors: the extension shows its own. */
    started = false;

    override error(message: string, data?: unknown, show?: boolean | "force"): void {
        super.error(message, data, this.started ? show : false);
    }
}

export class Server {
    readonly log: LogOutputChannel = window.createOutputChannel("postlint", { log: true });
    private client: Client | undefined;
    private process: ChildProcess | undefined;
    private queue: Promise<void> = Promise.resolve();
    private requestCount = 0;

    /** Starts the server, after stopping the one that is running. */
    restart(): Promise<void> {
        return this.enqueue(async (isLatest) => {
            await this.stopClient();
            await this.startClient(isLatest);
        });
    }

    stop(): Promise<void> {
        return this.enqueue(() => this.stopClient());
    }

    /** Runs a step after the previous ones; a server that is still starting is killed. */
    private enqueue(step: (isLatest: () => boolean) => Promise<void>): Promise<void> {
        if (!this.client?.started) {
            this.process?.kill();
        }
        this.requestCount += 1;
        const number = this.requestCount;
        this.queue = this.queue.then(() => step(() => number === this.requestCount));
        return this.queue;
    }

    private async startClient(isLatest: () => boolean): Promise<void> {
        const setting = workspace.getConfiguration("postlint").get("path", "").trim();
        const folders = workspace.workspaceFolders?.map((folder) => folder.uri.fsPath) ?? [];
        const program = findProgram(setting, folders);
        if (program === undefined) {
            this.log.warn(`Not found: ${setting || "postlint on PATH"}`);
            void showNotFound(setting, this);
            return;
        }
        this.log.info(`Starting ${program}`);
        const client = this.createClient(program);
        this.client = client;
        try {
            await client.start();
            client.started = true;
        } catch (error) {
            this.log.error(String(error));
            if (isLatest()) {
                void showNotStarted(program, this);
            }
        }
    }

    private async stopClient(): Promise<void> {
        if (this.client?.started) {
            try {
                await this.client.dispose();
            } catch (error) {
                this.log.warn(String(error)); // it didn't stop in time
            }
        }
        this.client = undefined;
        this.process?.kill();
        this.process = undefined;
    }

    private createClient(program: string): Client {
        const client: Client = new Client("postlint", () => this.spawn(program), {
            documentSelector: SCHEMES.flatMap((scheme) =>
                LANGUAGES.map((language) => ({ scheme, language })),
            ),
            outputChannel: this.log,
            revealOutputChannelOn: RevealOutputChannelOn.Never,
            initializationFailedHandler: () => false,
            errorHandler: {
                error: (...args) => defaultErrorHandler.error(...args),
                // A server that has started before is restarted a few times; another one is not.
                closed: () =>
                    client.started
                        ? defaultErrorHandler.closed()
                        : { action: CloseAction.DoNotRestart },
            },
        });
        const defaultErrorHandler = client.createDefaultErrorHandler();
        return client;
    }

    private async spawn(program: string): Promise<ChildProcess> {
        // Not in the open folder: Python could import modules from there.
        const server = spawn(program, ["server"], { cwd: path.dirname(program) });
        await once(server, "spawn");
        server.on("error", (error) => this.log.error(error));
        this.process = server;
        return server;
    }
}
