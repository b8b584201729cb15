// Finding the program `postlint`: a folder with drafts must never decide what is run.

import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import * as path from "node:path";

// Where pip puts a script, Windows has a program; it can start nothing else without a shell.
const NAME = process.platform === "win32" ? "postlint.exe" : "postlint";

/**
 * Returns the full path of `postlint`, or undefined if there is none.
 *
 * @param setting what the writer has set as its path; empty to look for it on PATH
 * @param folders the folders that are open: a program in one of these is passed over
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
        .find((program) => isProgram(program) && !folders.some((folder) => holds(folder, program)));
}

function isProgram(file: string): boolean {
    try {
        accessSync(file, constants.X_OK);
        return statSync(file).isFile();
    } catch {
        return false;
    }
}

/** Says whether the program's folder lies in this one, by whichever links one gets there. */
function holds(folder: string, program: string): boolean {
    const way = path.relative(realPath(folder), realPath(path.dirname(program)));
    return way.split(path.sep)[0] !== ".." && !path.isAbsolute(way);
}

function realPath(file: string): string {
    try {
        return realpathSync.native(file);
    } catch {
        return file; // the folder is gone, or its disk is
    }
}
