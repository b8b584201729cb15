// The editor: CodeMirror with marks for findings, and tints for sentences.

import { defaultKeymap, history, historyKeymap, isolateHistory } from "@codemirror/commands";
import { insertNewlineContinueMarkup, markdownLanguage } from "@codemirror/lang-markdown";
import { HighlightStyle, LanguageSupport, syntaxHighlighting } from "@codemirror/language";
import { linter, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import {
    Annotation, type ChangeSet, Compartment, EditorState, Prec, StateEffect, StateField, type Text,
    Transaction,
} from "@codemirror/state";
import {
    Decoration, type DecorationSet, EditorView, type ViewUpdate, ViewPlugin, highlightSpecialChars,
    keymap, placeholder,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Finding } from "./findings";
import { el } from "./dom";
import type { Sentence } from "./protocol";
import { toOffset } from "./positions";
import { ABOUT_NAMES } from "./report";

export interface EditorEvents {
    changed(before: Text, changes: ChangeSet, transactions: readonly Transaction[]): void;
    moved(head: number): void;
    next(direction: 1 | -1): void;
    showFixes(): void;
    save(): void;
}

const PLACEHOLDER =
    "Paste or type your draft here. postlint checks it while you write, and nothing leaves this computer.";

const PHRASES = {
    next: "Next",
    previous: "Previous",
    all: "Select all",
    "match case": "Match case",
    regexp: "Regular expression",
    "by word": "Whole words",
    replace: "Replace",
    "replace all": "Replace all",
    close: "Close",
};

/** Marks a change that isn't the writer's, such as the text of a changed file. */
export const loaded = Annotation.define<boolean>();

const setTints = StateEffect.define<DecorationSet>();
const setActive = StateEffect.define<{ from: number; to: number } | null>();

const tintField = StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update(tints, transaction) {
        for (const effect of transaction.effects) {
            if (effect.is(setTints)) {
                return effect.value;
            }
        }
        return tints.map(transaction.changes);
    },
    provide: (field) => EditorView.decorations.from(field),
});

const activeMark = Decoration.mark({ class: "active-finding" });

const activeField = StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update(marks, transaction) {
        for (const effect of transaction.effects) {
            if (effect.is(setActive)) {
                const range = effect.value;
                return range && range.from < range.to
                    ? Decoration.set(activeMark.range(range.from, range.to))
                    : Decoration.none;
            }
        }
        return marks.map(transaction.changes);
    },
    provide: (field) => EditorView.decorations.from(field),
});

const autoDirection = Decoration.line({ attributes: { dir: "auto" } });
const frontMatterLine = Decoration.line({ class: "front-matter" });
const FRONT_MATTER = /^---\n(?:.*\n)*?(?:---|\.\.\.)(?=\n|$)/;
const MAX_FRONT_MATTER = 4_000;

/** Gives each line the direction of its own text, and front matter a style of its own. */
const lineStyles = ViewPlugin.fromClass(
    class {
        decorations: DecorationSet;
        constructor(view: EditorView) {
            this.decorations = lineDecorations(view);
        }
        update(update: ViewUpdate): void {
            if (update.docChanged || update.viewportChanged) {
                this.decorations = lineDecorations(update.view);
            }
        }
    },
    { decorations: (plugin) => plugin.decorations },
);

function lineDecorations(view: EditorView): DecorationSet {
    const marks = [];
    const { doc } = view.state;
    const frontMatter = FRONT_MATTER.exec(doc.sliceString(0, MAX_FRONT_MATTER))?.[0].length ?? 0;
    for (const { from, to } of view.visibleRanges) {
        for (let at = from; at <= to; ) {
            const line = doc.lineAt(at);
            marks.push(autoDirection.range(line.from));
            if (line.from < frontMatter) {
                marks.push(frontMatterLine.range(line.from));
            }
            at = line.to + 1;
        }
    }
    return Decoration.set(marks, true);
}

const highlightStyle = HighlightStyle.define([
    { tag: tags.heading, fontWeight: "700" },
    { tag: tags.strong, fontWeight: "700" },
    { tag: tags.emphasis, fontStyle: "italic" },
    { tag: tags.strikethrough, textDecoration: "line-through" },
    { tag: [tags.link, tags.url], color: "var(--accent)" },
    { tag: tags.monospace, fontFamily: "ui-monospace, Menlo, Consolas, monospace" },
    { tag: tags.quote, color: "var(--muted)" },
    { tag: [tags.processingInstruction, tags.contentSeparator, tags.comment], color: "var(--muted)" },
]);

