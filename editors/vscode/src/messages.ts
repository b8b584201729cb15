// What the writer is told when there is no server, and the ways out.

import { commands, env, window } from "vscode";
import type { Server } from "./server";

const TRY_AGAIN = "Try again";
const OPEN_SETTING = "Open the setting";
const SHOW_LOG = "Show log";

export async function sayNotFound(setting: string, server: Server): Promise<void> {
    const message = setting
        ? `There is no program at ${setting}, where the setting postlint.path says that postlint is. ` +
          "Correct the setting, or empty it to have postlint looked for."
        : "postlint was not found. Install it with: pip install postlint " +
          "(or say in the setting postlint.path where it is).";
    await offer(message, [TRY_AGAIN, OPEN_SETTING], server);
}

export async function sayNotStarted(program: string, server: Server): Promise<void> {
    const message =
        `${program} could not be started for this editor. ` +
        "If it is an old version, this helps: pip install --upgrade postlint";
    await offer(message, [TRY_AGAIN, SHOW_LOG], server);
}

async function offer(message: string, ways: string[], server: Server): Promise<void> {
    const chosen = await window.showErrorMessage(message, ...ways);
    if (chosen === TRY_AGAIN) {
        await server.restart();
    } else if (chosen === OPEN_SETTING) {
        // In WSL, say, it is a setting of that machine.
        const place = env.remoteName ? "openRemoteSettings" : "openSettings";
        await commands.executeCommand(`workbench.action.${place}`, {
            query: "@id:postlint.path",
        });
    } else if (chosen === SHOW_LOG) {
        server.log.show();
    }
}
