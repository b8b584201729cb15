// The findings next to the draft: the list, the one at the cursor, and their fixes.

import type { ChangeDesc } from "@codemirror/state";
import type { LanguageClient } from "./client";
import { Debounced } from "./debounce";
import { byId } from "./dom";
import type { Editor } from "./editor";
import {
    addFixes, countsText, type Finding, type Fix, mapFindings, showCurrent, showList, toFindings,
} from "./findings";
import { toOffset, toPosition } from "./positions";
import type { Diagnostic } from "./protocol";
import { notify, say } from "./status";

/** After the marks of the last change: computing fixes takes a while. */
const FIXES_MILLISECONDS = 250;

export class FindingsPanel {
    private findings: Finding[] = [];
    private activeKey: string | null = null;
    private readonly fixes = new Debounced(FIXES_MILLISECONDS, () => void this.requestFixes());

    constructor(private readonly editor: Editor, private readonly client: LanguageClient) {}

    get counts(): string {
        return countsText(this.findings);
    }

    show(diagnostics: readonly Diagnostic[]): void {
        const fixes = new Map(this.findings.map((one) => [`${one.code}:${one.from}`, one.fixes]));
        this.findings = toFindings(this.editor.doc, diagnostics);
        for (const finding of this.findings) {
            // Keep the buttons in place until the new fixes arrive.
            finding.fixes = fixes.get(`${finding.code}:${finding.from}`) ?? [];
        }
        this.render();
        this.fixes.start();
    }

    clear(): void {
        this.findings = [];
        this.render();
    }

    /** The text has changed: move the findings along until they're checked again. */
    map(changes: ChangeDesc): void {
        mapFindings(this.findings, changes);
        this.fixes.cancel();
    }

    next(direction: 1 | -1): void {
        const count = this.findings.length;
        if (count === 0) {
            say("No problems found.");
            return;
        }
        const at = this.findings.findIndex((one) => one.key === this.activeKey);
        const index = at < 0 ? (direction > 0 ? 0 : count - 1) : (at + direction + count) % count;
        const finding = this.findings[index];
        if (finding) {
            this.goTo(finding);
            const help = finding.help ? ` ${finding.help}` : "";
            say(`Problem ${index + 1} of ${count}, ${finding.severity}: ${finding.message}${help}`);
        }
    }

    focusFixes(): void {
        byId("current").querySelector("button")?.focus();
    }

    /** The finding at the cursor becomes the current one; of several, the shortest. */
    cursorMoved(head: number): void {
        const around = this.findings.filter((one) => one.from <= head && head <= one.to && one.from < one.to);
        if (!around.some((one) => one.key === this.activeKey)) {
            const inner = around.sort((first, second) => first.to - first.from - (second.to - second.from));
            this.activeKey = inner[0]?.key ?? null;
            // An editor can't be changed while it reports a change.
            queueMicrotask(() => this.showActive());
        }
    }

    private goTo(finding: Finding): void {
        this.editor.goTo(finding);
        this.activeKey = finding.key;
        this.showActive();
    }

    private render(): void {
        const { findings, editor } = this;
        editor.setFindings(findings);
        showList(byId("findings"), findings, editor.doc, (finding) => this.goTo(finding));
        byId("findings-card").hidden = editor.isBlank;
        byId("no-findings").hidden = findings.length > 0;
        byId("findings-count").textContent = findings.length ? this.counts : "";
        if (!findings.some((one) => one.key === this.activeKey)) {
            this.activeKey = null;
        }
        this.showActive();
    }

    private showActive(): void {
        const active = this.findings.find((one) => one.key === this.activeKey) ?? null;
        this.editor.setActive(active);
        showCurrent(byId("current"), active);
        for (const item of byId("findings").children) {
            const isActive = item instanceof HTMLElement && item.dataset.finding === active?.key;
            item.classList.toggle("active", isActive);
            item.querySelector(".place")?.setAttribute("aria-current", String(isActive));
        }
    }

    private async requestFixes(): Promise<void> {
        const { version } = this.client;
        if (this.findings.length === 0) {
            return;
        }
        const actions = await this.client.codeActions(this.editor.doc, 0, this.editor.doc.length);
        if (actions && version === this.client.version) {
            addFixes(this.editor.doc, this.findings, actions, (finding, fix, title) =>
                void this.applyFix(finding, fix, title));
            this.render();
        }
    }

    /** Request a fix again, because the text may have changed, and apply it. */
    private async applyFix(finding: Finding, fix: Fix, title: string): Promise<void> {
        const { version } = this.client;
        const actions = await this.client.codeActions(this.editor.doc, finding.from, finding.to);
        const same = actions?.filter((one) => one.title === title) ?? [];
        // A neighboring finding may have a fix with the same title.
        const start = toPosition(this.editor.doc, finding.from);
        const found = same.find((one) => one.diagnostics?.some(({ range, code }) =>
            code === finding.code && range.start.line === start.line &&
            range.start.character === start.character)) ?? same[0];
        if (!found || version !== this.client.version) {
            notify("The fix doesn’t apply anymore. Try again in a moment.");
            return;
        }
        const { documentChanges, changes } = found.edit ?? {};
        const edits = documentChanges?.flatMap((one) => one.edits) ?? Object.values(changes ?? {}).flat();
        const { doc, view } = this.editor;
        const specs = edits.map((edit) => ({
            from: toOffset(doc, edit.range.start),
            to: toOffset(doc, edit.range.end),
            insert: view.state.toText(edit.newText),
        }));
        const set = view.state.changes(specs);
        const first = Math.min(...specs.map((spec) => spec.from));
        const last = Math.max(...specs.map((spec) => set.mapPos(spec.to, 1)));
        // Put the cursor into a blank that the writer has to fill in.
        const added = set.apply(doc).sliceString(first, last);
        const blank = added.indexOf("___");
        view.dispatch({
            changes: set,
            selection: blank >= 0
                ? { anchor: first + blank, head: first + blank + 3 }
                : { anchor: Math.max(first, Math.min(last, first + added.trimEnd().length)) },
            userEvent: "input.fix",
            scrollIntoView: true,
        });
        view.focus();
        notify(fix.ignores
            ? "Ignored. The gray lines at the top of the draft say so; they aren’t posted. Undo brings the problem back."
            : "Done. You can undo it.");
    }
}