const underline = (color: string, style: string, thickness: string) => ({
    backgroundImage: "none",
    paddingBottom: "0",
    textDecoration: `underline ${style} ${color} ${thickness}`,
    textUnderlineOffset: "0.22em",
    textDecorationSkipInk: "none",
});

const theme = EditorView.theme({
    "&": { color: "var(--ink)", backgroundColor: "transparent", height: "100%" },
    "&.cm-focused": { outline: "none" },
    ".cm-scroller": { fontFamily: "inherit", lineHeight: "1.7", overflow: "auto" },
    ".cm-content": {
        padding: "1.5rem 0 5rem", maxWidth: "44rem", margin: "0 auto", caretColor: "var(--accent)",
    },
    ".cm-line": { padding: "0 clamp(1rem, 4vw, 2.25rem)", textAlign: "start" },
    ".cm-placeholder": { color: "var(--muted)" },
    ".front-matter, .front-matter *": {
        color: "var(--muted)", fontSize: ".875rem", fontWeight: "400 !important",
    },
    ".cm-lintRange": { borderRadius: "2px" },
    ".cm-lintRange-error": underline("var(--error)", "wavy", "1.5px"),
    ".cm-lintRange-warning": underline("var(--warning)", "dashed", "2px"),
    ".cm-lintRange-info": underline("var(--info)", "dotted", "2px"),
    ".cm-lintRange-active": { backgroundColor: "transparent" },
    ".cm-tooltip": {
        backgroundColor: "var(--card)", color: "var(--ink)", border: "1px solid var(--line)",
        borderRadius: "10px", boxShadow: "var(--shadow)", maxWidth: "min(26rem, calc(100vw - 2rem))",
        overflow: "hidden", zIndex: "20",
    },
    ".cm-diagnostic": { padding: ".625rem .875rem", borderLeftWidth: "4px", marginLeft: "0" },
    ".cm-diagnostic-error": { borderLeftColor: "var(--error)" },
    ".cm-diagnostic-warning": { borderLeftColor: "var(--warning)" },
    ".cm-diagnostic-info": { borderLeftColor: "var(--info)" },
    ".cm-diagnosticAction": {
        font: "inherit", fontSize: ".8125rem", color: "var(--ink)", backgroundColor: "var(--tint)",
        border: "1px solid var(--line)", borderRadius: "7px", padding: ".25rem .625rem",
        margin: ".5rem .5rem 0 0", textAlign: "start",
    },
    ".cm-diagnosticAction u": { textDecoration: "none" },
    ".cm-panels": {
        backgroundColor: "var(--tint)", color: "var(--ink)", borderBottom: "1px solid var(--line)",
    },
    ".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--line)" },
    ".cm-panel.cm-search": { padding: ".5rem 2rem .5rem .75rem" },
    ".cm-panel.cm-search label": { fontSize: ".8125rem" },
    ".cm-textfield": {
        backgroundColor: "var(--card)", color: "var(--ink)", border: "1px solid var(--muted)",
        borderRadius: "6px", font: "inherit", fontSize: ".875rem", padding: ".125rem .5rem",
        minHeight: "1.75rem",
    },
    ".cm-button": {
        backgroundImage: "none", backgroundColor: "var(--card)", color: "var(--ink)",
        border: "1px solid var(--line)", borderRadius: "6px", font: "inherit", fontSize: ".8125rem",
        minHeight: "1.75rem", padding: ".125rem .5rem",
    },
    ".cm-panel.cm-search [name=close]": { color: "var(--ink)", fontSize: "1.25rem", right: ".5rem", minHeight: "0" },
    ".cm-searchMatch": { backgroundColor: "var(--band)" },
    ".cm-searchMatch-selected": { outline: "2px solid var(--accent)" },
    ".cm-selectionMatch": { backgroundColor: "var(--band)" },
});

const darkQuery = window.matchMedia("(prefers-color-scheme: dark)");

export class Editor {
    readonly view: EditorView;
    private readonly darkTheme = new Compartment();

