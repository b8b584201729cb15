// The messages shown when there is no server, and what the user can do.

import { commands, env, window } from "vscode";
import type { Server } from "./server";

const TRY_AGAIN = "Try again";
const OPEN_SETTING = "Open the setting";
const SHOW_LOG = "Show log";

export async function showNotFound(setting: string, server: Server): Promise<void> {
    const message = setting
        ? `The setting postlint.path is wrong: there's no program at ${setting}. ` +
          "Correct the setting, or clear it to search for postlint."
        : "postlint isn't installed, or isn't on your PATH. Install it with: pip install postlint " +
          "(or set postlint.path to its location).";
    await showErrorWithActions(message, [TRY_AGAIN, OPEN_SETTING], server);
}

export async function showNotStarted(program: string, server: Server): Promise<void> {
    const message =
        `${program} didn't start. ` +
        "If it's an old version, upgrade it with: pip install --upgrade postlint";
    await showErrorWithActions(message, [TRY_AGAIN, SHOW_LOG], server);
}

async function showErrorWithActions(
    message: string,
    actions: string[],
    server: Server,
): Promise<void> {
    const chosen = await window.showErrorMessage(message, ...actions);
    if (chosen === TRY_AGAIN) {
        await server.restart();
    } else if (chosen === OPEN_SETTING) {
        // In a remote window, such as WSL, it's a setting of the remote machine.
        const command = env.remoteName ? "openRemoteSettings" : "openSettings";
        await commands.executeCommand(`workbench.action.${command}`, {
            query: "@id:postlint.path",
        });
    } else if (chosen === SHOW_LOG) {
        server.log.show();
    }
}
