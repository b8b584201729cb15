// Findings: the diagnostics of the draft with their fixes, and how they're listed.

import type { ChangeDesc, Text } from "@codemirror/state";
import { el, plural, replaceChildren } from "./dom";
import { toOffset } from "./positions";
import type { CodeAction, Diagnostic } from "./protocol";

export type Severity = "error" | "warning" | "info";

export interface Fix {
    title: string;
    /** Whether it only hides the finding. */
    ignores: boolean;
    apply(): void;
}

export interface Finding {
    key: string;
    code: string;
    severity: Severity;
    message: string;
    help: string;
    from: number;
    to: number;
    fixes: Fix[];
}

const HELP_PREFIX = "Try: ";
const SEVERITIES: Record<number, Severity> = { 1: "error", 2: "warning" };
const NAMES: Record<Severity, string> = { error: "Error", warning: "Warning", info: "Note" };

export function toFindings(doc: Text, diagnostics: readonly Diagnostic[]): Finding[] {
    return diagnostics.map((diagnostic, index) => {
        const [message = "", ...rest] = diagnostic.message.split("\n");
        const help = rest.join(" ");
        return {
            key: `${diagnostic.code ?? "note"}-${index}`,
            code: diagnostic.code ?? "",
            severity: SEVERITIES[diagnostic.severity ?? 1] ?? "info",
            message,
            help: help.startsWith(HELP_PREFIX) ? help.slice(HELP_PREFIX.length) : help,
            from: toOffset(doc, diagnostic.range.start),
            to: toOffset(doc, diagnostic.range.end),
            fixes: [],
        };
    });
}

export function mapFindings(findings: readonly Finding[], changes: ChangeDesc): void {
    for (const finding of findings) {
        const from = changes.mapPos(finding.from, 1);
        finding.to = Math.max(from, changes.mapPos(finding.to, -1));
        finding.from = from;
    }
}

/** Give each finding its fixes. */
export function addFixes(
    doc: Text,
    findings: readonly Finding[],
    actions: readonly CodeAction[],
    apply: (finding: Finding, fix: Fix, title: string) => void,
): void {
    for (const finding of findings) {
        finding.fixes = [];
    }
    for (const action of actions) {
        for (const diagnostic of action.diagnostics ?? []) {
            const from = toOffset(doc, diagnostic.range.start);
            const finding = findings.find(
                (one) =>
                    one.code === (diagnostic.code ?? "") &&
                    one.from === from &&
                    diagnostic.message.startsWith(one.message),
            );
            const ignores = action.title.startsWith("Ignore ");
            const title = ignores ? "Ignore this" : action.title.replaceAll("`", "");
            if (finding && !finding.fixes.some((fix) => fix.title === title)) {
                const fix: Fix = { title, ignores, apply: () => apply(finding, fix, action.title) };
                finding.fixes.push(fix);
            }
        }
    }
}

export function countsText(findings: readonly Finding[]): string {
    if (findings.length === 0) {
        return "No problems found";
    }
    const counts = (["error", "warning", "info"] as const).map((severity) => {
        const count = findings.filter((finding) => finding.severity === severity).length;
        return count ? plural(count, NAMES[severity].toLowerCase()) : "";
    });
    return counts.filter(Boolean).join(", ");
}

function fixButtons(finding: Finding): HTMLElement | null {
    if (finding.fixes.length === 0) {
        return null;
    }
    return el("div", { class: "fixes" },
        ...finding.fixes.map((fix) =>
            el("button", {
                type: "button",
                dir: "auto",
                class: fix.ignores ? "quiet" : "fix",
                "data-key": `${finding.key}:${fix.title}`,
                click: () => fix.apply(),
            }, fix.title)),
    );
}

function badge(severity: Severity): HTMLElement {
    return el("span", { class: `badge ${severity}` }, NAMES[severity]);
}

/** Show the findings as a list; choosing one goes to its place. */
export function showList(
    list: HTMLElement,
    findings: readonly Finding[],
    doc: Text,
    goTo: (finding: Finding) => void,
): void {
    replaceChildren(list, ...findings.map((finding) => {
        const words = doc.sliceString(finding.from, Math.min(finding.to, finding.from + 80));
        const quoted = finding.to - finding.from > 80 ? "" : words.replace(/\s+/g, " ").trim();
        return el("li", { class: `finding ${finding.severity}`, "data-finding": finding.key },
            el("button", {
                type: "button", class: "place", "data-key": finding.key, click: () => goTo(finding),
            },
                el("span", { class: "line" },
                    badge(finding.severity),
                    quoted && el("q", { dir: "auto" }, quoted),
                    el("span", { class: "where" }, `line ${doc.lineAt(finding.from).number}`)),
                el("span", { class: "message" }, finding.message)),
            finding.help && el("p", { class: "help" }, finding.help),
            fixButtons(finding));
    }));
}

/** Show the finding at the cursor under the editor, for writers without a mouse. */
export function showCurrent(parent: HTMLElement, finding: Finding | null): void {
    parent.hidden = finding === null;
    if (finding) {
        replaceChildren(parent,
            el("p", {}, badge(finding.severity), " ", el("strong", {}, finding.message)),
            finding.help && el("p", { class: "help" }, finding.help),
            fixButtons(finding));
    } else {
        parent.replaceChildren();
    }
}
