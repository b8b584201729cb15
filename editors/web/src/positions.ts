// Positions of the protocol (UTF-16) as offsets in the editor's document, and the reverse.

import type { ChangeSet, Text } from "@codemirror/state";
import type { Position, Range } from "./protocol";

export function toOffset(doc: Text, position: Position): number {
    if (position.line >= doc.lines) {
        return doc.length;
    }
    const line = doc.line(position.line + 1);
    return Math.min(line.from + position.character, line.to);
}

export function toPosition(doc: Text, offset: number): Position {
    const line = doc.lineAt(offset);
    return { line: line.number - 1, character: offset - line.from };
}

export function toRange(doc: Text, from: number, to: number): Range {
    return { start: toPosition(doc, from), end: toPosition(doc, to) };
}

/** The changes in the order in which a server applies them: the last one first. */
export function contentChanges(before: Text, changes: ChangeSet): { range: Range; text: string }[] {
    const found: { range: Range; text: string }[] = [];
    changes.iterChanges((from, to, _newFrom, _newTo, inserted) => {
        found.unshift({ range: toRange(before, from, to), text: inserted.toString() });
    });
    return found;
}
