import { type ExtensionContext, commands, workspace } from "vscode";
import { Server } from "./server";

let server: Server | undefined;

export function activate(context: ExtensionContext): void {
    const started = new Server();
    server = started;
    context.subscriptions.push(
        started.log,
        commands.registerCommand("postlint.restart", () => started.restart()),
        commands.registerCommand("postlint.showLog", () => started.log.show()),
        workspace.onDidChangeConfiguration((change) => {
            if (change.affectsConfiguration("postlint.path")) {
                void started.restart();
            }
        }),
    );
    void started.restart();
}

export function deactivate(): Promise<void> | undefined {
    return server?.stop();
}
