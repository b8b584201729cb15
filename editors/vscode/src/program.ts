// Finding the `postlint` program: a folder with drafts must never decide which program runs.

import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import * as path from "node:path";

// On Windows, pip installs a program; without a shell, only programs can be started.
const NAME = process.platform === "win32" ? "postlint.exe" : "postlint";

/**
 * Returns the full path of `postlint`, or undefined if there is none.
 *
 * @param setting the path in the user's settings; empty to search PATH
 * @param folders the open folders; programs in them are skipped
 */
export function findProgram(
    setting: string,
    folders: readonly string[],
    searchPath: string | undefined = process.env.PATH,
): string | undefined {
    if (setting) {
        const program = setting.replace(/^~(?=[/\\])/, homedir());
        return path.isAbsolute(program) && isProgram(program) ? program : undefined;
    }
    return (searchPath ?? "")
        .split(path.delimiter)
        .filter((entry) => path.isAbsolute(entry))
        .map((entry) => path.join(entry, NAME))
        .find(
            (program) =>
                isProgram(program) && !folders.some((folder) => containsProgram(folder, program)),
        );
}

function isProgram(file: string): boolean {
    try {
        accessSync(file, constants.X_OK);
        return statSync(file).isFile();
    } catch {
        return false;
    }
}

/** Returns whether a folder contains the program, after resolving links. */
function containsProgram(folder: string, program: string): boolean {
    const relative = path.relative(realPath(folder), realPath(path.dirname(program)));
    return relative.split(path.sep)[0] !== ".." && !path.isAbsolute(relative);
}

function realPath(file: string): string {
    try {
        return realpathSync.native(file);
    } catch {
        return file; // the folder or its disk is gone
    }
}