    constructor(parent: HTMLElement, text: string, events: EditorEvents) {
        const command = (run: () => void) => () => {
            run();
            return true;
        };
        this.view = new EditorView({
            parent,
            state: EditorState.create({
                doc: text,
                extensions: [
                    history(),
                    highlightSpecialChars(),
                    highlightSelectionMatches({ minSelectionLength: 3 }),
                    search({ top: true }),
                    EditorState.phrases.of(PHRASES),
                    new LanguageSupport(markdownLanguage),
                    syntaxHighlighting(highlightStyle),
                    linter(null),
                    tintField,
                    Prec.low(activeField),
                    lineStyles,
                    EditorView.perLineTextDirection.of(true),
                    EditorView.lineWrapping,
                    placeholder(PLACEHOLDER),
                    theme,
                    this.darkTheme.of(EditorView.darkTheme.of(darkQuery.matches)),
                    EditorView.contentAttributes.of({
                        "aria-label": "Your draft",
                        tabindex: "0",
                        "aria-describedby": "editor-keys",
                        spellcheck: "true",
                        autocorrect: "on",
                        autocapitalize: "sentences",
                    }),
                    keymap.of([
                        { key: "Mod-s", preventDefault: true, run: command(() => events.save()) },
                        {
                            key: "F8",
                            run: command(() => events.next(1)),
                            shift: command(() => events.next(-1)),
                        },
                        { key: "Mod-.", run: command(() => events.showFixes()) },
                        { key: "Enter", run: insertNewlineContinueMarkup },
                        ...searchKeymap,
                        ...historyKeymap,
                        ...defaultKeymap,
                    ]),
                    EditorView.updateListener.of((update) => {
                        if (update.docChanged) {
                            events.changed(
                                update.startState.doc, update.changes, update.transactions);
                        }
                        if (update.docChanged || update.selectionSet) {
                            events.moved(update.state.selection.main.head);
                        }
                    }),
                ],
            }),
        });
        darkQuery.addEventListener("change", () => {
            const dark = EditorView.darkTheme.of(darkQuery.matches);
            this.view.dispatch({ effects: this.darkTheme.reconfigure(dark) });
        });
    }

    get doc(): Text {
        return this.view.state.doc;
    }

    get text(): string {
        return this.doc.toString();
    }

    get isBlank(): boolean {
        return this.text.trim() === "";
    }

    /** The number of words in what is posted. */
    get wordCount(): number {
        return this.body.match(/\S+/g)?.length ?? 0;
    }

    /** Whether the front matter says where the draft goes. */
    get declaresPlatform(): boolean {
        return /^platform[ \t]*:/m.test(FRONT_MATTER.exec(this.text)?.[0] ?? "");
    }

    /** What is posted: the text without front matter. */
    get body(): string {
        return this.text.replace(FRONT_MATTER, "").trimStart();
    }

    /** Open another text. The writer can undo it. */
    load(text: string): void {
        this.replace(text, [loaded.of(true)]);
    }

    /** Put another text into the history: the writer gets it with undo. */
    remember(text: string): void {
        const { selection } = this.view.state;
        const mine = this.text;
        this.replace(text, []);
        this.replace(mine, []);
        this.view.dispatch({ selection });
    }

    private replace(text: string, annotations: Annotation<unknown>[]): void {
        const doc = this.doc;
        const insert = this.view.state.toText(text);
        if (!insert.eq(doc)) {
            this.view.dispatch({
                changes: { from: 0, to: doc.length, insert },
                annotations: [
                    ...annotations, Transaction.userEvent.of("input.load"), isolateHistory.of("full"),
                ],
            });
        }
    }

    setFindings(findings: readonly Finding[]): void {
        const diagnostics = findings.map((finding) => ({
            from: finding.from,
            to: finding.to,
            severity: finding.severity,
            message: finding.message,
            renderMessage: () =>
                el("div", { class: "tip" },
                    el("strong", {}, finding.message),
                    finding.help && el("p", {}, finding.help)),
            actions: finding.fixes.map((fix) => ({ name: fix.title, apply: () => fix.apply() })),
        }));
        this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
    }

    setTints(sentences: readonly Sentence[]): void {
        const doc = this.doc;
        const marks = sentences.flatMap((sentence) => {
            const from = toOffset(doc, sentence.range.start);
            const to = toOffset(doc, sentence.range.end);
            const toReader = sentence.speaksTo === "reader" ? " to-reader" : "";
            const title = ABOUT_NAMES[sentence.about] + (toReader && ", speaks to the reader");
            return from < to
                ? [Decoration.mark({ class: `tint about-${sentence.about}${toReader}`, attributes: { title } })
                    .range(from, to)]
                : [];
        });
        this.view.dispatch({ effects: setTints.of(Decoration.set(marks, true)) });
    }

    setActive(range: { from: number; to: number } | null): void {
        this.view.dispatch({ effects: setActive.of(range) });
    }

    goTo(finding: { from: number; to: number }): void {
        this.view.dispatch({
            selection: { anchor: finding.from },
            effects: [
                EditorView.scrollIntoView(finding.from, { y: "center" }),
                setActive.of(finding),
            ],
        });
        this.view.focus();
    }
}
